"""Every address inside the site leads to what is there, and says so in full where it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proofread.audit.output import told

NOT_THERE = "leads to no file of the site — mend it, or put the file there"
PLACES = {
    "a link": ("<a href='{}'>x</a>", "a href"),
    "an area": ("<map><area href='{}'></map>", "area href"),
    "a picture": ("<img src='{}'>", "img src"),
    "a source": ("<picture><source srcset='{}'></picture>", "source srcset"),
    "a poster": ("<video poster='{}'></video>", "video poster"),
    "a track": ("<video><track src='{}'></video>", "track src"),
    "a sound": ("<audio src='{}'></audio>", "audio src"),
    "a script": ("<script src='{}'></script>", "script src"),
    "a sheet": ("<link rel=stylesheet href='{}'>", "link stylesheet"),
    "an icon": ("<link rel='shortcut icon' href='{}'>", "link shortcut icon"),
    "a feed": ("<link rel=alternate type=application/rss+xml href='{}'>", "link alternate"),
    "a form": ("<form action='{}'></form>", "form action"),
    "a button": ("<button formaction='{}'></button>", "button formaction"),
    "a frame": ("<iframe src='{}'></iframe>", "iframe src"),
    "a page in a frame": ("""<iframe srcdoc="<img src='{}'>"></iframe>""", "img src"),
    "an object": ("<object data='{}'></object>", "object data"),
    "a style": ("<style>p {{ background: url({}) }}</style>", "style"),
    "an import": ("<style>@import '{}';</style>", "style"),
    "an attribute of style": ("""<p style="background: url('{}')">""", "p style"),
    "a quotation": ("<q cite='{}'></q>", "q cite"),
    "a refresh": ("<meta http-equiv=refresh content='0; url={}'>", "meta refresh"),
    "a drawing": ("<svg><use href='{}'/></svg>", "use href"),
    "an old drawing": ("<svg><image xlink:href='{}'/></svg>", "image xlink:href"),
    **{
        name: (f"<meta property={name} content='{{}}'>", name)
        for name in ("og:image", "og:image:url", "og:image:secure_url", "og:audio", "og:video")
    },
    "a small card's picture": ("<meta name=twitter:image content='{}'>", "twitter:image"),
    "another of its names": ("<meta name=twitter:image:src content='{}'>", "twitter:image:src"),
    **{
        tag: (f"<{tag} cite='{{}}'></{tag}>", f"{tag} cite") for tag in ("blockquote", "del", "ins")
    },
    "a long description": ("<img alt='' longdesc='{}'>", "img longdesc"),
}
FILES: dict[str, str | bytes] = {
    "there/index.html": "<p id=here>x<a name=old></a>",
    "there/a b.png": b"\x89PNG\r\n\x1a\n",
}


@pytest.mark.parametrize(("html", "name"), PLACES.values(), ids=PLACES)
def test_address_of_nothing_is_told(tmp_path: Path, html: str, name: str) -> None:
    """Wherever an address stands in a page it is read; one that leads nowhere has its line told."""
    name = name.replace("xlink:href", "href")

    found = told(tmp_path, {**FILES, "a/index.html": "<p>\n" + html.format("/nope.png")})

    assert found == [f"a/index.html:2: {name} '/nope.png' {NOT_THERE}"]


@pytest.mark.parametrize(("html", "name"), PLACES.values(), ids=PLACES)
def test_address_of_a_file_passes(tmp_path: Path, html: str, name: str) -> None:
    """The same places may name what is there, by any way of writing it."""
    ways = ["/there/a%20b.png", "../there/a%20b.png", "https://site.example/there/a%20b.png"]
    ways += [
        "/there/",
        "/there",
        "/there/?x=1",
        "//SITE.example/there/",
        "http://site.example/there/",
    ]

    assert told(tmp_path, {**FILES, "a/index.html": "".join(map(html.format, ways))}) == []


def test_every_candidate_of_a_srcset_is_read(tmp_path: Path) -> None:
    """A srcset names several files, with commas between them and within them."""
    srcset = "b.png 1x, /c,d.png 2x,data:image/png;base64,AA== 3x, e.png"

    found = told(tmp_path, {"a.html": f"<img srcset='{srcset}'>"})

    assert found == [
        f"a.html:1: img srcset '{u}' {NOT_THERE}" for u in ("/c,d.png", "b.png", "e.png")
    ]


def test_sheet_is_read(tmp_path: Path) -> None:
    """A sheet's addresses start from the sheet; comments, names and texts are none."""
    css = """@namespace svg url(http://www.w3.org/2000/svg); @namespace "http://a.example/";
/* url(comment.png) */
p { background: url(b.png), url("c\\
.png"); content: "url(text.png)"; fill: url(#x) }
q { background: image-set("d.png" type("image/png") 1x, url(../there/a%20b.png) 2x) }
@import "e.css" screen;
q { content: "no address"; background: url(\\66 .png), url(\\110000.png) }
"""

    assert told(tmp_path, {**FILES, "css/a.css": css}) == [
        f"css/a.css:3: url 'b.png' {NOT_THERE}",
        f"css/a.css:3: url 'c.png' {NOT_THERE}",
        f"css/a.css:5: url 'd.png' {NOT_THERE}",
        f"css/a.css:6: url 'e.css' {NOT_THERE}",
        f"css/a.css:7: url 'f.png' {NOT_THERE}",
        f"css/a.css:7: url '�.png' {NOT_THERE}",
    ]


