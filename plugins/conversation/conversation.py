"""A post's conversation: its question, and the doors from one person to the whole room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .language import N_
from .message import PROMPTS, Message, compose, plain, with_address
from .network import PERSON, ROOM, WENT, Network, answer_by_email, report_by_email


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
class Author:
    """Where the author of one post can be answered; each may be empty."""

    email: str = ""
    toot: str = ""
    bluesky: str = ""


@dataclass(frozen=True)
class Conversation:
    """The question of one post, the text that asks it, and the doors in three circles.

    `to_person` and `to_room` name networks of `network.PERSON` and `network.ROOM`, in order;
    where there is another name, reading the doors raises `KeyError`. `prompts` are what a reader
    is asked who has done the lesson, `went` how the answer begins. All else follows from the
    fields alone, and is made when it is read: of most posts a build reads nothing.
    """

    message: Message
    author: Author
    to_person: tuple[str, ...]
    to_room: tuple[str, ...]
    prompts: tuple[str, ...] = PROMPTS
    went: str = WENT

    @cached_property
    def question(self) -> str:
        """The question, as plain text."""
        return plain(self.message.question)

    @cached_property
    def title(self) -> str:
        """The post's title, as plain text."""
        return plain(self.message.title)

    @property
    def url(self) -> str:
        """The post's permalink."""
        return self.message.url

    @cached_property
    def text(self) -> str:
        """What is passed on, with the address; it fits all those of the room that take a text."""
        budgets = [ROOM[name].budget for name in self.to_room if ROOM[name].form]
        return with_address(compose(self.message, *budgets), self.url)

    @cached_property
    def answer(self) -> tuple[Door, ...]:
        """The doors to the author."""
        return _answer(self.message, self.author)

    @cached_property
    def person(self) -> tuple[Door, ...]:
        """The doors to one person."""
        return tuple(_door(PERSON[name], self.message) for name in self.to_person)

    @cached_property
    def room(self) -> tuple[Door, ...]:
        """The doors to the room."""
        return tuple(_door(ROOM[name], self.message) for name in self.to_room)

    @cached_property
    def report(self) -> tuple[Door, ...]:
        """The doors to the author once more, for whoever has done the lesson; see `prompts`."""
        return _report(self)


def _door(network: Network, message: Message) -> Door:
    return Door(network.name, network.label, network.link(message), network.form)


def _answer(message: Message, author: Author) -> tuple[Door, ...]:
    doors = []
    if author.email:
        doors.append(Door("email", N_("By email"), answer_by_email(author.email, message)))
    if author.toot:
        doors.append(Door("mastodon", N_("On Mastodon"), author.toot, syndication=True))
    if author.bluesky:
        doors.append(Door("bluesky", N_("On Bluesky"), author.bluesky, syndication=True))
    return tuple(doors)


def _report(conversation: Conversation) -> tuple[Door, ...]:
    message, author = conversation.message, conversation.author
    # Their labels go on where "tell me how it went" ends. The copies are marked as such above.
    doors = []
    if author.email:
        url = report_by_email(author.email, message, conversation.prompts, conversation.went)
        doors.append(Door("email", N_("by email"), url))
    if author.toot:
        doors.append(Door("mastodon", N_("on Mastodon"), author.toot))
    if author.bluesky:
        doors.append(Door("bluesky", N_("on Bluesky"), author.bluesky))
    return tuple(doors)
