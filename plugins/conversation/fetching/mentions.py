"""Replies on other sites, as webmention.io has received them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from urllib.parse import quote, urlencode, urlsplit

from ..replies.reply import Author, Fetched, Reply
from . import fields
from .document import LATER, Asking, FetchError, Library
from .fields import Fields
from .markup import as_html, words

PER_PAGE = 200  # mentions; as many with their words are within what the client takes
MOST_PAGES = 50
MOST_TARGETS = 50  # addresses that may be asked about at once
PROPERTIES = ("in-reply-to", "mention-of")  # all that has words; nothing else is even asked for
_BRIDGE = "brid.gy"  # says truly what was said on the networks that it reads
_LOCKED = "set WEBMENTION_IO_TOKEN to the token that webmention.io/settings shows"
_GONE = "look whether webmention.io still receives for this site"


def fetch_mentions(
    web: Asking,
    targets: Sequence[str],
    *,
    token: str = "",
    me: frozenset[str],
    server: str = "https://webmention.io",
) -> dict[str, Fetched]:
    """What answers or mentions each of the addresses `targets`, by the address.

    With a token the whole domain is read at once, else so many addresses at a time as the server
    takes. Never raises for what a server says.
    """
    found: dict[str, Fetched] = {}
    library = Library(web, "the mentions", _LOCKED, _GONE, token)
    for asked, query in _questions(targets, with_token=bool(token)):
        try:
            mentions = _Mentions(library, f"{server}/api/mentions.jf2?{query}")
            found |= {target: mentions.of(target, fields.places(me)) for target in asked}
        except FetchError as error:
            found |= {target: Fetched(fault=f"{error}") for target in asked}
    return found


def _questions(targets: Sequence[str], *, with_token: bool) -> Iterator[tuple[list[str], str]]:
    """What to ask, and which targets it answers."""
    every = list(dict.fromkeys(targets))
    if with_token:
        for domain in dict.fromkeys(urlsplit(target).hostname or "" for target in every):
            here = [target for target in every if (urlsplit(target).hostname or "") == domain]
            yield here, _query(("domain", domain))
        return
    for start in range(0, len(every), MOST_TARGETS):
        some = every[start : start + MOST_TARGETS]
        yield some, _query(*(("target[]", target) for target in some))


def _query(*asked: tuple[str, str]) -> str:
    properties = (("wm-property[]", name) for name in PROPERTIES)
    order = (("sort-by", "created"), ("sort-dir", "up"), ("per-page", str(PER_PAGE)))
    return urlencode((*asked, *properties, *order), quote_via=quote)


class _Mentions:
    """The entries of a feed, to its end. Raises `FetchError` where a page is missing."""

    def __init__(self, library: Library, url: str) -> None:
        self.library = library
        self.site = urlsplit(url).netloc
        self.entries: dict[str, Fields] = {}
        self.is_whole = True
        for page in count():
            if not self._read(f"{url}&page={page}", page):
                break
        self.told: dict[str, list[Fields]] = {}  # those that may come, by the place they mention
        for entry in filter(_may_come, self.entries.values()):
            here = fields.place(fields.line(entry.get("wm-target")))
            self.told.setdefault(here, []).append(entry)

    def of(self, target: str, me: frozenset[str]) -> Fetched:
        """What answers or mentions one address, of which it may have been told a variant."""
        replies: dict[str, Reply] = {}
        for entry in self.told.get(fields.place(target), ()):
            reply = _reply(entry, me)
            if reply.html:
                replies[reply.key] = reply  # of two the later one, received again
        return Fetched(tuple(replies.values()), complete=self.is_whole)

    def _read(self, url: str, page: int) -> bool:
        """Read a page, and say whether there is another."""
        document = self.library.read(url).fields
        children = document.get("children")
        if not isinstance(children, list):
            raise FetchError(f"{self.site} sent mentions without a list of them — {LATER}")
        entries = {_id(entry): entry for entry in fields.items(children) if _id(entry)}
        is_new = not entries.keys() <= self.entries.keys()
        self.entries |= entries
        pages = fields.number(fields.fields(document.get("paging")).get("total-pages"))
        is_last = page + 1 >= pages if pages else len(children) < PER_PAGE
        is_endless = not is_last and (page + 1 >= MOST_PAGES or not is_new)
        self.is_whole &= not is_endless and len(fields.items(children)) == len(children)
        self.is_whole &= all(map(_id, fields.items(children)))
        return not is_last and not is_endless


def _id(entry: Fields) -> str:
    """What an entry is known by: the page that mentions, and the address that it mentions."""
    source = fields.address(entry.get("wm-source"))
    return f"{source} {fields.line(entry.get('wm-target'))}" if source else ""


def _may_come(entry: Fields) -> bool:
    """Whether an entry is an answer or a mention, from elsewhere, for all, and still there."""
    is_closed = any(
        entry.get(name) not in (None, False, 0, "", "false")
        for name in ("wm-private", "wm-deleted")
    )
    source, target = (fields.line(entry.get(name)) for name in ("wm-source", "wm-target"))
    is_own = fields.host(source) == fields.host(target)
    return entry.get("wm-property") in PROPERTIES and not is_closed and not is_own


def _reply(entry: Fields, me: frozenset[str]) -> Reply:
    source = fields.address(entry.get("wm-source"))
    author = fields.fields(entry.get("author"))
    # A page may claim any address for itself; of the page that was read, this one is known.
    is_bridged = fields.host(source) == _BRIDGE
    key = (is_bridged and fields.address(entry.get("url"))) or source
    url = _author_url(author, key, me)
    is_me = bool(url) and fields.place(url) in me
    name = fields.line(author.get("name")) or fields.host(url) or fields.host(key)
    return Reply(
        key=key,
        via="webmention",
        author=Author(name, url, is_me),
        published=fields.moment(entry.get("published"), entry.get("wm-received")),
        html=_html(entry, me),
        state="approved" if is_me else "pending",
        why="answered" if is_me else "",
    )


def _author_url(author: Fields, key: str, me: frozenset[str]) -> str:
    """The author's address, where it is on the reply's own host; mine only above the reply."""
    url = fields.address(author.get("url"))
    is_stranger = fields.host(url) != fields.host(key)
    is_borrowed = fields.place(url) in me and not _is_below(key, url)
    return "" if is_stranger or is_borrowed else url


def _is_below(url: str, above: str) -> bool:
    return f"{fields.place(url)}/".startswith(f"{fields.place(above)}/")


def _html(entry: Fields, me: frozenset[str]) -> str:
    """The words, from what there is of them: the content, its text, a summary, the title."""
    content, summary = entry.get("content"), fields.fields(entry.get("summary"))
    parts = fields.fields(content)
    readings: tuple[Callable[[], str], ...] = (
        lambda: words(parts.get("html"), me=me),
        lambda: as_html(fields.text(parts.get("text"))),
        lambda: _valued(parts, me),
        lambda: as_html(fields.text(content)),
        lambda: _valued(summary, me),
        lambda: as_html(fields.text(entry.get("summary"))),
        lambda: as_html(fields.text(entry.get("name"))),
    )
    return next(filter(None, (reading() for reading in readings)), "")


def _valued(parts: Fields, me: frozenset[str]) -> str:
    """A text of the old kind, HTML or not, as its type says."""
    is_html = "html" in fields.line(parts.get("content-type"))
    value = parts.get("value")
    return words(value, me=me) if is_html else as_html(fields.text(value))