def test_style_is_told_by_its_line(tmp_path: Path) -> None:
    """In a style of many lines the line of the address is told."""
    html = "<p>\n<style>\np { color: red }\np { background: url(b.png) }</style>"

    assert told(tmp_path, {"a.html": html}) == [f"a.html:4: style 'b.png' {NOT_THERE}"]


def test_elements_without_an_address_pass(tmp_path: Path) -> None:
    """What has no address, or only says something like one, is left alone."""
    html = """<meta name=description content="0; url=/nope"><meta http-equiv=refresh content=5>
<link rel=icon><link rel=preconnect href="https://site.example/nope"><base>
<meta><img alt=""><a>x</a><iframe></iframe><p srcdoc="<img src='/nope'>">"""

    assert told(tmp_path, {"a.html": html}) == []


def test_places_within_a_page_are_there(tmp_path: Path) -> None:
    """A fragment leads to an id or a named anchor; the top and words to be found always are."""
    good = "<i id='ü'></i>" + "".join(
        f"<a href='{url}'>x</a>"
        for url in ("#", "#top", "#%C3%BC", "#ü", "/there/#here", "../there#old", "#:~:text=x",
                    "/there/#here:~:text=x", "/there/a%20b.png#xywh=1,2,3,4",
                    "/a.svg#shape", "/a.svg#svgView(viewBox(0,0,1,1))")
    )  # fmt: skip
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><g id='shape'/></svg>"
    bad = "<a href='#nope'>x</a>\n<a href='/there/#gone'>x</a><a href='/a.svg#line'>x</a>"

    files = {**FILES, "a.svg": svg, "a/index.html": good, "b.html": bad}

    assert told(tmp_path, files) == [
        "b.html:1: a href '#nope' leads to no place in this page"
        " — give it an id='nope', or mend the link",
        "b.html:2: a href '/a.svg#line' leads to no place in 'a.svg'"
        " — give it an id='line', or mend the link",
        "b.html:2: a href '/there/#gone' leads to no place in 'there/index.html'"
        " — give it an id='gone', or mend the link",
    ]


@pytest.mark.parametrize(
    "url", ["{filename}x.md", "{static}/x.png", " {attach}x.png", "%7Bfilename%7Dx.md", "|tag|x"]
)
def test_name_of_a_source_is_told(tmp_path: Path, url: str) -> None:
    """What Pelican left as it was written is told for what it is."""
    found = told(tmp_path, {"a.html": f"<a href='{url}'>x</a> <code>{url}</code>"})

    assert found == [
        f"a.html:1: a href '{url.strip()}' names a source, not a page — mend the path in the post"
    ]


def test_address_starts_from_its_page(tmp_path: Path) -> None:
    """One relative address leads to different places from different pages."""
    files = {**FILES, "there/a.html": "<img src='a b.png'>", "b.html": "<img src='a b.png'>"}

    assert told(tmp_path, files) == [f"b.html:1: img src 'a b.png' {NOT_THERE}"]


def test_other_schemes_are_left_alone(tmp_path: Path) -> None:
    """Mail, telephones and data lead to no file; other hosts may be linked to."""
    urls = ["mailto:a@b.example", "tel:+1", "data:,x", "https://other.example/x", "//other.example"]

    assert told(tmp_path, {"a.html": "".join(f"<a href='{url}'>x</a>" for url in urls)}) == []


@pytest.mark.parametrize("url", ["http://[", "https://site.example:x/"])
def test_what_is_no_address_is_told(tmp_path: Path, url: str) -> None:
    """An address that no browser can read is told."""
    found = told(tmp_path, {"a.html": f"<a href='{url}'>x</a>"})

    assert found == [f"a.html:1: a href '{url}' cannot be read as an address — mend it"]


def test_picture_without_a_name_is_told(tmp_path: Path) -> None:
    """An empty link is the page itself; an empty picture is a mistake."""
    found = told(tmp_path, {"a.html": "<a href=''>x</a><img src=''>"})

    assert found == ["a.html:1: img src '' names no file — name one, or take it out"]


