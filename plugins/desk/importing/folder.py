"""A folder of Hugo, Jekyll or Eleventy Markdown, as entries; what is no post is told.

Which of the three it is does not matter, but for the old addresses: those are Jekyll's where there
is a `_config.yml` or a `_posts`, Hugo's where there is its configuration, and else Eleventy's.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from ..settings import DeskError
from .dates import read_moment
from .escape import clean, inline
from .front import Document, FrontError, Value, read_document
from .home import Home
from .lesson import take_lesson
from .liquid import convert_body, resolve
from .record import Blog, Entry, Link, Loss, Notes, Picture

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_PASSED = {"node_modules", "_site", "public", "resources", "themes", "vendor", "archetypes",
           "layouts", "_layouts", "_includes", "_sass", "_data"}  # fmt: skip
_POSTS = {"_posts", "_drafts", "posts", "post", "blog", "articles", "rants"}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_CONFIGS = ("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml",
            "config.yaml", "config.json")  # fmt: skip
_STATIC = ("", "static", "assets", "src", "source", "content", "public", "src/assets")
_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
_CARRIED = {
    "title", "date", "publishdate", "pubdate", "lastmod", "modified", "updated", "last_modified_at",
    "category", "categories", "tags", "tag", "slug", "url", "permalink", "aliases", "redirect_from",
    "author", "authors", "summary", "description", "excerpt", "draft", "published", "status",
    "lang", "eleventyexcludefromcollections",
}  # fmt: skip
# Of these the layout of every post is one, and says nothing of it.
_SAYS_NOTHING = {"layout", "type", "weight", "toc", "comments", "math"}
_OURS = {"series": "Series", "question": "Question", "toot": "Toot", "bluesky": "Bluesky"}
_DEFAULT = "/:categories/:year/:month/:day/:title.html"
_STYLES = {"date": _DEFAULT, "pretty": "/:categories/:year/:month/:day/:title/",
           "ordinal": "/:categories/:year/:y_day/:title.html",
           "none": "/:categories/:title.html"}  # fmt: skip


def read_folder(folder: Path, home: Home) -> Blog:
    """Read every Markdown file below a folder. Raises `DeskError` where there is none."""
    reader = Reader(folder, home)
    entries = [entry for path in reader.files for entry in reader.read(path)]
    if not reader.files:
        raise DeskError(f"{folder}: holds no Markdown — name the folder that holds the posts")
    known = {name: entry.key for entry in entries for name in _names(entry)}
    linked = [_linked(entry, known) for entry in entries]
    return Blog(reader.url, tuple(linked), tuple(reader.losses))


@dataclass
class Reader:
    """One folder: its configuration, its files, what is told of none of its posts."""

    folder: Path
    home: Home
    losses: list[Loss] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.config = self._config()
        self.url = (self.config.say("baseURL", "url") if self.config else "").rstrip("/")
        self.url += (
            self.config.say("baseurl") if self.config and self.kind == "jekyll" else ""
        ).rstrip("/")
        self.files = sorted(self._walk())

    @property
    def kind(self) -> str:
        """Whose form the old addresses have."""
        if (self.folder / "_config.yml").is_file() or (self.folder / "_posts").is_dir():
            return "jekyll"
        if any(self.folder.glob("eleventy.config.*")) or any(self.folder.glob(".eleventy.*")):
            return "eleventy"
        is_hugo = (self.folder / "content").is_dir() or any(
            (self.folder / name).is_file() for name in _CONFIGS[2:]
        )
        return "hugo" if is_hugo else "eleventy"

    def _config(self) -> Document | None:
        for name in _CONFIGS:
            file = self.folder / name
            if file.is_file():
                fence = {".yml": "---", ".yaml": "---", ".toml": "+++"}.get(file.suffix, "")
                text = file.read_text(encoding="utf-8", errors="replace")
                text = re.sub(r"^---\s*$", "", text, flags=re.MULTILINE) if fence == "---" else text
                try:
                    return read_document(f"{fence}\n{text}\n{fence}\n" if fence else text)
                except FrontError as error:
                    self.losses.append(Loss("unread", str(error), line=error.line, path=str(file)))
        return None

    def _walk(self) -> Iterator[str]:
        for top, folders, names in os.walk(self.folder):
            folders[:] = sorted(
                each for each in folders if each not in _PASSED and not each.startswith(".")
            )
            for name in sorted(names):
                path = (Path(top) / name).relative_to(self.folder).as_posix()
                if name.endswith(MARKDOWN) and not (Path(top) / name).is_symlink():
                    yield path
                elif name.endswith((".html", ".adoc", ".org", ".rst", ".mdx", ".njk")) and _is_post(
                    path
                ):
                    self.losses.append(Loss("unread", path))

    def read(self, path: str) -> Iterator[Entry]:
        """The entry of one file; none where it is no post, which is told then."""
        file = self.folder / path
        try:
            text, removed = clean(file.read_bytes().decode("utf-8"))
            document = read_document(text)
        except UnicodeDecodeError:
            self.losses.append(Loss("entry", f"{path} is not UTF-8: save it so"))
            return
        except (FrontError, OSError) as error:
            line = getattr(error, "line", 0)
            self.losses.append(Loss("entry", f"{path} {error}", line=line, path=str(file)))
            return
        if document is None:
            self.losses.append(Loss("unread", f"{path} has no front matter"))
            return
        if PurePosixPath(path).name.startswith("_index."):
            self.losses.append(
                Loss("unread", f"{path} is the page of a section, which this site makes")
            )
            return
        if posixpath.splitext(path)[0] == "index" and not document.body.strip():
            self.losses.append(Loss("unread", f"{path} is the home page, which this site makes"))
            return
        yield Post(self, path, document, removed).entry()


@dataclass
class Post:
    """One file that becomes an entry."""

    reader: Reader
    path: str
    document: Document
    removed: int = 0
    notes: Notes = field(default_factory=Notes)

    @property
    def stem(self) -> str:
        """The name that says what it is: of the folder, where the file is its `index.md`."""
        name = posixpath.splitext(self.path)[0]
        if posixpath.basename(name) == "index" and posixpath.dirname(name):
            name = posixpath.dirname(name)
        return posixpath.basename(name)

    def entry(self) -> Entry:
        """The entry, with all that it could not take along."""
        say, notes = self.document.say, self.notes
        if self.removed:
            notes.lose("bytes", f"{self.removed} control characters, taken out")
        for name, line in self.document.twice:
            notes.lose("front", f"{self.path}:{line}: {name} stands twice; the first counts")
        dated = _DAY.fullmatch(self.stem)
        moment = self._date("date", "publishDate", "pubDate")
        if moment is None and dated:
            moment = read_moment(f"{dated[1]}-{dated[2]:0>2}-{dated[3]:0>2}")
        kind = "article" if moment or _is_post(self.path) or "posts" in self._tags() else "page"
        if say("type").lower() == "page":
            kind = "page"
        is_common = self.reader.kind != "jekyll"
        body = convert_body(self.document.body, notes, self._picture, interrupts=is_common)
        lesson = take_lesson(body, notes) if kind == "article" else None
        slug = say("slug") or (dated[4] if dated else self.stem)
        category, tags = self._terms()
        status, fields = self._status(), tuple(self._fields())
        key = posixpath.splitext(self.path)[0]
        summary = say("summary", "description", "excerpt")
        return Entry(
            key=key.removesuffix("/index"), kind=kind, where=self.path,
            title=say("title") or ("" if kind == "article" else _spoken(slug)),
            slug=slug, body=lesson.body if lesson else body, date=moment,
            modified=self._date("lastmod", "modified", "updated", "last_modified_at"),
            status=status, category=category, tags=tags, authors=self._texts("author", "authors"),
            summary=inline(clean(summary)[0]) if summary else "",
            addresses=tuple(self._addresses(slug, moment)), fields=fields,
            pictures=tuple(notes.pictures), links=tuple(notes.links), losses=tuple(notes.losses),
            has_lesson=bool(lesson and lesson.title),
        )  # fmt: skip

    def _date(self, *names: str) -> datetime | date | None:
        for name in names:
            value = self.document.find(name)
            moment = read_moment(value.text) if value else None
            if moment:
                return moment
            if value:
                self.notes.lose(
                    "front",
                    f"{self.path}:{value.line}: {name} '{value.text}' is no date — "
                    f"write 2026-11-23 09:00",
                )
        return None

    def _texts(self, *names: str) -> tuple[str, ...]:
        value = self.document.find(*names)
        if value is None:
            return ()
        return tuple(dict(value.parts).get("name", text) for text in (value.texts or (value.text,)))

    def _tags(self) -> list[str]:
        return [tag.lower() for tag in _split(self.document.find("tags", "tag"), self.reader.kind)]

    def _terms(self) -> tuple[str, tuple[str, ...]]:
        """The first category is the post's own, the others are tags."""
        find, kind = self.document.find, self.reader.kind
        names = _split(find("category"), "one") or _split(find("categories"), kind)
        tags = _split(find("tags", "tag"), kind)
        if kind == "eleventy":
            for each in [tag for tag in tags if tag.lower() in ("post", "posts")]:
                tags.remove(each)
                self.notes.lose(
                    "front",
                    f"{self.path}: the tag '{each}' names Eleventy's collection, and is left out",
                )
        if names[1:]:
            made = ", ".join(f"'{name}'" for name in names[1:])
            self.notes.lose("categories", f"its category is '{names[0]}'; made tags: {made}")
        return (names or [""])[0], tuple(dict.fromkeys([*tags, *names[1:]]))

    def _status(self) -> str:
        say = self.document.say
        is_draft = say("draft").lower() in _YES or say("published").lower() in _NO
        if is_draft or say("status").lower() == "draft" or "_drafts" in self.path.split("/"):
            return "draft"
        if say("eleventyExcludeFromCollections").lower() in _YES:
            return "hidden"
        return "published"

    def _fields(self) -> Iterator[tuple[str, str]]:
        for name, value in self.document.values.items():
            key = name.lower()
            if key in _CARRIED:
                continue
            text = clean(value.text)[0]
            if key in _OURS or key in self.reader.home.keys:
                yield _OURS.get(key, name), text
            elif text:
                kind = "usual" if key in _SAYS_NOTHING else "front"
                self.notes.lose(kind, f"{self.path}:{value.line}: {name} '{text}'")
        lang = self.document.say("lang")
        if lang:
            yield "Lang", lang.lower()

    def _picture(self, url: str) -> Picture | None:
        """The picture at an address: in the folder, or on the web."""
        if url.startswith("//"):
            url = f"https:{url}"
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        own = urlsplit(self.reader.url).netloc
        if parts.netloc and parts.netloc != own:
            return Picture(url) if parts.scheme in ("http", "https") else None
        root = self.reader.folder.resolve()
        for base in (
            [posixpath.dirname(self.path), *_STATIC] if not parts.path.startswith("/") else _STATIC
        ):
            name = posixpath.normpath(posixpath.join(base, resolve(parts.path, "")))
            file = (root / name).resolve()
            if not name.startswith("..") and file.is_file() and file.is_relative_to(root):
                return Picture(
                    f"/{name}",
                    file=file,
                    name=re.sub(r"^(?:static|assets|content|src|images)/", "", name),
                )
        return Picture(url) if parts.netloc else None

    def _addresses(self, slug: str, moment: datetime | date | None) -> Iterator[str]:
        """Its own address, where it had one, at last: those that led to it lie beside that."""
        own = list(self._own(slug, moment))
        beside = posixpath.dirname(own[0].rstrip("/")) if own and self.reader.kind == "hugo" else ""
        for name in ("aliases", "redirect_from"):
            for text in _split(self.document.find(name), "list"):
                yield (
                    text
                    if text.startswith("/")
                    else posixpath.normpath(f"{beside}/{text}")
                    + ("/" if text.endswith("/") else "")
                )
        yield from own

    def _own(self, slug: str, moment: datetime | date | None) -> Iterator[str]:
        if "_drafts" in self.path.split("/"):
            return  # it never had one
        written = self.document.say("url", "permalink")
        if written.lower() in _NO:
            return
        if written and "{{" in written:
            self.notes.lose("address", f"{written} is made by a template")
        elif written:
            yield self._filled(_STYLES.get(written, written), slug, moment)
        elif self.reader.kind == "jekyll":
            config = self.reader.config
            style = (config.say("permalink") if config else "") or "date"
            if moment or "_posts" in self.path:
                yield self._filled(_STYLES.get(style, style), slug, moment)
            else:
                is_folder = style.endswith("/") or style == "pretty"
                yield f"/{posixpath.splitext(self.path)[0]}{'/' if is_folder else '.html'}"
        else:
            yield self._by_folder(slug, moment)

    def _by_folder(self, slug: str, moment: datetime | date | None) -> str:
        name = posixpath.splitext(self.path)[0].removeprefix("content/").removeprefix("src/")
        if self.reader.kind == "eleventy" and name.split("/")[-2:-1] == [self.stem]:
            name = f"{posixpath.dirname(name)}/index"  # it has the name of its folder
        folder = posixpath.dirname(name.removesuffix("/index"))
        config = self.reader.config
        ways = config.find("permalinks") if config else None
        way = dict(ways.parts).get(folder.split("/")[0], "") if ways else ""
        if way.startswith("/"):
            return self._filled(way, slug, moment)
        last = slug if self.reader.kind == "hugo" else self.stem
        return f"/{posixpath.join(folder, last)}/"

    def _filled(self, way: str, slug: str, moment: datetime | date | None) -> str:
        """An address made of a template's words, as `/:year/:month/:title/`."""
        day = moment or date(1, 1, 1)
        categories = (
            "/".join(_split(self.document.find("categories", "category"), self.reader.kind))
            .lower()
            .replace(" ", "-")
        )
        words = {
            "year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}",
            "i_month": str(day.month), "i_day": str(day.day), "short_year": f"{day.year % 100:02}",
            "y_day": f"{day.timetuple().tm_yday:03}", "title": slug, "slug": slug,
            "filename": self.stem,
            "categories": categories, "section": self.path.removeprefix("content/").split("/")[0],
        }  # fmt: skip
        filled = re.sub(r":(\w+)", lambda match: words.get(match.group(1), match.group()), way)
        return re.sub("/+", "/", f"/{filled}")


