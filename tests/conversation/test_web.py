"""The guarded client: what it never asks, what it does not wait for, and what it tells."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversation.web import Answer, Web, WebError, is_public
from tests.conversation.server import (
    Request,
    Response,
    Route,
    Server,
    bomb,
    chunked,
    huge,
    page,
    raw,
    redirect,
    reset,
    serving,
    silent,
    slow,
    truncated,
    zipped,
)

PUBLIC = "93.184.215.14"
TOKEN = "t0k-en.~+/="  # noqa: S105  -- it opens nothing
GZIPPED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
LONG = page("x" * 2000)  # a hundred seconds, at twenty bytes a second


class ReachedError(AssertionError):
    """Something was reached that had to be left alone."""


@pytest.fixture(scope="module")
def shared() -> Iterator[Server]:
    """One server for all tests of this file."""
    with serving() as running:
        yield running


@pytest.fixture
def server(shared: Server) -> Server:
    """The server, without routes and notes."""
    shared.routes.clear()
    shared.requests.clear()
    return shared


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that a connection was tried to; none comes about."""
    tried: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


class Names:
    """A name server: each lookup of a name takes its next answer, the last one stays."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, host: bytes, port: int, **_: Any) -> list[Any]:
        name = host.decode("ascii")
        self.asked.append(name)
        answers = self.answers.get(name)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        families = [socket.AF_INET6 if ":" in ip else socket.AF_INET for ip in found]
        return [
            (family, socket.SOCK_STREAM, 6, "", (ip, port))
            for family, ip in zip(families, found, strict=True)
        ]


def names(monkeypatch: pytest.MonkeyPatch, **answers: list[list[str]]) -> Names:
    """Stand in for DNS: `blog` is blog.example."""
    found = Names({f"{name}.example": found for name, found in answers.items()})
    monkeypatch.setattr(socket, "getaddrinfo", found)
    return found


def web(*allowed: Server, seconds: float = 10.0, most: int = 2_000_000) -> Web:
    """A client that may reach these servers."""
    places = frozenset(server.place for server in allowed)
    return Web(agent="End Rant", seconds=seconds, most=most, allow=places)


def refusal(client: Web, url: str) -> tuple[str, str]:
    """Kind and words of what is told instead of an answer."""
    with pytest.raises(WebError) as told:
        client.get(url)
    return told.value.kind, str(told.value)


# What is never asked.


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", ": is no https address"),
        ("blog", "blog: is no https address"),
        ("//blog.example/", "//blog.example/: is no https address"),
        ("https://", "https://: is no https address"),
        ("https:///path", "https:///path: is no https address"),
        ("https:blog.example", "https:blog.example: is no https address"),
        ("http://blog.example/", "http://blog.example/: is no https address"),
        ("http://blog.example:443/", "http://blog.example:443/: is no https address"),
        ("ftp://blog.example/", "ftp://blog.example/: is no https address"),
        ("file:///etc/passwd", "file:///etc/passwd: is no https address"),
        ("gopher://blog.example/", "gopher://blog.example/: is no https address"),
        ("https://a b.example/", "https://a b.example/: is no https address"),
        ("https://blog.example:99999/", "https://blog.example:99999/: is no https address"),
        ("https://blog.example:x/", "https://blog.example:x/: is no https address"),
        ("https://blog.example/\r\nX: y", "https://blog.example/��X: y: is no https address"),
        ("https://bl\tog.example/", "https://bl�og.example/: is no https address"),
        ("https://blog.example/\0", "https://blog.example/�: is no https address"),
        ("https://me@blog.example/", "https://…@blog.example/: has a user's name in it"),
        ("https://me:word@blog.example/", "https://…@blog.example/: has a user's name in it"),
        ("https://2130706433/", "https://2130706433/: has no host that can be asked"),
        ("https://0x7f000001/", "https://0x7f000001/: has no host that can be asked"),
        ("https://0x7f.1/", "https://0x7f.1/: has no host that can be asked"),
        ("https://0177.0.0.1/", "https://0177.0.0.1/: has no host that can be asked"),
        ("https://127.1/", "https://127.1/: has no host that can be asked"),
        ("https://127.0.0.1.5/", "https://127.0.0.1.5/: has no host that can be asked"),
        ("https://256.1.1.1/", "https://256.1.1.1/: has no host that can be asked"),
        ("https://[fe80::1%25lo]/", "https://[fe80::1%25lo]/: has no host that can be asked"),
        ("https://blog..example/", "https://blog..example/: has no host that can be asked"),
        ("https://-blog.example/", "https://-blog.example/: has no host that can be asked"),
        ("https://./", "https://./: has no host that can be asked"),
        ("https://a%00b.example/", "https://a%00b.example/: is no https address"),
        ("https://blog.example:22/", "https://blog.example:22/: has the port 22"),
        ("https://blog.example:80/", "https://blog.example:80/: has the port 80"),
        ("https://blog.example:1023/", "https://blog.example:1023/: has the port 1023"),
    ],
)
def test_odd_addresses_are_refused(
    url: str, fault: str, monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    """What is no plain https address is refused before its host is looked up."""
    found = names(monkeypatch, blog=[[PUBLIC]])

    kind, words = refusal(web(), url)

    remedy = {
        "has a user's name in it": " — leave that out",
        "has the port": " — 443 can be asked, and those from 1024 up",
    }
    more = [text for start, text in remedy.items() if start in fault]
    assert (kind, words) == ("address", fault + "".join(more))
    assert (found.asked, connected) == ([], [])


@pytest.mark.parametrize(
    ("url", "asked", "address"),
    [
        ("https://blog.example", "blog.example", (PUBLIC, 443)),
        ("HTTPS://BLOG.Example./", "blog.example", (PUBLIC, 443)),
        ("https://blog.example:443/", "blog.example", (PUBLIC, 443)),
        ("https://blog.example:1024/", "blog.example", (PUBLIC, 1024)),
        ("https://blog.example:8443/", "blog.example", (PUBLIC, 8443)),
        ("https://@blog.example/", "blog.example", (PUBLIC, 443)),
        ("https://blog.example\\@127.0.0.1/", "blog.example", (PUBLIC, 443)),
        ("https://blog.example#@127.0.0.1/", "blog.example", (PUBLIC, 443)),
        ("https://blog.example?@127.0.0.1/", "blog.example", (PUBLIC, 443)),
        ("https://bücher.example/", "xn--bcher-kva.example", (PUBLIC, 443)),
        ("https://faß.example/", "xn--fa-hia.example", (PUBLIC, 443)),
    ],
)
def test_the_host_that_is_read_is_asked(
    url: str,
    asked: str,
    address: tuple[str, int],
    monkeypatch: pytest.MonkeyPatch,
    connected: list[Any],
) -> None:
    """What is looked up and reached is the host that a browser would read in the address."""
    found = names(monkeypatch, **{asked.removesuffix(".example"): [[PUBLIC]]})

    kind, words = refusal(web(), url)

    assert (kind, words.rpartition(": ")[2]) == ("connection", "the connection was refused")
    assert (found.asked, connected) == ([asked], [address])


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  -- nothing is bound to it
        *("0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1"),
        *("127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8"),
        *("192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255"),
        *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
        *("64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1", "2001::1"),
        *("2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1"),
        *("fd12:3456::1", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "ff0e::1"),
    ],
)
def test_private_addresses_are_refused(
    address: str, monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    """A host at an address that is not everybody's is not reached, by a name or by the number."""
    names(monkeypatch, blog=[[address]])

    told = refusal(web(), "https://blog.example/")

    fault = f"https://blog.example/: leads to {address}, which is no public address"
    assert told == ("address", fault)
    assert connected == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "localhost.", "[::7f00:1]"])
