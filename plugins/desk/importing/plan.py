"""Where each entry goes, and what its file will say: all of it, before anything is written.

The same blog and the same site give the same files: names are given in the order of kind, state,
date and key. What an import has written before is known by its `Id`, and stands in nobody's way.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from .alias import read_alias
from .dates import day_of, to_local, write_moment
from .escape import address, clean, escape
from .home import Home, Standing, fold, path_of
from .markdown import picture_link, picture_text
from .record import MARK, Blog, Entry, Link, Loss, Picture

LONGEST_SLUG = 150  # bytes: the file's name has a date and an ending, too
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # no file of Windows
_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_ENDINGS = r"\.(?:jpg|png|gif|webp|avif|svg)"


@dataclass(frozen=True)
class Draft:
    """One file to be: where it lies below the content folder, its text with the marks of pictures.

    `there` is the file that an import before has made of the same entry.
    """

    path: str
    text: str
    entry: Entry
    losses: tuple[Loss, ...] = ()
    there: Standing | None = None

    def render(self, sources: Mapping[str, str], home: Home) -> str:
        """The text; `sources` has for each picture's address the file that it is in here."""

        def picture(match: re.Match[str]) -> str:
            found = self.entry.pictures[int(match.group(2))]
            if found.url in sources:
                return picture_text(found, f"{{static}}/{address(sources[found.url])}")
            return _elsewhere(found, home)

        return MARK.sub(picture, self.text)

    def matches(self, text: str, names: Mapping[str, str], home: Home) -> bool:
        """Whether a text is what an import has written, whichever pictures it could have."""
        found, at = [], 0
        for match in MARK.finditer(self.text):
            found.append(re.escape(self.text[at : match.start()]))
            picture = self.entry.pictures[int(match.group(2))]
            stem = names.get(picture.url, "")
            here = picture_text(picture, f"{{static}}/{address(stem)}\x00")
            either = re.escape(here).replace("\\\x00", _ENDINGS).replace("\x00", _ENDINGS)
            found.append(f"(?:{either}|{re.escape(_elsewhere(picture, home))})")
            at = match.end()
        return re.fullmatch("".join([*found, re.escape(self.text[at:])]), text) is not None


@dataclass(frozen=True)
class Plan:
    """All files to be, and what is told of none of them."""

    drafts: tuple[Draft, ...]
    losses: tuple[Loss, ...]


def _elsewhere(picture: Picture, home: Home) -> str:
    if home.leads_nowhere(picture.url) or not urlsplit(picture.url).scheme:
        # Nothing will be there for a reader, so no link may lead to it.
        words, url = escape(picture.alt, in_link=True), picture.url.replace("`", "%60")
        return f"{words} (`{url}`)".strip()
    return picture_link(picture)


def make_plan(blog: Blog, home: Home, standing: Sequence[Standing]) -> Plan:
    """Plan the files of a blog."""
    return Planner(blog, home, standing).plan()


