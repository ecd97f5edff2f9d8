"""A page loads nothing from another host, and may link wherever it likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proofread.audit.output import told

URL = "https://cdn.example/x"
FAULT = "makes a browser ask another host, 'cdn.example' — keep a copy in the site"
LOADS = {
    "picture": ("<img src='{}'>", "img src"),
    "candidate": ("<img srcset='{} 2x'>", "img srcset"),
    "source": ("<video><source src='{}'></video>", "source src"),
    "script": ("<script src='{}'></script>", "script src"),
    **{
        rel: (f"<link rel={rel} href='{{}}'>", f"link {rel}")
        for rel in ("stylesheet", "preload", "icon", "modulepreload", "preconnect",
                    "dns-prefetch", "prefetch", "manifest", "apple-touch-icon", "prerender",
                    "mask-icon", "apple-touch-icon-precomposed", "apple-touch-startup-image")
    },
    **{
        paint: (f"<svg><rect {paint}='url({{}}#a)'/></svg>", f"rect {paint}")
        for paint in ("clip-path", "cursor", "fill", "filter", "marker-end", "marker-mid",
                      "marker-start", "mask", "stroke")
    },
    "effect": ("<svg><feImage href='{}'/></svg>", "feimage href"),
    "script in a drawing": ("<svg><script href='{}'/></svg>", "script href"),
    "preloaded candidate": ("<link rel=preload as=image imagesrcset='{}'>", "link imagesrcset"),
    "frame": ("<iframe src='{}'></iframe>", "iframe src"),
    "frame's page": ("""<iframe srcdoc="<script src='{}'></script>"></iframe>""", "script src"),
    "object": ("<object data='{}'></object>", "object data"),
    "embed": ("<embed src='{}'>", "embed src"),
    "film": ("<video src='{}'></video>", "video src"),
    "poster": ("<video poster='{}'></video>", "video poster"),
    "sound": ("<audio src='{}'></audio>", "audio src"),
    "track": ("<video><track src='{}'></video>", "track src"),
    "button": ("<input type=image src='{}'>", "input src"),
    "style": ("<style>@font-face {{ src: url('{}') }}</style>", "style"),
    "set of pictures": ("<p style='background: image-set(\"{}\" 2x)'>", "p style"),
    "import": ("<style>@import url({});</style>", "style"),
    "attribute of style": ("<p style='background: url({})'>", "p style"),
    "drawing": ("<svg><use href='{}#a'/></svg>", "use href"),
    "picture in a drawing": ("<svg><image xlink:href='{}'/></svg>", "image href"),
    "refresh": ("<meta http-equiv=refresh content=\"0;URL='{}'\">", "meta refresh"),
    "base": ("<base href='{}'>", "base href"),
    "ping": ("<a href='/' ping='{}'>x</a>", "a ping"),
    "no script": ("<noscript><img src='{}'></noscript>", "img src"),
    "template": ("<template><img src='{}'></template>", "img src"),
    "background": ("<table background='{}'></table>", "table background"),
    "background of a row": ("<table><tr background='{}'></table>", "tr background"),
    "background of a cell": ("<table><tr><td background='{}'></table>", "td background"),
    "background of a heading": ("<table><tr><th background='{}'></table>", "th background"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "name"), LOADS.values(), ids=LOADS)
@pytest.mark.parametrize("url", [URL, "//cdn.example/x"])
def test_load_from_another_host_is_told(tmp_path: Path, html: str, name: str, url: str) -> None:
    """Whatever a browser would fetch by itself is told with the host it would ask."""
    mark = "#a" if "#a" in html else ""

    found = told(tmp_path, {"a.html": f"<p>\n{html.format(url)}", "index.html": "<p>x"})

    assert found == [f"a.html:2: {name} '{url}{mark}' {FAULT}"]


LINKS = {
    "link": "<a href='{}'>x</a>",
    "form": "<form action='{}'><button formaction='{}'>x</button></form>",
    "quotation": "<blockquote cite='{}'>x</blockquote>",
    "me": "<link rel='me webmention author license' href='{}'>",
    "words": "<p>{} <code>&lt;img src='{}'&gt;</code> <img alt='url({})' src='data:,'>",
    "comment": "<!-- <img src='{}'> -->",
    "name space": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    "another's sheet": "<style>/* url({}) */ p {{ content: '{}' }}</style>",
}


@pytest.mark.parametrize("html", LINKS.values(), ids=LINKS)
def test_link_to_another_host_passes(tmp_path: Path, html: str) -> None:
    """What somebody has to follow, and what is only said, may name any host."""
    assert told(tmp_path, {"a.html": html.replace("{}", URL)}) == []


def test_sheets_and_drawings_load_nothing(tmp_path: Path) -> None:
    """A style sheet and an SVG picture are read as pages are."""
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<image xlink:href="{URL}"/><a href="{URL}"><text>x</text></a>
<style>@import "{URL}";</style></svg>"""
    files = {"a.css": f"p {{}}\n@import '{URL}';", "b.svg": svg}

    assert told(tmp_path, files) == [
        f"a.css:2: url '{URL}' {FAULT}",
        f"b.svg:2: image href '{URL}' {FAULT}",
        f"b.svg:3: style '{URL}' {FAULT}",
    ]