def test_this_machine_is_refused(host: str, connected: list[Any]) -> None:
    """What the system itself looks up is checked as well."""
    kind, words = refusal(web(), f"https://{host}/")

    assert (kind, words.rpartition(", ")[2]) == ("address", "which is no public address")
    assert connected == []


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"),
        *("172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "223.255.255.255"),
        *("2001:200::1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::101:101"),
    ],
)
def test_public_addresses_are_public(address: str) -> None:
    """The neighbours of private ranges are everybody's, and IPv4 is reached by NAT64."""
    assert is_public(address)


@given(ip=st.ip_addresses())
def test_nothing_is_public_that_python_knows_as_private(ip: IPv4Address | IPv6Address) -> None:
    """What Python's own table calls not global is never reached."""
    assert ip.is_global or not is_public(str(ip))


@given(ip=st.ip_addresses(v=4))
def test_an_address_within_an_address_is_no_way_round(ip: IPv4Address) -> None:
    """NAT64 is as public as what it stands for; IPv4 in other clothes never is."""
    number = int(ip)
    forms = ["::", "::ffff:0:0", "64:ff9b:1::", "2001::"]

    assert is_public(str(IPv6Address(int(IPv6Address("64:ff9b::")) + number))) == is_public(str(ip))
    assert not any(is_public(str(IPv6Address(int(IPv6Address(f)) + number))) for f in forms)
    assert not is_public(str(IPv6Address((0x2002 << 112) + (number << 80) + 1)))


