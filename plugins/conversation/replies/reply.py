"""A reply: what a person answered, and where. It has no place for a number, or for a face."""

from __future__ import annotations

from dataclasses import dataclass

STATES = ("approved", "pending", "hidden")
VIAS = ("mastodon", "bluesky", "webmention", "email")


@dataclass(frozen=True)
class Author:
    """Who says it: a name, an address, which may be empty, and whether it is the writer."""

    name: str
    url: str = ""
    is_me: bool = False


@dataclass(frozen=True)
class Reply:
    """One reply, as it came.

    `key` is the address of the reply itself, by which it is known; `parent` the key of the reply
    that it answers, empty for the post. `html` is not sanitised. `published` is RFC 3339 in UTC,
    `lang` BCP 47, `warning` its content warning; these and `url`, a person's page that shows it
    where `key` does not, may be empty. `state` is one of `STATES`, `why` says what made it so:
    favourited, answered, allowed, reviewed, or nothing.
    """

    key: str
    via: str
    author: Author
    published: str
    html: str
    parent: str = ""
    lang: str = ""
    warning: str = ""
    url: str = ""
    state: str = "pending"
    why: str = ""


@dataclass(frozen=True)
class Fetched:
    """What one source answered: all replies where `complete`, else some; or a fault, in words.

    `gone` says that the thread itself is no more (404 or 410). With a fault there are no replies.
    """

    replies: tuple[Reply, ...] = ()
    complete: bool = False
    fault: str = ""
    gone: bool = False