@dataclass
class Planner:
    """One plan in the making."""

    blog: Blog
    home: Home
    standing: Sequence[Standing]
    losses: list[Loss] = field(default_factory=list)
    told: dict[str, list[Loss]] = field(default_factory=lambda: defaultdict(list))

    def plan(self) -> Plan:
        """Give each entry its name, then its tags, its addresses and its links."""
        keys = {entry.key for entry in self.blog.entries}
        self.there = {each.id: each for each in self.standing if each.id in keys}
        self.others = [each for each in self.standing if each.id not in keys]
        self.entries = sorted(map(self._mended, self.blog.entries), key=self._order)
        self._give_slugs()
        self._give_paths()
        self._give_names()
        self.by_key = {entry.key: entry for entry in self.entries}
        self.known = self._addresses()
        self.aliases = self._aliases()
        drafts = tuple(self._draft(entry) for entry in self.entries if entry.key in self.paths)
        return Plan(drafts, (*self.blog.losses, *self.losses))

    def _order(self, entry: Entry) -> tuple[str, bool, str, str]:
        moment = write_moment(entry.date, self.home.zone) if entry.date else ""
        return entry.kind, entry.status != "published", moment, entry.key

    def _lose(self, entry: Entry, kind: str, what: str, near: str = "") -> None:
        self.told[entry.key].append(Loss(kind, what, near))

    def _mended(self, entry: Entry) -> Entry:
        """An entry with a title, and a date or the state of a draft."""
        title = clean(" ".join(entry.title.split()))[0]
        if _HTML.search(title):
            self._lose(entry, "title", f"'{title}' has ‹ in place of <, since no title holds HTML")
            title = re.sub(r"<(/?[A-Za-z!?][^<>]*)>?", r"‹\1›", title)
        if not any(unicodedata.category(sign)[0] not in "CZ" for sign in title):
            title = f"Untitled {entry.key.rpartition('/')[2]}"
            self._lose(entry, "draft", "it has no title")
            entry = replace(entry, status="draft")
        if entry.kind == "article" and entry.date is None:
            if entry.status == "published":
                self._lose(entry, "draft", "it has no date that can be read")
            entry = replace(entry, status="draft" if entry.status != "hidden" else "hidden")
        return replace(entry, title=title)

    # Names

    def _give_slugs(self) -> None:
        self.slugs: dict[str, str] = {}
        taken = {(each.kind, fold(each.slug)) for each in self.others}
        days = [to_local(each.date, self.home.zone) for each in self.entries if each.date]
        made = self.home.made((), (), days)
        used: set[tuple[str, str]] = set()
        for entry in self.entries:
            wanted = self._slug(entry)
            slug, number = wanted, 2
            while (entry.kind, fold(slug)) in used or self._is_made(entry, slug, made):
                slug, number = f"{wanted}-{number}", number + 1
            used.add((entry.kind, fold(slug)))
            self.slugs[entry.key] = slug
            if slug != wanted:
                self._lose(entry, "slug", f"'{wanted}' is taken, so it is '{slug}'")
            if (entry.kind, fold(slug)) in taken:
                self._conflict(entry, slug)

    def _is_made(self, entry: Entry, slug: str, made: set[str]) -> bool:
        output = self.home.output(entry.kind, slug, entry.date)
        return bool(output) and (fold(output) in made or self.home.reserves(output))

    def _conflict(self, entry: Entry, slug: str) -> None:
        other = next(
            each
            for each in self.others
            if each.kind == entry.kind and fold(each.slug) == fold(slug)
        )
        del self.slugs[entry.key]
        what = f"{entry.where} would be '{slug}', as {other.path} is"
        self.losses.append(Loss("conflict", what))

    def _slug(self, entry: Entry) -> str:
        slug = make_slug(entry.slug) or make_slug(self.home.slugify(entry.title))
        slug = slug or make_slug(f"{entry.kind}-{entry.key.rpartition('/')[2]}") or entry.kind
        if _RESERVED.fullmatch(slug):
            self._lose(
                entry, "slug", f"'{slug}' is no name of a file on Windows, so it is '{slug}-page'"
            )
            return f"{slug}-page"
        short = _shorten(slug, LONGEST_SLUG)
        if short != slug:
            self._lose(
                entry, "slug", f"'{slug[:40]}…' is longer than {LONGEST_SLUG} bytes, so it is cut"
            )
        return short

    def _give_paths(self) -> None:
        self.paths: dict[str, str] = {}
        names = {fold(each.path): each for each in self.others}
        for entry in self.entries:
            if entry.key not in self.slugs:
                continue
            there = self.there.get(entry.key)
            path = there.path if there else self._path(entry)
            if fold(path) in names:
                what = f"{entry.where} would be {path}, which is there and is none of this import"
                self.losses.append(Loss("conflict", what))
                del self.slugs[entry.key]
                continue
            self.paths[entry.key] = path

    def _path(self, entry: Entry) -> str:
        slug = self.slugs[entry.key]
        day = (
            f"{day_of(entry.date, self.home.zone)}-"
            if entry.date and entry.kind == "article"
            else ""
        )
        return posixpath.join(self.home.folder(entry.kind), f"{day}{slug}.md")

    # Tags and categories

    def _give_names(self) -> None:
        self.tags = self._unify("tags", [entry.tags for entry in self.entries])
        self.categories = self._unify(
            "category", [(entry.category,) if entry.category else () for entry in self.entries]
        )

    def _unify(self, what: str, named: Iterable[Iterable[str]]) -> dict[str, str]:
        """Of names with one address the one that is written: the site's own, else the most used."""
        own = {self.home.slugify(name): name for each in self.others for name in each.names(what)}
        counts = Counter(_one_name(name) for names in named for name in names)
        best: dict[str, str] = {}
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            best.setdefault(self.home.slugify(name), name)
        chosen = {}
        for name in sorted(counts):
            slug = self.home.slugify(name)
            chosen[name] = own.get(slug) or best[slug] if slug.strip("-") else ""
            if chosen[name] != name:
                instead = f"is written '{chosen[name]}', which has the same address"
                fault = instead if chosen[name] else "leaves no address, and is left out"
                kind = "tag" if what == "tags" else "category"
                self.losses.append(Loss("name", f"the {kind} '{name}' {fault}"))
        return chosen

    def _tags(self, entry: Entry) -> list[str]:
        names = (self.tags.get(_one_name(name), "") for name in entry.tags)
        return list(dict.fromkeys(filter(None, names)))

    def _category(self, entry: Entry) -> str:
        return self.categories.get(_one_name(entry.category), "")

    # Addresses

    def _addresses(self) -> dict[str, Entry]:
        """The entries by what a link to them may say."""
        known: dict[str, Entry] = {}
        for entry in self.entries:
            for url in entry.addresses:
                known.setdefault(_way(url), entry)
            number = entry.key.rpartition("/")[2]
            if number.isdecimal():
                known.setdefault(f"?p={number}", entry)
        return known

    def _aliases(self) -> dict[str, list[str]]:
        written = [entry for entry in self.entries if entry.key in self.paths]
        outputs = {
            fold(self.home.output(entry.kind, self.slugs[entry.key], entry.date))
            for entry in written
        }
        outputs |= {fold(self.home.output(each.kind, each.slug)) for each in self.others}
        days = [to_local(entry.date, self.home.zone) for entry in written if entry.date]
        tags = [name for entry in written for name in self._tags(entry)]
        outputs |= self.home.made(list(map(self._category, written)), tags, days)
        for each in self.others:
            for alias in each.front.get("aliases", "").split(","):
                outputs.add(fold(path_of(alias.strip())))
        self.claimed = outputs - {""}
        self.folders = {folder for path in self.claimed for folder in _above(path)}
        return {entry.key: list(self._aliases_of(entry)) for entry in written}

    def _aliases_of(self, entry: Entry) -> Iterator[str]:
        own = fold(self.home.output(entry.kind, self.slugs[entry.key], entry.date))
        seen: set[str] = set()
        for url in dict.fromkeys(entry.addresses):
            if _is_preview(url) and entry.status != "published":
                continue  # the address of what was never public
            alias, fault = read_alias(url, self.home.root)
            path = fold(path_of(alias)) if alias else ""
            if alias and (path == own or path in seen):
                continue
            fault = fault or self._taken(path)
            if fault:
                self._lose(entry, "address", f"{url} {fault}")
                continue
            seen.add(path)
            self.claimed.add(path)
            self.folders.update(_above(path))
            yield alias

    def _taken(self, path: str) -> str:
        if (
            path in self.claimed
            or self.home.reserves(path)
            or (
                re.search(r"(?:^|/)\d{1,3}/index\.html$", path)
                and f"{path.rsplit('/', 2)[0]}/index.html" in self.claimed
            )
        ):
            return "is where something else stands"
        if path in self.folders or self.claimed.intersection(_above(path)):
            return "does not fit among the site's files and folders"
        return ""

    # What a file says

    def _draft(self, entry: Entry) -> Draft:
        body = self._linked(entry)
        entry = replace(entry, pictures=tuple(self._led(each, entry) for each in entry.pictures))
        text = f"{self._front(entry)}\n{body}\n" if body.strip() else self._front(entry)
        losses = (*entry.losses, *self.told[entry.key])
        return Draft(self.paths[entry.key], text, entry, losses, self.there.get(entry.key))

    def _front(self, entry: Entry) -> str:
        zone, tags = self.home.zone, self._tags(entry)
        authors = [" ".join(name.split()) for name in entry.authors if name.strip()]
        is_ours = [name.casefold() for name in authors] in ([], [self.home.author.casefold()])
        modified = entry.modified if _is_later(entry.modified, entry.date) else None
        separator = "; " if any("," in name for name in (*tags, *authors)) else ", "
        lines = [
            ("Title", entry.title),
            ("Date", write_moment(entry.date, zone) if entry.date else ""),
            ("Modified", write_moment(modified, zone) if modified else ""),
            ("Category", self._category(entry) if entry.kind == "article" else ""),
            ("Tags", _joined(tags, separator) if entry.kind == "article" else ""),
            (
                "Authors" if len(authors) > 1 else "Author",
                "" if is_ours else _joined(authors, separator),
            ),
            ("Summary", entry.summary),
            *entry.fields,
            ("Slug", self.slugs[entry.key]),
            ("Id", entry.key),
            ("Aliases", ", ".join(self.aliases[entry.key])),
            ("Status", "" if entry.status == "published" else entry.status),
        ]
        return "".join(f"{key}: {value}\n" for key, value in lines if value)

    def _linked(self, entry: Entry) -> str:
        """The body, its links led to where their posts are now."""
        body = entry.body
        for match in reversed(list(MARK.finditer(body))):
            if match.group(1) == "l":
                link = entry.links[int(match.group(2))]
                to = self._target(entry, link)
                if to:
                    body = body[: match.start()] + to + body[match.end() :]
                else:
                    body = _unlink(body, match, link.href)
        return body

    def _led(self, picture: Picture, entry: Entry) -> Picture:
        """A picture that is a link, which leads to where that is now."""
        if not picture.to:
            return picture
        return replace(picture, to=self._target(entry, Link(picture.to)))

    def _target(self, entry: Entry, link: Link) -> str:
        """Where a link leads now; empty where it can lead nowhere."""
        try:
            parts = urlsplit(link.href)
            page = next((each for each in reversed(entry.addresses) if not _is_preview(each)), "")
            base = urljoin(f"{self.blog.url}/", page)
            url = urljoin(base, link.href) if self.blog.url or page else link.href
            whole = urlsplit(url)
        except ValueError:
            self._lose(entry, "link", link.href)
            return ""
        if parts.scheme not in ("", "http", "https"):
            return address(link.href)
        is_old = not parts.netloc or _host(parts.netloc) == _host(urlsplit(self.blog.url).netloc)
        if not is_old:
            if self.home.leads_nowhere(url):
                self._lose(entry, "link", url)
                return ""
            return address(url)
        found = self._found(entry, link, url)
        if isinstance(found, str):
            return found
        self._lose(entry, "link", link.href if link.key else url, address(url))
        if link.key:
            return ""  # it named a file of the old blog, which has no address by itself
        return address(url) if whole.scheme and not self.home.leads_nowhere(url) else ""

    def _found(self, entry: Entry, link: Link, url: str) -> str | None:
        target = self.by_key.get(link.key) if link.key else self.known.get(_way(url))
        if target is None or target.key not in self.paths:
            return None
        if target.status != "published" and entry.status == "published":
            return None
        fragment = link.fragment or urlsplit(url).fragment
        if fragment and fragment != "top" and not _has_place(target.body, fragment):
            self._lose(entry, "anchor", f"{link.href} leads to the beginning of that post now")
            fragment = ""
        return f"{{filename}}/{address(self.paths[target.key])}" + (
            f"#{fragment}" if fragment else ""
        )


