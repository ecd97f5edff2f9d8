"""The web, as a guarded client reaches it: https, public addresses, small answers, in time.

Any address may come from a stranger: a page names its endpoint, a server where it has moved to. So
each is parsed once and looked up once, and the connection goes to the very address that was
checked, with the host's name in TLS and in Host. No proxy is asked, no cookie kept.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urljoin

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as SlowError
from urllib3.util import Url, parse_url

MOST_REDIRECTS = 3
PIECE = 65_536  # bytes read at a time
SHOWN = 200  # characters of an address that a message quotes

MOVED = frozenset({301, 302, 303, 307, 308})
MOVED_AS_IT_IS = frozenset({307, 308})  # others make a GET of a POST (RFC 9110, section 15.4)

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"{LABEL}(?:\.{LABEL})*")
NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")  # 0177.1 and 2130706433 are IPv4 to many

# IANA's registries of special-purpose addresses; Python 3.11 knows some of them only.
PRIVATE = [
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
UNICAST = ip_network("2000::/3")  # all of IPv6 that is given out
NAT64 = ip_network("64:ff9b::/96")  # ends in the IPv4 address that it stands for (RFC 6052)


class WebError(Exception):
    """No answer: `kind` is address, connection, time, redirect or size; the text says what."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Answer:
    """What a server said: its last address, the status, the headers in small letters, the body.

    A header that came twice has both values, parted by a comma; the body is unpacked.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Web:
    """A client that calls itself `agent`.

    An answer may take `seconds`, with all its redirects, and have `most` bytes, unpacked too.
    `allow` names "host:port" that may be reached by http and on a private address: for tests.
    """

    agent: str
    seconds: float = 10.0
    most: int = 2_000_000
    allow: frozenset[str] = frozenset()

    def get(self, url: str, *, accept: str = "", token: str = "", method: str = "GET") -> Answer:
        """Get what is there, after three redirects at most; raises `WebError`.

        The token goes to where `url` points only, and no further after a redirect elsewhere.
        """
        headers = {"Accept": accept} if accept else {}
        if token:
            if not re.fullmatch(r"[\x21-\x7e]+", token):
                raise WebError("address", f"{_shown(url)}: the token for it has odd characters")
            headers["Authorization"] = f"Bearer {token}"
        return self._follow(method, url, headers, None, MOVED)

    def head(self, url: str) -> Answer:
        """Get the headers alone, in the same way."""
        return self.get(url, method="HEAD")

    def post(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Post a form, and once more where 307 or 308 say so; raises `WebError`.

        Any other redirect is the answer.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        return self._follow("POST", url, headers, body, MOVED_AS_IT_IS)

    def _follow(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes | None,
        moved: frozenset[int],
    ) -> Answer:
        clock = _Clock(self.seconds)
        place = self._find(url, clock)
        seen = [place.url.url]
        while True:
            answer = self._ask(method, place, headers, body, clock)
            to = answer.headers.get("location", "").strip()
            if answer.status not in moved or not to:
                return answer
            there = self._find_next(seen, to, clock)
            if there.origin != place.origin:
                headers = {name: headers[name] for name in headers if name != "Authorization"}
            place = there

    def _find_next(self, seen: list[str], to: str, clock: _Clock) -> _Place:
        start = f"{_shown(seen[0])}: redirects"
        if len(seen) > MOST_REDIRECTS:
            raise WebError("redirect", f"{start} more than {MOST_REDIRECTS} times")
        try:
            place = self._find(_join(seen[-1], to), clock)
        except WebError as error:
            kind = "redirect" if error.kind == "address" else error.kind
            raise WebError(kind, f"{start} to {error}") from error
        if place.url.url in seen:
            raise WebError("redirect", f"{start} in a circle")
        seen.append(place.url.url)
        return place

    def _find(self, url: str, clock: _Clock) -> _Place:
        """Parse an address and look its host up, once; refuse what is not public."""
        parsed = _parse(url)
        place = _Place(parsed, f"{parsed.host}:{parsed.port or 443}" in self.allow)
        if fault := place.find_fault():
            raise WebError("address", f"{_shown(url)}: {fault}")
        with self._telling(url):
            found = _look_up(place.host, place.port, clock)
        private = [ip for _, (ip, *_) in found if not is_public(ip)]
        if private and not place.is_allowed:
            fault = f"leads to {private[0]}, which is no public address"
            raise WebError("address", f"{_shown(url)}: {fault}")
        return _Place(parsed, place.is_allowed, tuple(found))

    def _ask(
        self,
        method: str,
        place: _Place,
        headers: Mapping[str, str],
        body: bytes | None,
        clock: _Clock,
    ) -> Answer:
        url = place.url.url
        with self._telling(url), closing(self._connect(place, clock)) as sock:
            connection = HTTPConnection(place.host, place.port)
            connection.sock = _Wire(sock, clock)
            own = {
                "Host": place.url.netloc or "",
                "User-Agent": self.agent,
                "Accept-Encoding": "gzip",
                "Connection": "close",
            }
            to = place.url.request_uri
            connection.request(method, to, body, {**own, **headers}, preload_content=False)
            with closing(connection.getresponse()) as response:
                said = _headers(response)
                return Answer(url, response.status, said, self._read(said, response))

    def _connect(self, place: _Place, clock: _Clock) -> socket.socket:
        """Connect to one of the addresses that were checked, each given its share of the time."""
        for left in range(len(place.addresses), 0, -1):
            family, address = place.addresses[-left]
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(clock.left() / left)
                sock.connect(address)
                if place.url.scheme == "http":
                    return sock
                sock.settimeout(clock.left())
                return self._tls.wrap_socket(sock, server_hostname=place.host)
            except BaseException as error:
                sock.close()
                if left == 1 or not isinstance(error, OSError):
                    raise
        raise OSError("its host has no address")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _read(self, headers: Mapping[str, str], response: BaseHTTPResponse) -> bytes:
        pieces = _capped(_pieces(response), self.most)
        coding = headers.get("content-encoding", "").strip().lower()
        if coding in ("gzip", "x-gzip"):
            pieces = _capped(_unzipped(pieces), self.most)
        elif coding not in ("", "identity"):
            raise HTTPException(f"the answer is packed as {coding[:20]!r}, which was not asked for")
        return b"".join(pieces)

    @contextmanager
    def _telling(self, url: str) -> Iterator[None]:
        """Say in words what has gone wrong with an address."""
        try:
            yield
        except _LargeError:
            kind, fault = "size", f"the answer has more than {self.most:,} bytes"
        except (TimeoutError, SlowError):
            kind, fault = "time", f"no whole answer within {self.seconds:g} s"
        except (OSError, HTTPException, HTTPError, zlib.error) as error:
            kind, fault = "connection", _words(error)
        else:
            return
        raise WebError(kind, f"{_shown(url)}: {fault}")


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may have."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip in NAT64:
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip not in UNICAST:
            return False
    return not any(ip in network for network in PRIVATE)


_Address = tuple[int, tuple[Any, ...]]  # a family of `socket`, and the address as it takes it


@dataclass(frozen=True)
class _Place:
    """A parsed address, and the addresses of its host."""

    url: Url
    is_allowed: bool
    addresses: tuple[_Address, ...] = ()

    @property
    def host(self) -> str:
        return (self.url.host or "").strip("[]")

    @property
    def port(self) -> int:
        return self.url.port or 443

    @property
    def origin(self) -> tuple[str | None, str, int]:
        return self.url.scheme, self.host, self.port

    def find_fault(self) -> str:
        """Say why this can not be asked; nothing where it can."""
        if self.url.scheme != "https" and not (self.url.scheme == "http" and self.is_allowed):
            return "is no https address"
        if self.url.auth is not None:
            return "has a user's name in it — leave that out"
        if not _is_host(self.host):
            return "has no host that can be asked"
        if self.port != 443 and self.port < 1024 and not self.is_allowed:
            return f"has the port {self.port} — 443 can be asked, and those from 1024 up"
        return ""


class _Clock:
    """The time that is left for an answer."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Wire:
    """A connection whose every step ends in time: a byte now and then does not prolong it."""

    def __init__(self, sock: socket.socket, clock: _Clock) -> None:
        self._sock, self._clock = sock, clock

    def settimeout(self, seconds: float | None) -> None:
        """Leave it to the clock."""

    def close(self) -> None:
        """Leave it to the one who has opened it."""

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._clock.left())
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._sock, self._clock))


