"""A web server on loopback that answers as it is told, well and badly, and notes what it is asked.

    with serving({"/post": page("<p>Hello")}) as server:
        server.routes["/old"] = redirect("/post")
        server.routes["/count"] = lambda request: json({"method": request.method})
        web = Web(agent="test", allow=frozenset({server.place}))
        assert web.get(server.url("/old")).body == b"<p>Hello"
        assert [request.path for request in server.requests] == ["/old", "/post"]

A route is a path, with its query or without; one with the query is preferred. What has no route
is answered with 404.
"""

from __future__ import annotations

import gzip
import json as json_
import socket
import ssl
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """What a client asked: `path` with the query, the headers' names in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def form(self) -> list[tuple[str, str]]:
        """The fields of a form, in order, empty ones too."""
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True)


@dataclass(frozen=True)
class Outgoing:
    """The connection to a client, and the event that ends a slow answer."""

    connection: socket.socket
    over: Event
    bodyless: bool = False

    def head(self, said: Response, *more: tuple[str, str]) -> None:
        """Send the status and the headers."""
        phrase = HTTPStatus(said.status).phrase if said.status in list(HTTPStatus) else "Odd"
        lines = [f"HTTP/1.1 {said.status} {phrase}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (*said.headers, *more)]
        self.connection.sendall("\r\n".join([*lines, "", ""]).encode())

    def send(self, data: bytes) -> None:
        """Send a piece of the body, but for HEAD."""
        if not self.bodyless:
            self.connection.sendall(data)


def _whole(out: Outgoing, said: Response) -> None:
    out.head(said, ("Content-Length", str(len(said.body))))
    out.send(said.body)


@dataclass(frozen=True)
class Response:
    """What the server answers; `way` says how it goes out."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    way: Callable[[Outgoing, Response], None] = _whole

    def saying(self, *headers: tuple[str, str], status: int = 0) -> Response:
        """The same with more headers, and another status."""
        return replace(self, headers=(*self.headers, *headers), status=status or self.status)


Route = Response | Callable[[Request], Response]


@dataclass
class Server:
    """A server that is up: its origin, what Web may allow, its routes, what it was asked."""

    origin: str
    place: str
    routes: dict[str, Route]
    requests: list[Request] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def url(self, path: str) -> str:
        """The address of a path here."""
        return self.origin + path

    def asked(self) -> list[str]:
        """Method and path of all requests, in order."""
        return [f"{request.method} {request.path}" for request in self.requests]

    def answer(self, request: Request) -> Response:
        """Note a request and find its answer."""
        self.requests.append(request)
        route = self.routes.get(request.path) or self.routes.get(request.path.partition("?")[0])
        if route is None:
            return page("<h1>Not here</h1>", status=404)
        return route if isinstance(route, Response) else route(request)


def page(html: str, *, status: int = 200) -> Response:
    """An HTML page."""
    return Response(html.encode(), status, (("Content-Type", "text/html; charset=utf-8"),))


def json(value: object, *, status: int = 200) -> Response:
    """JSON, as an API sends it."""
    body = json_.dumps(value, ensure_ascii=False).encode()
    return Response(body, status, (("Content-Type", "application/json; charset=utf-8"),))


def redirect(to: str, *, status: int = 302) -> Response:
    """The way to another address."""
    return Response(b"", status, (("Location", to),))


def zipped(said: Response) -> Response:
    """The same, with gzip."""
    return replace(said, body=gzip.compress(said.body, mtime=0)).saying(
        ("Content-Encoding", "gzip")
    )


def chunked(said: Response, *, size: int = 7) -> Response:
    """The same in chunks, with no length told before."""

    def way(out: Outgoing, said: Response) -> None:
        out.head(said, ("Transfer-Encoding", "chunked"))
        for start in range(0, len(said.body), size):
            piece = said.body[start : start + size]
            out.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        out.send(b"0\r\n\r\n")

    return replace(said, way=way)


def slow(said: Response, *, pause: float = 0.05) -> Response:
    """The same, a byte of the body after each pause of so many seconds."""

    def way(out: Outgoing, said: Response) -> None:
        out.head(said, ("Content-Length", str(len(said.body))))
        _drip(out, out.send, said.body, pause)

    return replace(said, way=way)


def silent() -> Response:
    """Nothing at all, until the server goes down."""
    return Response(way=lambda out, said: _wait(out))


def truncated(said: Response, *, at: int) -> Response:
    """The same, cut after so many bytes of the body."""

    def way(out: Outgoing, said: Response) -> None:
        out.head(said, ("Content-Length", str(len(said.body))))
        out.send(said.body[:at])

    return replace(said, way=way)


def reset(said: Response | None = None, *, at: int = 0) -> Response:
    """A connection that is reset: at once, or after so many bytes of the body of an answer."""

    def way(out: Outgoing, body: Response) -> None:
        if said is not None:
            out.head(said, ("Content-Length", str(len(said.body))))
            out.send(said.body[:at])
        linger = struct.pack("ii", 1, 0)  # zero seconds: what closes it sends RST
        out.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    return Response(way=way)


def huge(size: int, *, said: Response | None = None, told: bool = False) -> Response:
    """So many bytes, whose number is told before or not."""

    def way(out: Outgoing, said: Response) -> None:
        out.head(said, *([("Content-Length", str(size))] if told else []))
        piece = b" " * 65536
        for start in range(0, size, len(piece)):
            out.send(piece[: size - start])

    return replace(said or page(""), way=way)


def bomb(size: int) -> Response:
    """So many spaces as gzip packs them: about a thousandth of the bytes."""
    return zipped(page(" " * size))


def raw(data: bytes, *, pause: float = 0.0) -> Response:
    """These very bytes, the status line and all, at once or a byte after each pause."""

    def way(out: Outgoing, said: Response) -> None:
        if pause:
            _drip(out, out.connection.sendall, data, pause)
        else:
            out.connection.sendall(data)

    return Response(way=way)


@contextmanager
def serving(
    routes: Mapping[str, Route] | None = None,
    *,
    host: str = "127.0.0.1",
    name: str = "",
    context: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """Serve until the test is done, by TLS where there is a context, under a name if it has one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    http = type("Http", (_Http,), {"address_family": family})((host, 0), _Handler)
    place = f"{name or (f'[{host}]' if ':' in host else host)}:{http.server_port}"
    http.context = context
    http.told = Server(f"{'https' if context else 'http'}://{place}", place, dict(routes or {}))
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield http.told
    finally:
        http.told.over.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    context: ssl.SSLContext | None = None
    told: Server

    def finish_request(self, request: Any, client_address: Any) -> None:
        if not self.context:
            super().finish_request(request, client_address)
            return
        # Here, in the connection's own thread, so that no other has to wait for a handshake.
        with self.context.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close it and no more: a farewell would come before the reset that a test wants."""
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do(self) -> None:
        """Note the request, and answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        said = self.server.told.answer(Request(self.command, self.path, headers, body))
        self.close_connection = True
        said.way(Outgoing(self.connection, self.server.told.over, self.command == "HEAD"), said)

    do_GET = do_HEAD = do_POST = do  # noqa: N815  -- the names that the base class looks for

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; a test that fails says enough."""


def _drip(out: Outgoing, send: Callable[[bytes], None], data: bytes, pause: float) -> None:
    for code in data:
        if out.over.wait(pause):
            return
        send(bytes([code]))


def _wait(out: Outgoing) -> None:
    out.over.wait()