def test_site_below_a_path(tmp_path: Path) -> None:
    """Below a path, what lies beside it is another site's, unless this one has that very file."""
    html = """<link rel=canonical href="https://site.example/blog/a/">
<a href="/blog/there/">x</a><a href="/blog">x</a><a href="/shop/">x</a><a href="/blogs/">x</a>
<a href="/there/">x</a>
<a href="/blog/nope/">x</a>"""
    files = {**FILES, "index.html": "<p>x", "a/index.html": html}

    assert told(tmp_path, files, siteurl="https://site.example/blog/") == [
        "a/index.html:3: a href '/there/' leaves the site, which lies below '/blog/'"
        " — write '/blog/there/'",
        f"a/index.html:4: a href '/blog/nope/' {NOT_THERE}",
    ]


def test_base_is_where_addresses_start(tmp_path: Path) -> None:
    """A `base` within the site moves what is relative; one elsewhere is told and not followed."""
    files = {
        **FILES,
        "a.html": "<base href='/there/'><img src='a b.png'>",
        "b.html": "<base href='https://other.example/x/'><a href='there/'>x</a>",
        "c/d.html": "<base href='/nope/'><a href='../there/'>x</a>",
        "c/e.html": "<base target=_blank><a href='../there/'>x</a>",
    }

    assert told(tmp_path, files) == [
        "b.html:1: base href 'https://other.example/x/' makes a browser ask another host,"
        " 'other.example' — keep a copy in the site"
    ]


def test_address_of_a_page_is_told_in_full(tmp_path: Path) -> None:
    """A canonical address, and OpenGraph's, is absolute, below SITEURL, and there."""
    html = """<link rel=canonical href="/a/"><meta property=og:url content="a/">
<link rel=canonical href="https://other.example/a/">
<link rel=canonical href="http://site.example/a/">
<link rel=canonical href="https://site.example/nope/">
<link rel=canonical href="https://site.example/a/"><meta property=og:url content="https://site.example">
<link rel=canonical href="//site.example/a/">"""

    assert told(tmp_path, {"a/index.html": html, "index.html": "<p>x"}) == [
        "a/index.html:1: link canonical '/a/' is not absolute — write 'https://site.example/a/'",
        "a/index.html:1: og:url 'a/' is not absolute — write 'https://site.example/a/a/'",
        "a/index.html:2: link canonical 'https://other.example/a/' is not below SITEURL"
        " — write an address below 'https://site.example/'",
        "a/index.html:3: link canonical 'http://site.example/a/' is not below SITEURL"
        " — write an address below 'https://site.example/'",
        f"a/index.html:4: link canonical 'https://site.example/nope/' {NOT_THERE}",
        "a/index.html:6: link canonical '//site.example/a/' is not absolute"
        " — write 'https://site.example/a/'",
    ]


def test_site_without_an_address_need_not_tell_it(tmp_path: Path) -> None:
    """Where SITEURL is empty, what should be absolute cannot be; the rest is read as ever."""
    html = "<link rel=canonical href='/a.html'><a href='/nope/'>x</a>"

    assert told(tmp_path, {"a.html": html}, siteurl="") == [
        f"a.html:1: a href '/nope/' {NOT_THERE}"
    ]


PORTS = {
    "https://site.example": ["https://site.example:443/nope/", "http://site.example:80/nope/"],
    "https://site.example:8443": ["https://site.example:8443/nope/"],
    "http://site.example:8080/": ["//site.example:8080/nope/"],
}


@pytest.mark.parametrize(("siteurl", "urls"), PORTS.items(), ids=PORTS)
def test_port_is_part_of_a_host(tmp_path: Path, siteurl: str, urls: list[str]) -> None:
    """Another port is another host's; those of http and https are one."""
    html = "".join(f"<a href='{url}'>x</a>" for url in [*urls, "https://site.example:8444/x/"])

    assert told(tmp_path, {"a.html": html}, siteurl=siteurl) == sorted(
        f"a.html:1: a href '{url}' {NOT_THERE}" for url in urls
    )


@pytest.mark.parametrize("siteurl", ["site.example", "http://[", "https://h:99999", "ftp://h", "/"])
def test_setting_that_is_no_address_is_taken_for_none(tmp_path: Path, siteurl: str) -> None:
    """What is wrong with SITEURL is told by others, once; here it only says nothing."""
    html = "<link rel=canonical href='/a.html'><a href='/nope/'>x</a>"

    assert told(tmp_path, {"a.html": html}, siteurl=siteurl) == [
        f"a.html:1: a href '/nope/' {NOT_THERE}"
    ]


