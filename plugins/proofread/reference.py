"""Where a link in a source leads, and what is wrong with that."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from .catalogue import Catalogue
from .links import Link
from .source import Source

_MARKS = ("filename", "static", "attach", "author", "category", "tag", "index")
_MARKED = re.compile(rf"[{{|]({'|'.join(_MARKS)})[}}|](.*)", re.DOTALL)
_LIKE_MARKED = re.compile(r"[{|](\w*)[}|]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_RUNS = {"javascript", "vbscript"}
_UNFINISHED = {"", "//", "http:", "http://", "https:", "https://", "mailto:"}
_HOST = re.compile(r"www\.[^/\s]+\.[^\s]+", re.IGNORECASE)
_MAIL = re.compile(r"[^@/?#\s]+@[^@/?#\s]+\.[^@/?#\s]+")
_AWAY = re.compile(r"https?://([A-Za-z0-9.-]+)(:[0-9]+)?(?=[/?#][!-~]*\Z|\Z)", re.IGNORECASE)
_HERE = {"localhost", "127.0.0.1", "0.0.0.0", "::1"}  # noqa: S104  -- looked for, not listened on
_WITHHELD = {
    "draft": "a draft",
    "skip": "a post that is skipped",
    "future": "a post dated ahead",
    "hidden": "a hidden post",
}


@dataclass(frozen=True)
class Reference:
    """One link in one source, judged by all that the site will have.

    In haste nothing that is like it is looked for, which takes long, and the remedy is not whole.
    """

    catalogue: Catalogue
    source: Source
    link: Link
    is_hasty: bool = False

    def fault(self) -> str:
        """What is wrong with it, and the remedy; empty when nothing is."""
        bare = re.sub(r"[\x00-\x20]", "", self.link.target)
        marked, scheme = _MARKED.match(self.link.target), _SCHEME.match(bare)
        like = marked or _LIKE_MARKED.match(self.link.target)
        if bare.lower() in _UNFINISHED:
            return f"leads nowhere — write the address, or take the {self.link.kind} out"
        if like and self.link.is_unresolved:
            return 'stays as it is in a srcset or without quotes — write src="…" or href="…"'
        if marked:
            return self._marked(marked.group(1), marked.group(2))
        if like:
            near = get_close_matches(like.group(1), _MARKS, n=1, cutoff=0.4)
            return f"begins with nothing that is known — write {{{(near or _MARKS)[0]}}}"
        if scheme and scheme.group(1).lower() == "data":
            return "holds what it leads to — put that in a file in content/ and write {static}/…"
        if scheme and scheme.group(1).lower() in _RUNS:
            return "runs in the reader's browser — write an address that begins with https://"
        if scheme and scheme.group(1).lower() == "file":
            return "lies on your own machine — put the file into content/ and write {static}/…"
        if scheme and _is_misspelt(scheme.group(1).lower()):
            return "begins with nothing that is known — write https://"
        try:
            return self._address(urlsplit(self.link.target))
        except ValueError:
            return "is no address — write one that begins with https:// or /"

    @property
    def target(self) -> Source | None:
        """The source that it leads to, by its name or by its address; None where it is none."""
        marked = _MARKED.match(self.link.target)
        if marked:
            return self.catalogue.sources.get(self._name(marked.group(2)))
        path = self._own_path(urlsplit(self.link.target))
        return self._standing(path.lstrip("/")) if path is not None else None

    @property
    def moved(self) -> Source | None:
        """The source that had its address before."""
        marked = _MARKED.match(self.link.target)
        path = "" if marked else self._own_path(urlsplit(self.link.target)) or ""
        old = {alias.path: alias.source for alias in self.catalogue.aliases}
        return next((old[way] for way in _ways(path.lstrip("/")) if way in old), None)

    @property
    def is_beyond(self) -> bool:
        """Whether it leads to another site, or to a source that is not read here."""
        marked = _MARKED.match(self.link.target)
        if marked:
            ending = posixpath.splitext(self._name(marked.group(2)))[1]
            return ending in self.catalogue.site.endings
        return self._own_path(urlsplit(self.link.target)) is None

    def _name(self, value: str) -> str:
        """The name of a file that is marked in a link."""
        path = unquote(urlsplit(value).path)
        name = path[1:] if path.startswith("/") else posixpath.join(self._folder, path)
        return posixpath.normpath(name)

    def _marked(self, what: str, value: str) -> str:
        if what in ("category", "tag", "author"):
            return self._named(what, unquote(value))
        if what == "index":
            return ""
        name = self._name(value)
        if what == "filename":
            return self._source(name)
        if name in self.catalogue.files:
            return "" if name not in self.catalogue.sources else "is a post — write {filename}"
        return f"leads to no file — {self._nearest(name, self._others, what)}"

    def _source(self, name: str) -> str:
        source, site = self.catalogue.sources.get(name), self.catalogue.site
        if source:
            return self._withheld(source)
        if name not in self.catalogue.files:
            return f"leads to no file — {self._nearest(name, self.catalogue.sources, 'filename')}"
        is_source = site.kind(name) and posixpath.splitext(name)[1] in site.endings
        return "" if is_source or site.is_static(name) else "leads to no post — write {static}"

    @property
    def _others(self) -> list[str]:
        files, site = self.catalogue.files, self.catalogue.site
        return [name for name in files if not site.is_markdown(name)]

    @property
    def _folder(self) -> str:
        return posixpath.dirname(self.source.name)

    def _nearest(self, name: str, names: Iterable[str], what: str) -> str:
        if self.is_hasty:
            return ""
        if name.startswith("../"):
            return "put the file into content/, and mend the path"
        known = sorted(names)
        stems = {_stem(each): each for each in reversed(known)}
        same = [each for each in known if posixpath.basename(each) == posixpath.basename(name)]
        near = same or [stems[stem] for stem in get_close_matches(_stem(name), stems, 1, 0.75)]
        return f"write {{{what}}}/{near[0]}" if near else f"put {name} into content/, or mend it"

    def _named(self, what: str, name: str) -> str:
        known = {"category": self.catalogue.categories, "tag": self.catalogue.tags}.get(what)
        if known is None or name in known:
            return ""
        slugify = self.catalogue.site.slugify
        if slugify(name) in map(slugify, known):
            return ""
        near = [] if self.is_hasty else get_close_matches(name, known, n=1)
        return f"names no {what} that a post has — write {near[0] if near else 'one that is used'}"

    def _address(self, parts: SplitResult) -> str:
        if (parts.hostname or "") in _HERE:
            return "leads to your own machine — write the address that readers have"
        path = self._own_path(parts)
        return "" if path is None else self._internal(path)

    def _own_path(self, parts: SplitResult) -> str | None:
        """Below the site's root the path of an address; None where it leads out of the site."""
        scheme, host, path = parts.scheme, parts.netloc, parts.path
        own = urlsplit(str(self.catalogue.site.settings.get("SITEURL") or ""))
        is_own = scheme in ("http", "https", "") and host.lower() == own.netloc.lower()
        if not (is_own or (not scheme and not host)) or not (host or path):
            return None
        if host or path.startswith("/"):
            root = own.path.rstrip("/")
            if not f"{path}/".startswith(f"{root}/"):
                return None  # on the same host, but outside this site
            path = path.removeprefix(root) or "/"
        return unquote(urljoin(f"/{self.source.url}", path))

    def _internal(self, path: str) -> str:
        """A path below the site's root: there must be a page or a file at its end."""
        name = path.lstrip("/")
        place = self._place(name)
        if place is not None:
            return place
        if not self.link.is_loaded and self._whole:
            return f"leads to no page of this site — write {self._whole}"
        ending = posixpath.splitext(name)[1]
        if ending in self.catalogue.site.endings and ending not in (".html", ".htm"):
            remedy = self._nearest(name, self.catalogue.sources, "filename")
            return f"is the name of a source — {remedy}"
        if self.link.is_loaded:
            written = posixpath.join("/", self._folder, unquote(self.link.target)).lstrip("/")
            remedy = self._nearest(written, self._others, "static")
            return f"is no {self.link.kind} of this site — {remedy}"
        if ending not in ("", ".html", ".htm"):
            return ""  # a feed, a calendar: what else there is, the audit of the output knows
        return f"leads to no page of this site — {self._nearest_page(path)}"

    @property
    def _whole(self) -> str:
        """The address of another site, or of mail, that was written without its beginning."""
        target = self.link.target
        if _HOST.fullmatch(target):
            return f"https://{target}"
        return f"mailto:{target}" if _MAIL.fullmatch(target) else ""

    def _place(self, name: str) -> str | None:
        standing, ways = self._standing(name), _ways(name)
        if standing:
            return self._withheld(standing)
        if any(way in self.catalogue.outputs for way in ways):
            return ""
        if any(way in self.catalogue.old for way in ways):
            return ""
        if name.startswith(f"{self.catalogue.site.settings['THEME_STATIC_DIR']}/"):
            return ""  # the theme's own, which the audit of the output knows
        if any(fnmatchcase(name, pattern.lstrip("/")) for pattern in self.catalogue.site.own.paths):
            return ""
        return None

    def _standing(self, name: str) -> Source | None:
        """The source whose page stands at a path, or will when it is withheld no more."""
        outputs, later, ways = self.catalogue.outputs, self.catalogue.later, _ways(name)
        places = [outputs[way] for way in ways if way in outputs]
        withheld = [later[way] for way in ways if way in later]
        return places[0].source if places else next(iter(withheld), None)

    def _nearest_page(self, path: str) -> str:
        if self.is_hasty:
            return ""
        pages = {
            f"/{place.path.removesuffix('index.html')}"
            for place in self.catalogue.outputs.values()
            if place.path.endswith((".html", ".htm")) and place.path != "404.html"
            if place.source is None or place.source.status == "published"
            if place.source is not self.source
        }
        near = get_close_matches(path, sorted(pages), n=1, cutoff=0.8)
        if near:
            return f"write {near[0]}"
        takes_any_page = self.link.kind != "line"
        return f"mend it, or {'name it in PROOFREAD_PATHS' if takes_any_page else 'take it out'}"

    def _withheld(self, target: Source | None) -> str:
        if target is None or target.status not in _WITHHELD or target is self.source:
            return ""
        if self._may_lead_to(target):
            return ""
        kind = _WITHHELD[target.status]
        return f"leads to {kind}, {target.path} — publish that, or take the {self.link.kind} out"

    def _may_lead_to(self, target: Source) -> bool:
        """Whether readers of this source can see what is withheld from others."""
        own = self.source
        if own.status == "future" and own.moment and target.moment:
            return target.status == "future" and target.moment <= own.moment
        return own.is_draft or own.status == target.status == "hidden"


def leads_away(target: str, siteurl: str) -> bool:
    """Whether a target is plainly the address of another site, of which nothing is known here."""
    match = _AWAY.match(target)
    if not match:
        return False
    host, port = match.groups(default="")
    with suppress(ValueError):
        own = urlsplit(siteurl).netloc.lower()
        return host.lower() not in _HERE and f"{host}{port}".lower() != own
    return False


def _ways(name: str) -> tuple[str, ...]:
    """The paths of the output that an address may mean."""
    ways = (name, posixpath.join(name, "index.html"), f"{name.rstrip('/')}/index.html")
    return tuple(way.lstrip("/") for way in ways)


def _is_misspelt(scheme: str) -> bool:
    known = ("http", "https")
    return scheme not in known and bool(get_close_matches(scheme, known, n=1, cutoff=0.8))


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]