def _spoken(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _is_post(path: str) -> bool:
    return bool(_POSTS & set(path.split("/")[:-1]))


def _split(value: Value | None, kind: str) -> list[str]:
    """The names in a value: a list, or a text, parted at commas, and by Jekyll at spaces."""
    if value is None:
        return []
    if value.is_list:
        names = list(value.texts)
    elif kind == "one":
        names = [value.text]
    else:
        names = value.text.split("," if "," in value.text or kind != "jekyll" else None)
    return [" ".join(name.split()) for name in names if name.strip()]


def _names(entry: Entry) -> Iterator[str]:
    """The names by which a text calls another: its path, with and without what surrounds it."""
    name = entry.key
    yield from (
        name,
        f"{name}.md",
        entry.where,
        name.removeprefix("content/"),
        f"{name.removeprefix('content/')}.md",
        posixpath.basename(name),
    )
    yield name.removeprefix("_posts/")


def _linked(entry: Entry, known: dict[str, str]) -> Entry:
    return replace(entry, links=tuple(_link(each, entry, known) for each in entry.links))


def _link(link: Link, entry: Entry, known: dict[str, str]) -> Link:
    """A link whose entry is found where it names a file."""
    name = link.key.partition(":")[2] if link.key else urlsplit(link.href).path
    if not link.key and (urlsplit(link.href).netloc or not name.endswith(MARKDOWN)):
        return link
    folder = posixpath.dirname(entry.where)
    for way in (resolve(name, folder), name.strip("/"), resolve(f"{name}.md", folder)):
        if way in known:
            return Link(link.href, known[way], link.fragment or urlsplit(link.href).fragment)
    return replace(link, key=link.key or name)  # it names a file, and there is none