class _Incoming(io.RawIOBase):
    def __init__(self, sock: socket.socket, clock: _Clock) -> None:
        self._sock, self._clock = sock, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._clock.left())
        return self._sock.recv_into(buffer)


class _LargeError(Exception):
    """An answer is larger than allowed."""


def _parse(url: str) -> Url:
    """Parse an address, once for all: without its fragment, its path at least a slash."""
    try:
        parsed = parse_url(CONTROL.sub("", url))
        if parsed.scheme is None or parsed.host is None or CONTROL.search(url):
            raise ValueError(url)
    except (HTTPError, ValueError):
        raise WebError("address", f"{_shown(url)}: is no https address") from None
    host = parsed.host.removesuffix(".")
    return parsed._replace(host=host, path=parsed.path or "/", fragment=None)


def _join(url: str, to: str) -> str:
    try:
        return urljoin(url, to)
    except ValueError:
        raise WebError("address", f"{_shown(to)}: is no https address") from None


def _is_host(host: str) -> bool:
    """Whether it is a name, or an IP address in the usual form."""
    try:
        return not getattr(ip_address(host), "scope_id", None)
    except ValueError:
        return bool(NAME.fullmatch(host)) and not NUMBER.fullmatch(host)


def _look_up(host: str, port: int, clock: _Clock) -> list[_Address]:
    """Ask for the addresses of a host, in a thread: the system's own time for it is no limit."""
    found: list[list[_Address] | OSError] = []

    def ask() -> None:
        try:
            # As bytes, or Python would encode it in a way of its own.
            infos = socket.getaddrinfo(host.encode(), port, type=socket.SOCK_STREAM)
            found.append([(family, address) for family, _, _, _, address in infos])
        except OSError as error:
            found.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(clock.left())
    if not found:
        raise TimeoutError
    if isinstance(found[0], OSError):
        raise found[0]
    return found[0]


