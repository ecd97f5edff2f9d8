"""The words of a page, as they are searched: no markup, and words where no spaces part them."""

from __future__ import annotations

import re

# Pagefind takes what stands between two spaces for a word. Chinese and Japanese have none, so each
# sign of theirs becomes one; search.js does the same with what is asked, and undoes it in what it
# shows.
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_UNSEEN = ("script", "style", "template")
# What ends a word, though no space stands there: `one<br>two`.
_APART = (
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "summary", "table", "td", "th", "tr", "ul",
)  # fmt: skip
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def spaced(text: str) -> str:
    """The text on one line, a space around each sign of a script that has none."""
    return " ".join(_SIGN.sub(r" \g<0> ", _NO_XML.sub("", text)).split())


def plain(html: str) -> str:
    """What a reader sees of some HTML, as `spaced` gives it; scripts and styles are not seen."""
    from lxml import etree  # most builds make no index

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    # It asks for an element, and text alone is none.
    root = etree.fromstring(f"<div>{_NO_XML.sub('', html)}</div>".encode(), parser)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for element in root.iter(*_APART):
        element.text = f" {element.text or ''}"
        element.tail = f" {element.tail or ''}"
    return spaced("".join(root.itertext(etree.Element)))