@pytest.mark.parametrize("found", [[PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::1"]])
def test_one_private_address_is_enough(
    found: list[str], monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    """A name with a public and a private address is refused, whichever comes first."""
    names(monkeypatch, blog=[found])

    kind, _ = refusal(web(), "https://blog.example/")

    assert (kind, connected) == ("address", [])


def test_the_checked_address_is_reached(
    monkeypatch: pytest.MonkeyPatch, connected: list[Any]
) -> None:
    """A name whose second lookup would give a private address is looked up once."""
    found = names(monkeypatch, blog=[[PUBLIC], ["127.0.0.1"]])

    told = refusal(web(), "https://blog.example/")

    assert told == ("connection", "https://blog.example/: the connection was refused")
    assert (found.asked, connected) == (["blog.example"], [(PUBLIC, 443)])


def test_only_what_is_allowed_may_be_private(server: Server) -> None:
    """Another port of an allowed host is refused, and http elsewhere too."""
    server.routes["/"] = page("hello")

    with serving({"/": page("secret")}) as other:
        assert web(server).get(server.url("/")).body == b"hello"
        assert refusal(web(server), other.url("/"))[0] == "address"
        assert refusal(web(server), other.url("/").replace("http:", "https:"))[0] == "address"
        assert other.requests == []


@given(url=st.text() | st.text().map("https://{}".format) | st.from_regex(r"https?://.*"))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    """Whatever text comes as an address, `WebError` tells of it, and nothing private is reached."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.1", 443))])
        patch.setattr(socket.socket, "connect", _never)

        kind, words = refusal(web(), url)

    assert kind == "address"
    assert words.rpartition(": ")[2] != ""


def _never(*_: Any) -> None:
    raise ReachedError


# Where it follows to.


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_redirects_are_followed(status: int, method: str, server: Server) -> None:
    """Three are, by the same method, relative ones too; the answer names where it came from."""
    server.routes |= {
        "/a/1": redirect("2?x=1", status=status),
        "/a/2": redirect(server.url("/a/b/../3"), status=status),
        "/a/3": redirect("/fin#part", status=status),
        "/fin": page("there"),
    }

    answer = web(server).get(server.url("/a/1#mine"), method=method)

    assert answer.url == server.url("/fin")
    assert answer.body == (b"there" if method == "GET" else b"")
    assert server.asked() == [f"{method} {path}" for path in ("/a/1", "/a/2?x=1", "/a/3", "/fin")]


def test_a_fourth_redirect_is_not(server: Server) -> None:
    """Three are enough; the fault names where they began."""
    server.routes |= {f"/{step}": redirect(f"/{step + 1}") for step in range(1, 9)}

    told = refusal(web(server), server.url("/1"))

    assert told == ("redirect", f"{server.url('/1')}: redirects more than 3 times")
    assert server.asked() == ["GET /1", "GET /2", "GET /3", "GET /4"]


@pytest.mark.parametrize("to", ["/1", "/2", "#part"])
def test_a_circle_ends(to: str, server: Server) -> None:
    """A page is not asked twice on one way."""
    server.routes |= {"/1": redirect("/2"), "/2": redirect(to)}

    told = refusal(web(server), server.url("/1"))

    assert told == ("redirect", f"{server.url('/1')}: redirects in a circle")
    assert server.asked() == ["GET /1", "GET /2"]


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("https://127.0.0.1/", "leads to 127.0.0.1, which is no public address"),
        ("//127.0.0.1:1/", "is no https address"),
        ("http://blog.example/", "is no https address"),
        ("ftp://blog.example/", "is no https address"),
        ("javascript:alert(1)", "is no https address"),
        ("https://[/", "is no https address"),
        ("https://me:word@blog.example/", "has a user's name in it — leave that out"),
        ("https://2130706433/", "has no host that can be asked"),
        ("https://blog.example/" + "x" * 9000, "leads to 10.0.0.1, which is no public address"),
    ],
)
def test_redirects_elsewhere_are_checked(
    to: str, fault: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step has to be what the first has to be; a fault names both ends, and no password."""
    server.routes["/"] = redirect(to)
    found = names(monkeypatch, blog=[["10.0.0.1"]])
    found.answers["127.0.0.1"] = [["127.0.0.1"]]

    told = refusal(web(server), server.url("/"))

    shown = to.replace("me:word", "…") if len(to) < 200 else f"{to[:200]}…"
    shown = f"http:{to}" if to.startswith("//") else shown
    assert told == ("redirect", f"{server.url('/')}: redirects to {shown}: {fault}")


def test_a_redirect_without_an_address_is_the_answer(server: Server) -> None:
    """302 and no Location, or 304, says no more than it says."""
    server.routes |= {"/302": page("where", status=302), "/304": redirect("/302", status=304)}

    answers = [web(server).get(server.url(path)) for path in ("/302", "/304")]

    assert [(answer.status, answer.body) for answer in answers] == [(302, b"where"), (304, b"")]


def test_a_redirect_may_be_utf8(server: Server) -> None:
    """An address that is not encoded is read as UTF-8, and asked encoded."""
    server.routes |= {"/": redirect("/café au lait"), "/caf%C3%A9%20au%20lait": page("ah")}

    answer = web(server).get(server.url("/"))

    assert (answer.url, answer.body) == (server.url("/caf%C3%A9%20au%20lait"), b"ah")


def test_an_address_without_a_path_has_one(server: Server) -> None:
    """What a page links to relatively can be joined to the address of the answer."""
    server.routes["/"] = page("front")

    assert web(server).get(server.origin).url == server.url("/")


def test_a_token_stays_where_it_belongs(server: Server) -> None:
    """It goes along to the same server; not to another port, and not back from there."""
    with serving() as other:
        server.routes |= {"/1": redirect("/2"), "/2": redirect(other.url("/3"))}
        server.routes["/4"] = page("back")
        other.routes["/3"] = redirect(server.url("/4"))

        answer = web(server, other).get(server.url("/1"), token=TOKEN, accept="text/html")

        asked = [*server.requests[:2], *other.requests, *server.requests[2:]]
    assert answer.body == b"back"
    assert [request.headers.get("authorization") for request in asked] == [
        *(f"Bearer {TOKEN}", f"Bearer {TOKEN}", None, None)
    ]
    assert {request.headers["accept"] for request in asked} == {"text/html"}


@pytest.mark.parametrize("token", ["se cret", "secret\r\nX: y", "sécret", "secret\n"])
def test_an_odd_token_is_not_told(token: str, server: Server) -> None:
    """A token that no header may carry is refused without being printed."""
    with pytest.raises(WebError) as told:
        web(server).get(server.url("/"), token=token)

    fault = f"{server.url('/')}: the token for it has odd characters"
    assert (told.value.kind, str(told.value)) == ("address", fault)
    assert server.requests == []


def test_no_cookie_is_kept(server: Server) -> None:
    """What a server wants remembered is neither sent back nor handed on."""
    set_cookie = ("Set-Cookie", "who=you")
    server.routes |= {"/": redirect("/2").saying(set_cookie), "/2": page("").saying(set_cookie)}

    answer = web(server).get(server.url("/"))

    assert "set-cookie" not in answer.headers
    assert ["cookie" in request.headers for request in server.requests] == [False, False]


def test_no_proxy_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the host up by itself, unchecked."""
    server.routes["/"] = page("itself")

    with serving({"/": page("proxy")}) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.origin)
        monkeypatch.setenv("no_proxy", "")

        assert web(server).get(server.url("/")).body == b"itself"


@pytest.mark.parametrize(("status", "again"), [(307, 2), (308, 2), (301, 1), (302, 1), (303, 1)])
def test_a_form_is_posted_again_only_where_it_stays_a_form(
    status: int, again: int, server: Server
) -> None:
    """307 and 308 keep method and body; what would make a GET of it is the answer itself."""
    fields = {
        "source": "https://blog.example/ä?a=1&b=2",
        "target": "https://you.example/+",
        "e": "",
    }
    server.routes |= {"/end?query=yes": redirect("/new", status=status), "/new": page("accepted")}

    answer = web(server).post(server.url("/end?query=yes"), fields)

    assert server.asked() == ["POST /end?query=yes", "POST /new"][:again]
    assert [dict(request.form) for request in server.requests] == [fields] * again
    assert {request.headers["content-type"] for request in server.requests} == {
        "application/x-www-form-urlencoded"
    }
    assert (answer.status, answer.body) == ((200, b"accepted") if again == 2 else (status, b""))


def test_a_form_is_not_posted_to_a_private_address(server: Server) -> None:
    """A form's redirects are checked as a page's are."""
    with serving() as inside:
        server.routes["/"] = redirect(inside.url("/"), status=307)

        with pytest.raises(WebError) as told:
            web(server).post(server.url("/"), {"source": "a"})

        assert (told.value.kind, inside.requests) == ("redirect", [])


# What it hears.


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_says_who_asks(method: str, server: Server) -> None:
    """A request carries these headers and no other."""
    server.routes["/"] = page("")

    web(server).get(server.url("/"), accept="application/json", method=method)

    assert [request.headers for request in server.requests] == [
        {
            "host": server.place,
            "user-agent": "End Rant",
            "accept": "application/json",
            "accept-encoding": "gzip",
            "connection": "close",
        }
    ]


@pytest.mark.parametrize("status", [200, 201, 204, 400, 401, 404, 410, 429, 500, 503])
def test_any_status_is_an_answer(status: int, server: Server) -> None:
    """A server that refuses has answered; headers of one name are joined, whatever its case."""
    body = b"" if status == 204 else b"why"
    links = (("LinK", '<a>; rel="other"'), ("link", "<b>; rel=webmention"))
    server.routes["/"] = Response(body, status, (*links, ("X-Name", "café")))

    answer = web(server).get(server.url("/"))

    assert answer == Answer(
        server.url("/"),
        status,
        {
            "connection": "close",
            "link": '<a>; rel="other", <b>; rel=webmention',
            "x-name": "café",
            "content-length": str(len(body)),
        },
        body,
    )


WORDS = page("Who did you get to know? " * 99)


@pytest.mark.parametrize(
    "said",
    [
        WORDS,
        zipped(WORDS),
        chunked(WORDS),
        chunked(zipped(WORDS), size=1),
        slow(zipped(WORDS), pause=0.001),
        raw(b"HTTP/1.0 200 OK\r\n\r\n" + WORDS.body),
        raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + WORDS.body),
        raw(GZIPPED + gzip.compress(WORDS.body[:9]) + gzip.compress(WORDS.body[9:])),
        raw(GZIPPED.replace(b"gzip", b"X-GZIP") + gzip.compress(WORDS.body)),
        raw(GZIPPED.replace(b"gzip", b"identity") + WORDS.body),
    ],
)
def test_a_body_is_the_same_in_every_dress(said: Response, server: Server) -> None:
    """Packed, in chunks, a byte at a time, with no length: what comes out is what was meant."""
    server.routes["/"] = said

    answer = web(server).get(server.url("/"))

    assert (answer.status, answer.body) == (200, WORDS.body)


def test_an_empty_answer_need_not_be_packed(server: Server) -> None:
    """A body of nothing is whole, though its headers speak of gzip; so is the answer to HEAD."""
    server.routes["/"] = raw(GZIPPED)
    server.routes["/head"] = huge(10**9, said=zipped(page("")), told=True)

    assert web(server).get(server.url("/")).body == b""
    assert web(server).head(server.url("/head")).headers["content-length"] == "1000000000"


CUT = page("The answer that does not end")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (reset(), "the connection was broken off"),
        (reset(CUT, at=9), "the connection was broken off"),
        (truncated(CUT, at=9), "the answer broke off"),
        (truncated(zipped(CUT), at=9), "the answer broke off"),
        (raw(b""), "the connection was closed without an answer"),
        (raw(b"SSH-2.0-OpenSSH_9.9\r\n"), "the answer is no HTTP"),
        (
            raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell"),
            "the answer broke off",
        ),
        (
            raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            "the answer broke off",
        ),
        (raw(GZIPPED + gzip.compress(CUT.body)[:-9]), "the answer broke off"),
        (raw(GZIPPED + gzip.compress(CUT.body)[:5]), "the answer broke off"),
        (raw(GZIPPED + CUT.body), "the answer is no gzip, as which it is sent"),
        (
            raw(GZIPPED.replace(b"gzip", b"br") + CUT.body),
            "the answer is packed as 'br', which was not asked for",
        ),
        (
            raw(GZIPPED.replace(b"gzip", b"gzip, gzip") + CUT.body),
            "the answer is packed as 'gzip, gzip', which was not asked for",
        ),
        (
            raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
            "got more than 100 headers",
        ),
    ],
)
def test_a_broken_answer_is_a_fault(said: Response, fault: str, server: Server) -> None:
    """Half an answer is none; the fault names the address and what went wrong."""
    server.routes["/"] = said

    told = refusal(web(server), server.url("/"))

    assert told == ("connection", f"{server.url('/')}: {fault}")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
PARTS = st.sampled_from(
    [
        *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"\r\n", b"Location: /\r\n"),
        *(b"Location: https://[\r\n", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n"),
        *(b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"5\r\nhello\r\n"),
        *(b"hello", b"ffffffffffffffff\r\n", b"0\r\n\r\n", gzip.compress(b"hello")),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary() | st.lists(PARTS | st.binary(max_size=9)).map(b"".join))
def test_any_bytes_are_an_answer_or_a_fault(data: bytes, server: Server) -> None:
    """Whatever a server sends, there is an answer or a `WebError`, never anything else."""
    server.routes["/"] = raw(data)

    try:
        answer = web(server).get(server.url("/"))
    except WebError as error:
        assert error.kind in {"connection", "redirect"}
        assert str(error).startswith(f"{server.url('/')}: ")
    else:
        assert answer.url == server.url("/")
        assert data.startswith(b"HTTP/")


# How long, and how much.


@pytest.mark.parametrize(
    "said",
    [
        silent(),
        slow(LONG),
        raw(b"HTTP/1.1 200 OK\r\nX: " + LONG.body, pause=0.05),
        raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, pause=0.05),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + LONG.body, pause=0.05),
        raw(GZIPPED + gzip.compress(LONG.body, 0), pause=0.05),
    ],
)
def test_a_slow_answer_ends_in_time(said: Response, server: Server) -> None:
    """A byte now and then, wherever in the answer, does not prolong it."""
    server.routes["/"] = said

    told = refusal(web(server, seconds=0.5), server.url("/"))

    assert told == ("time", f"{server.url('/')}: no whole answer within 0.5 s")


def test_redirects_share_the_time(server: Server) -> None:
    """Each step has what the steps before it have left."""

    def late(request: Request) -> Response:
        server.over.wait(0.4)
        return redirect(f"/{int(request.path[1:]) + 1}")

    server.routes |= {"/1": late, "/2": late, "/3": late, "/4": page("at last")}

    kind, words = refusal(web(server, seconds=1), server.url("/1"))

    assert (kind, words.partition(": ")[2]) == ("time", "no whole answer within 1 s")


def test_a_slow_lookup_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that does not answer is not waited for."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(60) and [])

    told = refusal(web(seconds=0.2), "https://blog.example/")

    over.set()
    assert told == ("time", "https://blog.example/: no whole answer within 0.2 s")


def test_a_slow_handshake_ends_in_time() -> None:
    """A server that accepts and says nothing is not waited for, at https either."""
    over = threading.Event()

    def accept(listening: socket.socket) -> None:
        with listening.accept()[0]:
            over.wait(30)

    with socket.create_server(("127.0.0.1", 0)) as mute:
        thread = threading.Thread(target=accept, args=[mute])
        thread.start()
        place = f"127.0.0.1:{mute.getsockname()[1]}"
        client = Web(agent="End Rant", seconds=0.3, allow=frozenset({place}))

        told = refusal(client, f"https://{place}/")

        over.set()
        thread.join()
    assert told == ("time", f"https://{place}/: no whole answer within 0.3 s")


@pytest.mark.parametrize("dress", [lambda said: said, chunked, zipped])
def test_an_answer_may_be_as_large_as_allowed(dress: Any, server: Server) -> None:
    """The last byte that is allowed is allowed, the next one is not."""
    server.routes |= {"/most": dress(page("x" * 1000)), "/more": dress(page("x" * 1001))}

    assert len(web(server, most=1000).get(server.url("/most")).body) == 1000
    assert refusal(web(server, most=1000), server.url("/more")) == (
        "size",
        f"{server.url('/more')}: the answer has more than 1,000 bytes",
    )


EMPTY = b"\x00\x00\x00\xff\xff"  # a block of deflate with nothing in it


@pytest.mark.parametrize(
    "said",
    [
        huge(10**12),
        huge(10**12, told=True),
        chunked(page(" " * 3_000_000), size=65_536),
        bomb(300_000_000),
        raw(GZIPPED + gzip.compress(b"", mtime=0)[:10] + EMPTY * 500_000),
        raw(GZIPPED + gzip.compress(b"", mtime=0) * 150_000),
    ],
    ids=["endless", "told", "chunked", "bomb", "hollow", "members"],
)
def test_a_huge_answer_is_given_up(said: Response, server: Server) -> None:
    """It is given up while it is read, whether its bytes are packed or not."""
    server.routes["/"] = said
    tracemalloc.start()

    told = refusal(web(server), server.url("/"))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told == ("size", f"{server.url('/')}: the answer has more than 2,000,000 bytes")
    assert peak < 12_000_000


@pytest.mark.parametrize("found", [["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "127.0.0.2"]])
def test_the_second_address_is_tried(
    found: list[str], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host with a dead address and a live one is reached, whichever comes first."""
    port = int(server.place.rpartition(":")[2])
    names(monkeypatch, blog=[found])
    server.routes["/"] = page("alive")
    client = Web(agent="End Rant", allow=frozenset({f"blog.example:{port}"}))

    answer = client.get(f"http://blog.example:{port}/")

    assert answer.body == b"alive"


def test_an_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that has no address is a fault of the connection: it may have one later."""
    names(monkeypatch, none=[[]])

    told = [refusal(web(), f"https://{name}.example/") for name in ("gone", "none")]

    assert told == [
        ("connection", "https://gone.example/: its host is not known"),
        ("connection", "https://none.example/: its host has no address"),
    ]


# TLS, with an authority of our own.


class Authority:
    """A certificate authority for one test."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.path = folder / f"{name}.pem"
        own = self._sign(self.name, self.key, ca=True, year=2090, names=[])
        self.path.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def context(self, *hosts: str, year: int = 2090) -> ssl.SSLContext:
        """What a server with these names needs, until the end of that year."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server")])
        certificate = self._sign(subject, key, ca=False, year=year, names=list(hosts))
        path = self.folder / "server.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self, subject: x509.Name, key: Any, *, ca: bool, year: int, names: list[str]
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(year, 12, 31, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if names:
            alternative = [_general(name) for name in names]
            builder = builder.add_extension(x509.SubjectAlternativeName(alternative), False)
        return builder.sign(self.key, hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The one authority that is trusted."""
    authority = Authority(tmp_path, "trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return authority


def test_tls_asks_for_the_name_at_the_checked_address(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checked address is reached, while the certificate and Host are of the name."""
    context = authority.context("blog.example")
    asked_for: list[str | None] = []
    context.sni_callback = lambda _, name, __: asked_for.append(name)
    found = names(monkeypatch, blog=[["127.0.0.1"], ["127.0.0.2"]])

    with serving({"/": zipped(page("by TLS"))}, name="blog.example", context=context) as server:
        answer = web(server).get(server.url("/"))

    assert (answer.url, answer.body) == (server.url("/"), b"by TLS")
    assert [request.headers["host"] for request in server.requests] == [server.place]
    assert (asked_for, found.asked) == (["blog.example"], ["blog.example"])


def test_tls_knows_an_address_without_a_name(authority: Authority) -> None:
    """A certificate for an IP address is one, too."""
    with serving({"/": page("number")}, context=authority.context("127.0.0.1")) as server:
        assert web(server).get(server.url("/")).body == b"number"


@pytest.mark.parametrize(
    ("host", "year", "fault"),
    [
        ("other.example", 2090, "Hostname mismatch, certificate is not valid for 'blog.example'"),
        ("blog.example", 2021, "certificate has expired"),
    ],
)
def test_tls_is_verified(
    host: str, year: int, fault: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate of another name, or of another time, ends it before anything is asked."""
    names(monkeypatch, blog=[["127.0.0.1"]])
    context = authority.context(host, year=year)

    with serving({"/": page("")}, name="blog.example", context=context) as server:
        told = refusal(web(server), server.url("/"))

    assert told == ("connection", f"{server.url('/')}: its certificate does not hold: {fault}")
    assert server.requests == []


def test_tls_trusts_no_stranger(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that an unknown authority has signed does not hold."""
    names(monkeypatch, blog=[["127.0.0.1"]])
    context = Authority(tmp_path, "stranger").context("blog.example")

    with serving({"/": page("")}, name="blog.example", context=context) as server:
        kind, words = refusal(web(server), server.url("/"))

    assert kind == "connection"
    assert words.startswith(f"{server.url('/')}: its certificate does not hold: ")
    assert server.requests == []


def test_tls_is_not_left_out(authority: Authority, server: Server) -> None:
    """A server without TLS is no answer to https."""
    server.routes["/"] = page("plain")

    kind, words = refusal(web(server), server.url("/").replace("http:", "https:"))

    assert kind == "connection"
    assert words.partition(": ")[2].startswith("TLS failed: ")
    assert server.requests == []


def test_a_token_does_not_leave_tls(authority: Authority) -> None:
    """From https to http is to somewhere else, though host and port are allowed."""
    with ExitStack() as stack:
        plain = stack.enter_context(serving({"/": page("plain")}))
        routes: dict[str, Route] = {"/": redirect(plain.url("/"))}
        context = authority.context("127.0.0.1")
        secure = stack.enter_context(serving(routes, context=context))

        answer = web(plain, secure).get(secure.url("/"), token=TOKEN)

        assert answer.body == b"plain"
        assert secure.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
        assert "authorization" not in plain.requests[0].headers