def _headers(response: BaseHTTPResponse) -> dict[str, str]:
    pairs = response.headers.itermerged()
    return {name.lower(): _utf8(value) for name, value in pairs if name.lower() != "set-cookie"}


def _utf8(value: str) -> str:
    """Read a header, which comes as Latin-1, as the UTF-8 that it is, if it is."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    while piece := response.read(PIECE, decode_content=False):
        yield piece


def _capped(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    left = most
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise _LargeError
        yield piece


def _unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip, a piece at a time, however much comes out of it; its end must be there."""
    unzip = None
    for piece in pieces:
        while piece:
            if unzip is None or unzip.eof:
                unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield unzip.decompress(piece, PIECE)
            piece = unzip.unconsumed_tail or unzip.unused_data
    if unzip is not None and not unzip.eof:
        raise IncompleteRead(b"")


def _words(error: BaseException) -> str:
    """Say what has gone wrong with a connection."""
    inner = [each for each in error.args if isinstance(each, BaseException)]
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate does not hold: {error.verify_message.rstrip('.')}"
        case ssl.SSLError():
            return f"TLS failed: {(error.reason or 'no reason given').replace('_', ' ').lower()}"
        case socket.gaierror():
            return "its host is not known"
        case ConnectionRefusedError():
            return "the connection was refused"
        case RemoteDisconnected():
            return "the connection was closed without an answer"
        case ConnectionError():
            return "the connection was broken off"
        case IncompleteRead():
            return "the answer broke off"
        case BadStatusLine():
            return "the answer is no HTTP"
        case zlib.error():
            return "the answer is no gzip, as which it is sent"
        case _ if inner:
            return _words(inner[0])
        case OSError(strerror=str() as text):
            return text[:1].lower() + text[1:]
    return str(error) or type(error).__name__


def _shown(url: str) -> str:
    """An address for a message: no password, no control characters, not endless."""
    url = re.sub(r"//[^/?#]*@", "//…@", url[: SHOWN + 1])
    text = "".join(char if char.isprintable() else "�" for char in url)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