def _has_place(body: str, name: str) -> bool:
    place = rf"(?:[{{:\s]#|\b(?:id|name)=[\"']?){re.escape(name)}(?![\w-])"
    return re.search(place, body) is not None


def make_slug(text: str) -> str:
    """A name that every disk and every address can have: letters, digits and hyphens."""
    text = unicodedata.normalize("NFC", unquote(text).lower())
    kept = (sign if unicodedata.category(sign)[0] in "LMN" or sign == "_" else "-" for sign in text)
    return unicodedata.normalize("NFC", re.sub("-+", "-", "".join(kept)).strip("-_"))


def _shorten(slug: str, most: int) -> str:
    short = slug.encode()[:most].decode(errors="ignore")
    return short if short == slug else (short.rpartition("-")[0] or short).strip("-_")


def _one_name(name: str) -> str:
    name = _HTML.sub("‹", clean(" ".join(name.split()))[0])
    return name.replace(";", ",")


def _joined(names: Sequence[str], separator: str) -> str:
    joined = separator.join(names)
    return f"{joined};" if separator == "; " and len(names) == 1 else joined


def _is_later(one: datetime | date | None, other: datetime | date | None) -> bool:
    """Whether a change came after the day, or a minute and more after the moment, of the date."""
    if one is None or other is None:
        return False
    if (
        isinstance(one, datetime)
        and isinstance(other, datetime)
        and bool(one.tzinfo) == bool(other.tzinfo)
    ):
        return (one - other).total_seconds() >= 60
    return one.isoformat()[:10] > other.isoformat()[:10]


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.").partition(":")[0]


def _is_preview(url: str) -> bool:
    return bool(urlsplit(url).query)


def _way(url: str) -> str:
    """What tells addresses apart: the path, or the number in a query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = parse_qs(parts.query)
    for name in ("p", "page_id"):
        if name in query:
            return f"?p={query[name][0]}"
    path = re.sub(r"(?:/index)?\.html?$", "", unquote(parts.path)).rstrip("/")
    return unicodedata.normalize("NFC", path.casefold()) or "/"


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _unlink(body: str, match: re.Match[str], href: str) -> str:
    """Take a link apart whose address leads nowhere: its words, and the address as code."""
    end = body.find(")", match.end()) + 1
    depth, at = 0, match.start() - 2  # at the bracket that ends its words
    while at >= 0:
        escaped = len(body[:at]) - len(body[:at].rstrip("\\"))
        if body[at] in "[]" and escaped % 2 == 0:
            depth += 1 if body[at] == "]" else -1
            if depth == 0:
                break
        at -= 1
    if at < 0 or not end or body[match.start() - 1] != "(":
        return body[: match.start()] + address(href) + body[match.end() :]
    words = body[at + 1 : match.start() - 2]
    return f"{body[:at]}{words} (`{href.replace('`', '%60')}`){body[end:]}"
