"""A post's conversation: its question, and the doors from one person to the whole room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .message import PROMPTS, Message, compose, plain, with_address
from .network import PERSON, ROOM, Network, answer_by_email, report_by_email


@dataclass(frozen=True)
class Door:
    """One way out to a person or a place.

    `url` is empty where only a script can do it. `form` is where the form's `text` may be sent.
    `syndication` says that it leads to the post's own copy elsewhere (u-syndication).
    """

    name: str
    label: str
    url: str
    form: str = ""
    syndication: bool = False


@dataclass(frozen=True)
class Conversation:
    """The question of one post, the text that asks it, and the doors in three circles.

    `report` are the doors to the author once more, for whoever has done the lesson and answers
    the `prompts`.
    """

    question: str
    title: str
    url: str
    text: str
    answer: tuple[Door, ...]
    person: tuple[Door, ...]
    room: tuple[Door, ...]
    report: tuple[Door, ...] = ()
    prompts: tuple[str, ...] = PROMPTS


@dataclass(frozen=True)
class Author:
    """Where the author of one post can be answered; each may be empty."""

    email: str = ""
    toot: str = ""
    bluesky: str = ""


def open_conversation(
    message: Message, author: Author, *, person: Sequence[str], room: Sequence[str]
) -> Conversation:
    """Make the conversation about `message`.

    `person` and `room` name networks of `network.PERSON` and `network.ROOM`, in order; another
    name raises `KeyError`. The text fits all those of the room that take one.
    """
    halls = [ROOM[name] for name in room]
    budgets = [network.budget for network in halls if network.form]
    return Conversation(
        question=plain(message.question),
        title=plain(message.title),
        url=message.url,
        text=with_address(compose(message, *budgets), message.url),
        answer=_answer(message, author),
        person=tuple(_door(PERSON[name], message) for name in person),
        room=tuple(_door(network, message) for network in halls),
        report=_report(message, author),
    )


def _door(network: Network, message: Message) -> Door:
    return Door(network.name, network.label, network.link(message), network.form)


def _answer(message: Message, author: Author) -> tuple[Door, ...]:
    doors = []
    if author.email:
        doors.append(Door("email", "By email", answer_by_email(author.email, message)))
    if author.toot:
        doors.append(Door("mastodon", "On Mastodon", author.toot, syndication=True))
    if author.bluesky:
        doors.append(Door("bluesky", "On Bluesky", author.bluesky, syndication=True))
    return tuple(doors)


def _report(message: Message, author: Author) -> tuple[Door, ...]:
    # Their labels go on where "tell me how it went" ends. The copies are marked as such above.
    doors = []
    if author.email:
        doors.append(Door("email", "by email", report_by_email(author.email, message)))
    if author.toot:
        doors.append(Door("mastodon", "on Mastodon", author.toot))
    if author.bluesky:
        doors.append(Door("bluesky", "on Bluesky", author.bluesky))
    return tuple(doors)
