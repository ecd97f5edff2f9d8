"""A post's HTML made fit for a feed: it stands alone, wherever it is read."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html
import nh3

TAGS = nh3.ALLOWED_TAGS | {
    "audio", "figcaption", "figure", "picture", "section", "source", "track", "video",
}  # fmt: skip
ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"controls", "src"},
    "img": {"alt", "height", "src", "srcset", "sizes", "width"},
    "ol": {"start", "reversed", "type"},
    "source": {"media", "sizes", "src", "srcset", "type"},
    "time": {"datetime"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"controls", "height", "poster", "src", "width"},
}
SCHEMES = {"http", "https", "mailto", "sms", "tel"}
_URLS = {"cite", "href", "poster", "src"}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CANDIDATE = re.compile(r"\s*(?P<url>[^\s,]\S*?)(?P<size>\s+[\d.]+[wxh])?\s*(?:,(?=\s|$)|$)")


def legal(text: str) -> str:
    """The text without the characters that XML 1.0, section 2.2, has no place for."""
    return _ILLEGAL.sub("", text)


def standalone(html: str, base: str) -> str:
    """The HTML with every address absolute, against `base`, and nothing that runs.

    Signs that link a heading to itself (class `headerlink`) are left out, a frame becomes a link
    to what it shows, scripts, styles and forms are taken away.
    """

    def absolute(tag: str, attribute: str, value: str) -> str:
        if attribute in _URLS:
            return urljoin(base, value)
        return _absolute_set(value, base) if attribute == "srcset" else value

    return nh3.clean(
        _unframed(legal(html)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=absolute,
        url_schemes=SCHEMES,
        link_rel=None,
    ).strip()


def _absolute_set(value: str, base: str) -> str:
    """Each address of a `srcset` (HTML, section 4.8.4.2.1) made absolute."""
    candidates = (match.group("url", "size") for match in _CANDIDATE.finditer(value))
    return ", ".join(urljoin(base, url) + (size or "") for url, size in candidates)


def _unframed(html: str) -> str:
    if not html.strip():
        return ""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for sign in root.find_class("headerlink"):
        sign.drop_tree()
    for frame in list(root.iter("iframe")):
        frame.tag, source = "a", frame.get("src", "")
        frame.attrib.clear()
        frame.set("href", source)
        frame.text = source
    whole = str(lxml.html.tostring(root, encoding="unicode"))
    return whole.removeprefix("<div>").removesuffix("</div>")
