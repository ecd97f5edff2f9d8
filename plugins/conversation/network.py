"""The networks a reader can talk on: how each is addressed, and how much it takes.

A raw address comes out of each; escaping it for HTML is the template's work, once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from .language import N_
from .message import PROMPTS, Budget, Message, compose, plain, shorten, with_address

MAILTO_LIMIT = 1800  # characters that mail programs take in a link
SUBJECT_LIMIT = 600  # of them for the subject, as encoded


WENT = N_("How it went:")
UNLIMITED = Budget(limit=10_000)


@dataclass(frozen=True)
class Network:
    """One way to pass a message on.

    `link` makes the address for a message. `form` is where a form with the one field `text`
    may be sent, empty where the network reads no such field; `budget` is what that field holds.
    """

    name: str
    label: str
    link: Callable[[Message], str]
    form: str = ""
    budget: Budget = UNLIMITED


@lru_cache(maxsize=64)  # one post's words, which most networks take alike
def encode(value: str) -> str:
    """Percent-encode all but RFC 3986's unreserved characters; a space becomes %20."""
    return quote(value, safe="")


def encode_mail(value: str) -> str:
    """The same for a mail's body, whose line break is CRLF (RFC 6068, section 5)."""
    return encode(value.replace("\n", "\r\n"))


def weigh_for_x(text: str) -> int:
    """The length as X counts it: two for what lies outside Latin, Greek, Cyrillic and the like.

    The ranges are those of twitter-text's configuration, version 3.
    """
    if text.isascii():
        return len(text)
    light = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
    return sum(1 if any(a <= ord(char) <= z for a, z in light) else 2 for char in text)


MASTODON = Budget(limit=500, url=23)
BLUESKY = Budget(limit=300)  # graphemes there; code points are never fewer
THREADS = Budget(limit=500)
X = Budget(limit=280, url=23, weigh=weigh_for_x)
SMS = Budget(limit=306)  # two parts of 153
ROOMY = Budget(limit=1000)


def _mastodon(message: Message) -> str:
    return f"https://share.joinmastodon.org/#text={encode(_full(message, MASTODON))}"


def _bluesky(message: Message) -> str:
    return f"https://bsky.app/intent/compose?text={encode(_full(message, BLUESKY))}"


def _threads(message: Message) -> str:
    text = encode(compose(message, THREADS))
    return f"https://www.threads.com/intent/post?text={text}&url={encode(message.url)}"


def _x(message: Message) -> str:
    text = encode(compose(message, X))
    return f"https://x.com/intent/tweet?text={text}&url={encode(message.url)}"


def _linkedin(message: Message) -> str:
    return f"https://www.linkedin.com/sharing/share-offsite/?url={encode(message.url)}"


def _facebook(message: Message) -> str:
    return f"https://www.facebook.com/sharer/sharer.php?u={encode(message.url)}"


def _reddit(message: Message) -> str:
    title = encode(_title(message.question, 300))
    return f"https://www.reddit.com/submit?url={encode(message.url)}&title={title}"


def _hackernews(message: Message) -> str:
    title = encode(_title(message.title, 80))
    return f"https://news.ycombinator.com/submitlink?u={encode(message.url)}&t={title}"


def _email(message: Message) -> str:
    start = f"mailto:?subject={encode(_subject(message.title))}&body="
    budget = Budget(MAILTO_LIMIT - len(start), weigh=lambda text: len(encode_mail(text)))
    return start + encode_mail(_full(message, budget))


def _sms(message: Message) -> str:
    return f"sms:?&body={encode(_full(message, SMS))}"


def _whatsapp(message: Message) -> str:
    return f"https://wa.me/?text={encode(_full(message, ROOMY))}"


def _telegram(message: Message) -> str:
    text = encode(compose(message, ROOMY))
    return f"https://t.me/share/url?url={encode(message.url)}&text={text}"


def _script(message: Message) -> str:
    return ""  # the page's script does it; without it the text can be selected


PERSON = {
    network.name: network
    for network in (
        Network("email", N_("Email a friend"), _email),
        Network("sms", N_("Text message"), _sms),
        Network("whatsapp", "WhatsApp", _whatsapp),
        Network("telegram", "Telegram", _telegram),
        Network("copy", N_("Copy the question"), _script),
        Network("share", N_("Share…"), _script),
    )
}
ROOM = {
    network.name: network
    for network in (
        Network("mastodon", "Mastodon", _mastodon, "https://share.joinmastodon.org/", MASTODON),
        Network("bluesky", "Bluesky", _bluesky, "https://bsky.app/intent/compose", BLUESKY),
        Network("threads", "Threads", _threads, "https://www.threads.com/intent/post", THREADS),
        Network("x", "X", _x, "https://x.com/intent/tweet", X),
        Network("linkedin", "LinkedIn", _linkedin),
        Network("reddit", "Reddit", _reddit),
        Network("hackernews", "Hacker News", _hackernews),
        Network("facebook", "Facebook", _facebook),
    )
}


def answer_by_email(address: str, message: Message) -> str:
    """A mail to the author that answers the post: its title as subject, its address below."""
    to = quote(address, safe="@+")
    start = f"mailto:{to}?subject={encode(f'Re: {_subject(message.title)}')}&body="
    return start + encode_mail(f"\n\n--\n{message.url}")


def report_by_email(
    address: str, message: Message, prompts: Sequence[str] = PROMPTS, went: str = WENT
) -> str:
    """A mail to the author that tells how it `went`: `prompts` with room below, then the address.

    The title gives way where the link would be longer than mail programs take.
    """
    start = f"mailto:{quote(address, safe='@+')}?subject={encode(f'{went} ')}"
    room = "".join(f"{prompt}\n\n\n\n" for prompt in prompts)
    body = "&body=" + encode_mail(f"{room}--\n{message.url}")
    left = min(SUBJECT_LIMIT, MAILTO_LIMIT - len(start) - len(body))
    return start + encode(_subject(message.title, left)) + body


def _full(message: Message, budget: Budget) -> str:
    return with_address(compose(message, budget), message.url)


def _subject(title: str, limit: int = SUBJECT_LIMIT) -> str:
    return shorten(plain(title), lambda candidate: len(encode(candidate)) <= limit)


def _title(text: str, limit: int) -> str:
    return shorten(plain(text), lambda candidate: len(candidate) <= limit)
