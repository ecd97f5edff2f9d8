"""A post's HTML, put in order: every block stands in a block, every run of text in a paragraph.

What people have written by hand and by five editors in fifteen years is mended as a browser mends
it (libxml2), and then made plainer, so that what turns it into Markdown finds nothing unforeseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

DEEPEST = 60  # levels: Python-Markdown gives up at some three hundred, in the middle of a text
RUN = "run"  # our own: the text of a list's item, which is no paragraph

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul",
))  # fmt: skip
_PLAIN = frozenset((
    "span", "font", "tt", "big", "nobr", "time", "data", "bdi", "hgroup", "picture", "label",
    "body", "html",
))  # fmt: skip
_TIGHT = frozenset(("li", "dt", "dd", "td", "th", "summary", "figcaption"))
_HOLDERS = BLOCKS - {
    "p", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table",
}  # fmt: skip
_CLOSED_BY_ITSELF = "p li td th tr dt dd br img hr option source input link meta wbr col embed"
# What HTML, SVG and MathML know, and what no page has had for long.
_NAMES = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound "
    "big blink blockquote body br button canvas caption center circle cite code col colgroup "
    "data datalist dd defs del details dfn dialog dir div dl dt ellipse em embed fieldset "
    "figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup "
    "hr html i iframe image img input ins kbd label layer legend li line link main map mark "
    "marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup "
    "option output p param path picture plaintext polygon polyline pre progress q rect rp rt "
    "ruby run s samp script section select slot small source span strike strong style sub "
    "summary sup svg table tbody td template text textarea tfoot th thead time title tr track "
    "tspan tt u ul use var video wbr xmp"
)
_STRAY = re.compile(
    rf"<(?!!|/?(?:{_NAMES.replace(' ', '|')})(?=[\s/>])"
    r"|/?[a-z][\w.]*[-:](?!//)[\w:.-]*[\s/>])",
    re.IGNORECASE,
)
_NEWER = {"acronym": "abbr", "strike": "s"}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*?(/?)>")
_KEPT = re.compile(r"\s*(?:more\b|nextpage\s*$)")


class TooDeepError(ValueError):
    """A text is nested more deeply than any page should be."""


def mend_tags(html: str) -> str:
    """HTML in which a `<` that begins no tag is text: `a<b.` and `<your name>` lose no word."""
    return _STRAY.sub("&lt;", html)


def settle(html: str) -> BeautifulSoup:
    """Parse a post's HTML and put it in order. Raises `TooDeepError`."""
    html = mend_tags(html)
    if _depth(html) > DEEPEST:
        raise TooDeepError(f"is nested more than {DEEPEST} levels deep")
    soup = BeautifulSoup(f"<body>{html}</body>", "lxml")
    for node in list(soup.find_all(string=lambda text: isinstance(text, PreformattedString))):
        if not (isinstance(node, Comment) and _KEPT.match(node)):
            node.extract()
    for tag in soup.find_all(list(_NEWER)):
        tag.name = _NEWER[tag.name]
    for tag in list(soup.find_all(_is_plain)):
        tag.unwrap()
    for tag in list(soup.find_all(_is_inline)):
        _flatten(soup, tag)
    soup.smooth()
    for tag in soup.find_all(["ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"]):
        for child in list(tag.children):
            if isinstance(child, NavigableString) and not child.strip():
                child.extract()
    _join_alike(soup)
    body = soup.body or soup
    for tag in [body, *body.find_all(["td", "th", *_HOLDERS])]:
        _fill(soup, tag)
    return soup


def _depth(html: str) -> int:
    """How deep tags are nested, about: those that HTML closes by itself do not count."""
    deepest = depth = 0
    for match in _TAG.finditer(html):
        if match.group(2).lower() in _CLOSED_BY_ITSELF.split() or match.group(3):
            continue
        depth = max(0, depth + (-1 if match.group(1) else 1))
        deepest = max(deepest, depth)
    return deepest


def _is_plain(tag: Tag) -> bool:
    """Whether a tag says nothing that Markdown could, so that what is in it stands alone."""
    if tag.name in ("body", "html"):
        return False
    return tag.name in _PLAIN and not (tag.get("lang") or tag.get("dir"))


def _is_inline(tag: Tag) -> bool:
    return tag.name not in BLOCKS and tag.name not in (
        *("body", "html", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "colgroup"),
        *("video", "audio", "object", "iframe", "script", "style", "head", "svg"),
    )


def _flatten(soup: BeautifulSoup, tag: Tag) -> None:
    """Take blocks out of what cannot hold them, such as a link; a break stays in their place."""
    for block in list(tag.find_all(BLOCKS)):
        if block.name in ("hr", "table", "pre"):
            continue
        if block.previous_sibling is not None:
            block.insert_before(soup.new_tag("br"))
        block.unwrap()


def _join_alike(soup: BeautifulSoup) -> None:
    """Join neighbours such as `<b>a</b><b>b</b>`, whose stars would meet."""
    for tag in list(soup.find_all(["b", "strong", "i", "em"])):
        if tag.parent is None:
            continue
        while isinstance(tag.next_sibling, Tag) and _same(tag, tag.next_sibling):
            other = tag.next_sibling
            for child in list(other.contents):
                tag.append(child)
            other.decompose()


def _same(one: Tag, other: Tag) -> bool:
    pairs = {"b": "strong", "i": "em"}
    return pairs.get(one.name, one.name) == pairs.get(other.name, other.name)


def _fill(soup: BeautifulSoup, holder: Tag) -> None:
    """Wrap a run of text that stands beside blocks."""
    runs: list[list[PageElement]] = [[]]
    for child in list(holder.contents):
        if isinstance(child, Tag) and child.name in BLOCKS | {RUN}:
            runs.append([])
        elif isinstance(child, Comment):
            runs.append([child])
            runs.append([])
        else:
            runs[-1].append(child)
    for run in runs:
        _wrap(soup, run, RUN if holder.name in _TIGHT else "p")


def _wrap(soup: BeautifulSoup, run: list[PageElement], name: str) -> None:
    if not run or not any(map(_says, run)):
        for node in run:
            node.extract()
        return
    wrapper = soup.new_tag(name)
    run[0].insert_before(wrapper)
    for node in run:
        wrapper.append(node.extract())


def _says(node: PageElement) -> bool:
    return isinstance(node, Tag) or (
        isinstance(node, NavigableString) and bool(node.strip(" \t\n"))
    )


def text_of(nodes: Iterable[PageElement]) -> str:
    """The text of nodes as it is, breaks as line ends: what code is."""
    found = []
    for node in nodes:
        if isinstance(node, Comment):
            continue
        if isinstance(node, NavigableString):
            found.append(str(node))
        elif isinstance(node, Tag):
            found.append("\n" if node.name == "br" else text_of(node.contents))
    return "".join(found)