def test_page_is_known_by_its_folder(tmp_path: Path) -> None:
    """The address of a folder's page is the folder; that of another page is its file."""
    html = "<link rel=canonical href=''>"

    assert told(tmp_path, {"index.html": html, "a-index.html": html, "a/index.html": html}) == [
        "a-index.html:1: link canonical '' is not absolute"
        " — write 'https://site.example/a-index.html'",
        "a/index.html:1: link canonical '' is not absolute — write 'https://site.example/a/'",
        "index.html:1: link canonical '' is not absolute — write 'https://site.example/'",
    ]


LOCAL = ["http://localhost/", "http://localhost:8000/x", "https://a.localhost", "//127.0.0.1/",
         "http://127.1.2.3:8000/", "http://0.0.0.0:8000/", "http://[::1]:8000/",
         "localhost:8000/"]  # fmt: skip


@pytest.mark.parametrize("url", LOCAL)
def test_own_machine_is_told(tmp_path: Path, url: str) -> None:
    """An address of this machine is told where a page links or loads it; prose may name it."""
    fault = "leads to the reader's own machine — write the address that others reach it by"
    html = f"<a href='{url}'>x</a>\n<img src='{url}'>\n<link rel=canonical href='{url}'>"

    found = told(tmp_path, {"a.html": html, "b.html": f"<p>{url} <code>{url}</code>"})

    assert found == [
        f"a.html:{line}: {name} '{url}' {fault}"
        for line, name in enumerate(("a href", "img src", "link canonical"), 1)
    ]


def test_fault_of_the_theme_is_told_once(tmp_path: Path) -> None:
    """What more than ten files share is told for the first, with the number of the others."""
    many = {f"{n:02}.html": "<a href='/nope/'>x</a>" for n in range(11)}
    few = {f"x{n}.html": "<a href='/gone/'>x</a>" for n in range(2)}

    assert told(tmp_path, {**many, **few}) == [
        f"00.html:1: a href '/nope/' {NOT_THERE} (and in 10 more files)",
        f"x0.html:1: a href '/gone/' {NOT_THERE}",
        f"x1.html:1: a href '/gone/' {NOT_THERE}",
    ]


def test_address_that_something_else_makes_passes(tmp_path: Path) -> None:
    """A link may lead where the owner says that something else answers, and no further."""
    html = "<a href='/people/ada/#x'>x</a><a href='/feed'>x</a><a href='/person/'>x</a>"

    found = told(tmp_path, {"a.html": html}, paths=frozenset({"/people/*", "feed"}))

    assert found == [f"a.html:1: a href '/person/' {NOT_THERE}"]


def test_long_address_is_cut(tmp_path: Path) -> None:
    """A message stays on one line of a sane length."""
    found = told(tmp_path, {"a.html": f"<a href='/{'x' * 90}'>x</a><a href='/{'y' * 79}'>y</a>"})

    assert found == [
        f"a.html:1: a href '/{'x' * 78}…' {NOT_THERE}",
        f"a.html:1: a href '/{'y' * 79}' {NOT_THERE}",
    ]


def test_other_texts_are_not_read_for_addresses(tmp_path: Path) -> None:
    """XML of another kind, and a text of another name, may say what they like."""
    files = {"a.xml": "<a><img src='https://cdn.example/x'/></a>", "a.txt": "Sitemap: /a.xml"}

    assert told(tmp_path, files) == []


def test_robots_and_manifest_are_read(tmp_path: Path) -> None:
    """The sitemap in robots.txt is absolute and there; a manifest's icons are."""
    files = {
        "robots.txt": "User-agent: *\nSitemap: /sitemap.xml\nSitemap: https://site.example/a.xml\n",
        "a.xml": "<urlset/>",
        "app.webmanifest": '{"start_url": "/nope/", "icons": [{"src": "i.png"}, {"src": 1}, 1]}',
        "other.webmanifest": '["icons"]',
        "a.json": '{"icons": [{"src": "i.png"}]}',
    }

    assert told(tmp_path, files) == [
        f"app.webmanifest: icons src 'i.png' {NOT_THERE}",
        f"app.webmanifest: start_url '/nope/' {NOT_THERE}",
        "robots.txt:2: Sitemap '/sitemap.xml' is not absolute"
        " — write 'https://site.example/sitemap.xml'",
    ]


def test_link_beside_the_site_alone_is_told(tmp_path: Path) -> None:
    """A page is told of a path that lacks the site's own where nothing else is wrong with it."""
    files = {"a.html": "<a href='/b.html'>x</a><a href='/other/'>x</a>", "b.html": "<p>x"}

    assert told(tmp_path, files, siteurl="https://site.example/blog") == [
        "a.html:1: a href '/b.html' leaves the site, which lies below '/blog/'"
        " — write '/blog/b.html'"
    ]
