"""Where an address leads, seen from the site."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import quote, unquote, urljoin, urlsplit

NOBODY = "https://site.invalid"  # RFC 2606: stands in for a site that has no address yet
_SITEURL = re.compile(r"https?://[\w.-]+(?::\d{1,4})?(?:/[^?#]*)?")
_LOCAL = re.compile(r"(?:.*\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1?|::ffff:127\..*")
# Means the same wherever it stands in the site.
_WHOLE = re.compile(r"/(?!/)|(?:https?:)?//[^/?#]|mailto:", re.IGNORECASE)
_FOREIGN = re.compile(r"[a-z][a-z\d+.-]*:|//", re.IGNORECASE)  # what names a host or a scheme
_PLACE = re.compile(r"#[\w-]+", re.ASCII)  # a place in the document itself, plainly written
_EDGES = "".join(map(chr, range(33)))  # what a browser strips from an address (URL Standard, 4.4)


class Place(Enum):
    """The places an address can lead to."""

    HERE = "a path of the site"
    BESIDE = "the site's host, but not below the site's path"
    ELSEWHERE = "another host"
    MACHINE = "the machine of whoever reads"
    NOWHERE = "no place of the web, such as an address of mail"
    UNREADABLE = "no address"


@dataclass(frozen=True)
class Address:
    """An address as it was read: where it leads, and the path and fragment there, decoded."""

    place: Place
    host: str = ""
    path: str = ""
    fragment: str = ""
    absolute: bool = False


class Atlas:
    """Reads the addresses of one site, of which `siteurl` is "" where it has none.

    A path on the site's host that is not below the path of SITEURL is not the site's: another
    site may lie there, of which nothing is known.
    """

    def __init__(self, siteurl: str) -> None:
        self.siteurl = siteurl.rstrip("/") if _SITEURL.fullmatch(siteurl) else ""
        parts = urlsplit(self.siteurl or NOBODY)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._here = f"{self.origin}/"
        self.host = (parts.hostname or "").lower()
        self.port = _port(parts.port)
        self.root = unquote(parts.path) + "/"
        self._known: dict[str, Address] = {}
        self._starting: dict[str, dict[str, Address]] = {}

    def url(self, path: str) -> str:
        """The absolute address of the file at `path`; that of a folder's page is the folder."""
        name = path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path
        return f"{self.origin}{quote(self.root)}{quote(name, errors='surrogateescape')}"

    def read(self, url: str, base: str) -> Address:
        """Read an address that stands in the document at the absolute address `base`."""
        is_of_site = base.startswith(self._here) or not _FOREIGN.match(base)
        if is_of_site and url in self._known:
            return self._known[url]
        url, known = url.strip(_EDGES).replace("\\", "/"), self._starting_from(base)
        if is_of_site and _WHOLE.match(url):
            known, base = self._known, self._here
        if url not in known:
            if _PLACE.fullmatch(url):
                known[url] = replace(self.read("#", base), fragment=url[1:])
            else:
                known[url] = self._read_whole(url, base)
        return known[url]

    def _starting_from(self, base: str) -> dict[str, Address]:
        """What is known of addresses that start from `base`: of one document, then of the next."""
        if base not in self._starting:
            self._starting = {base: {}}
        return self._starting[base]

    def _read_whole(self, url: str, base: str) -> Address:
        try:
            return self._read(url, base)
        except ValueError:  # brackets and ports that no browser reads either
            return Address(Place.UNREADABLE)

    def _read(self, url: str, base: str) -> Address:
        written = urlsplit(url)
        if written.scheme == "localhost":  # a scheme to a browser, a slip of the writer's
            return Address(Place.MACHINE)
        if written.scheme not in ("", "http", "https"):
            return Address(Place.NOWHERE)
        parts = urlsplit(urljoin(base, url))
        host = (parts.hostname or "").lower()
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        absolute = bool(written.scheme and written.netloc)
        if (host, _port(parts.port)) == (self.host, self.port):
            if f"{path}/" == self.root or path.startswith(self.root):
                return Address(Place.HERE, host, path[len(self.root) :], fragment, absolute)
            return Address(Place.BESIDE, host, path, fragment, absolute)
        place = Place.MACHINE if _LOCAL.fullmatch(host) else Place.ELSEWHERE
        return Address(place, host, path, fragment, absolute)


def _port(port: int | None) -> int:
    """The port, where those of http and https, which lead to one another, are one."""
    return 443 if port in (None, 80, 443) else port
