"""Pictures from the web, by a guarded client: http and https, public addresses, small, in time.

A post's picture may be at any address, and a stranger may have written it. So each is looked up
once, every address of its host must be public, and the connection goes to the one that was checked.
No proxy is asked and no cookie kept; each step after a redirect is checked in the same way.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Any
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Url, parse_url

MOST_REDIRECTS = 5
_PIECE = 65_536
_MOVED = frozenset({301, 302, 303, 307, 308})
# IANA's registries of special-purpose addresses; Python 3.11 knows some of them only.
_PRIVATE = [
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
_UNICAST = ip_network("2000::/3")  # all of IPv6 that is given out
_NAT64 = ip_network("64:ff9b::/96")  # ends in the IPv4 address that it stands for (RFC 6052)


class FetchError(Exception):
    """No picture; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """A client: a picture may take `seconds`, redirects included, and have `most` bytes.

    `allow` names "host:port" that may be reached at a private address: for tests.
    """

    seconds: float = 30.0
    most: int = 40_000_000
    allow: frozenset[str] = frozenset()

    def get(self, url: str) -> bytes:
        """The bytes that are there. Raises `FetchError`."""
        end = time.monotonic() + self.seconds
        for _ in range(MOST_REDIRECTS + 1):
            with self._telling():
                answer = self._ask(_parse(url), end)
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer)
        raise FetchError(f"is redirected more than {MOST_REDIRECTS} times")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise FetchError(f"takes more than {self.seconds:g} s") from error
        except socket.gaierror as error:
            raise FetchError("its host is not known") from error
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            words = getattr(error, "strerror", None) or type(error).__name__
            raise FetchError(f"the connection failed ({words})") from error

    def _ask(self, url: Url, end: float) -> bytes | str:
        """The bytes, or where they have moved to."""
        with closing(self._connect(url, end)) as sock, _ending(sock, end):
            connection = HTTPConnection(url.host or "", url.port)
            connection.sock = sock
            headers = {"Host": url.netloc or "", "Accept": "image/*", "Connection": "close"}
            headers["Accept-Encoding"] = "identity"
            connection.request("GET", url.request_uri, headers=headers, preload_content=False)
            response = connection.getresponse()
            to = response.headers.get("location", "")
            if response.status in _MOVED and to:
                return str(to)
            if response.status != 200:
                raise FetchError(f"the server answers {response.status}")
            return self._read(response, end)

    def _read(self, response: BaseHTTPResponse, end: float) -> bytes:
        found = bytearray()
        while piece := response.read(_PIECE):
            found += piece
            if len(found) > self.most:
                raise FetchError(f"has more than {self.most:,} bytes")
        _left(end)  # a connection that was ended looks like an answer that came to its end
        return bytes(found)

    def _connect(self, url: Url, end: float) -> socket.socket:
        host = (url.host or "").strip("[]")
        port = url.port or (443 if url.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if f"{host}:{port}" not in self.allow:
            for _, _, _, _, (ip, *_) in found:
                if not is_public(str(ip)):
                    raise FetchError(f"leads to {ip}, which is no public address")
        error: OSError = TimeoutError()
        for family, _, _, _, place in found:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(_left(end))
                sock.connect(place)
                return (
                    self._tls.wrap_socket(sock, server_hostname=host)
                    if url.scheme == "https"
                    else sock
                )
            except OSError as fault:
                sock.close()
                error = fault
        raise error

    @cached_property
    def _tls(self) -> Any:
        return ssl.create_default_context()


@contextmanager
def _ending(sock: socket.socket, end: float) -> Iterator[None]:
    """End a connection when its time is over, however slowly it goes on till then."""
    other = socket.socket.dup(sock)  # the first is closed by whoever reads from it

    def stop() -> None:
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)

    timer = Timer(_left(end), stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        other.close()
        _left(end)


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may have."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip not in _UNICAST:
            return False
    return not any(ip in network for network in _PRIVATE)


def _parse(url: str) -> Url:
    try:
        parsed = parse_url(url)
    except HTTPError as error:
        raise FetchError("is no address") from error
    if parsed.scheme not in ("http", "https") or not parsed.host or parsed.auth:
        raise FetchError("is no plain http or https address")
    return parsed


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
