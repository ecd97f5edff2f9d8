"""Where a page takes webmentions: the public cases, and what the specifications say besides."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.sending.discovery import find_endpoint
from conversation.web import Answer
from tests.conversation.rocks import PAGE, case

BASE = "https://rocks.example"
URL = f"{BASE}/a/page?x=1"


def found(
    body: str | bytes = "", *, link: str | None = None, type_: str | None = "text/html"
) -> str | None:
    """The endpoint of a page at URL."""
    written = {"link": link, "content-type": type_}
    headers = {name: value for name, value in written.items() if value is not None}
    data = body if isinstance(body, bytes) else body.encode()
    return find_endpoint(Answer(URL, 200, headers, data))


@pytest.mark.parametrize("number", range(1, 23))
def test_public_case(number: int) -> None:
    """Each of the public cases leads to its endpoint, and to no other."""
    headers, head, body = case(number, BASE)
    link = {"link": ", ".join(value for _, value in headers)} if headers else {}
    page = PAGE.format(head, body).encode()
    answer = Answer(f"{BASE}/test/{number}", 200, {**link, "content-type": "text/html"}, page)

    endpoint = find_endpoint(answer)

    odd = {15: "/test/15", 21: "/test/21/webmention?query=yes"}
    assert endpoint == BASE + odd.get(number, f"/test/{number}/webmention")


def test_address_is_taken_from_where_the_page_was_found() -> None:
    """After a redirect it is the last address that counts, as in case 23."""
    answer = Answer(f"{BASE}/test/23/page/k1", 200, {"link": "<end/k2>; rel=webmention"})

    assert find_endpoint(answer) == f"{BASE}/test/23/page/end/k2"


@pytest.mark.parametrize(
    ("link", "endpoint"),
    [
        ("</e,f;g>; rel=webmention", f"{BASE}/e,f;g"),
        ('</x>; title="a, </y>; rel=webmention"; rel=other, </e>;rel=webmention', f"{BASE}/e"),
        (r'</x>; title="\", </y>; rel=webmention", </e>; rel=webmention', f"{BASE}/e"),
        ("</e> ; REL = WebMention", f"{BASE}/e"),
        ("</x>; rel=other; rel=webmention", None),
        ("</e>; rel=webmention; rel=other", f"{BASE}/e"),
        ("</x>; rel=webmentions, </y>; rev=webmention", None),
        ('</x>; rel=webmention; anchor="/elsewhere", </e>; rel=webmention', f"{BASE}/e"),
        ('</e>; rel=webmention; anchor="#part"', f"{BASE}/e"),
        ("<>; rel=webmention", URL),
        ("<?q=1#f>; rel=webmention", f"{BASE}/a/page?q=1"),
        ("<mailto:a@b.example>; rel=webmention, </e>; rel=webmention", f"{BASE}/e"),
        ("<http://[x>; rel=webmention", None),
        ("</x; rel=webmention", None),
        ("; rel=webmention, , ;;, </e>;;; rel=webmention;", f"{BASE}/e"),
    ],
)
def test_header_is_read_as_it_is_specified(link: str, endpoint: str | None) -> None:
    """Commas and semicolons part nothing within an address or quotes (RFC 8288, section 3)."""
    assert found(link=link) == endpoint


@pytest.mark.parametrize(
    ("body", "endpoint"),
    [
        ("<b rel=webmention href=/x></b>", None),
        ("<area rel=webmention href=/x>", None),
        ("<LINK REL='WEBMENTION' HREF=/e>", f"{BASE}/e"),
        ("<a rel='nofollow\n\twebmention' href=' /e '>w</a>", f"{BASE}/e"),
        ("<script>'<a rel=webmention href=/x>'</script><a rel=webmention href=/e>", f"{BASE}/e"),
        ("<textarea><a rel=webmention href=/x></a></textarea>", None),
        ("<base href=/b/><link rel=webmention href=e>", f"{BASE}/b/e"),
        ("<base href=https://other.example/><a rel=webmention href=e>", "https://other.example/e"),
        ("<a rel=webmention href='javascript:x'></a><a rel=webmention href=/e></a>", f"{BASE}/e"),
        ("<a rel=webmention href='http://[x'></a><a rel=webmention href=/e></a>", f"{BASE}/e"),
        ("<a rel=webmention href=/e&amp;f?a=1&amp;b=2>", f"{BASE}/e&f?a=1&b=2"),
        ("<p>Nothing", None),
        ("", None),
    ],
)
def test_page_is_read_as_a_browser_reads_it(body: str, endpoint: str | None) -> None:
    """A link or an anchor with an address, the first in the document, against its base."""
    assert found(body) == endpoint


@pytest.mark.parametrize("type_", ["text/html;charset=utf-16le", "text/html; charset=no-such"])
def test_charset_is_the_headers(type_: str) -> None:
    """The header says how the page is written; one that nobody knows says nothing."""
    html = "<link rel=webmention href=/e>"
    body = html.encode("utf-16-le") if "16" in type_ else html.encode()

    assert found(body, type_=type_) == f"{BASE}/e"


def test_only_a_page_is_read() -> None:
    """What is no HTML names its endpoint in the header alone; without a type it may be a page."""
    html = "<link rel=webmention href=/e>"

    assert found(html, type_="text/plain") is None
    assert found(html, type_="text/plain", link="</h>; rel=webmention") == f"{BASE}/h"
    assert found(html, type_="application/xhtml+xml; charset=utf-8") == f"{BASE}/e"
    assert found(html, type_=None) == f"{BASE}/e"


@given(st.text(alphabet='<>;,="\\ ar/elwbmntio\t'), st.binary())
def test_nothing_breaks_it(link: str, body: bytes) -> None:
    """Whatever a stranger sends, an endpoint is an http or https address, or there is none."""
    endpoint = found(body, link=link)

    assert endpoint is None or endpoint.startswith("https://")


@pytest.mark.parametrize("piece", ["<", '"', '\\"', ";", ",", "a=", "<a>;"])
def test_long_header_takes_no_longer_than_long(piece: str) -> None:
    """A header made to be slow is read in no more than a hundred times that of one half as long."""

    def seconds(count: int) -> float:
        gc.disable()  # it would go through all that the tests before this one have left
        start = time.process_time()
        try:
            found(link=piece * count)
            return max(time.process_time() - start, 0.001)
        finally:
            gc.enable()

    assert seconds(40_000) < 100 * seconds(20_000)
