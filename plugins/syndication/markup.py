"""A post's HTML made fit for a feed: it stands alone, wherever it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

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
_SPACE = " \t\n\f\r"
# An entry is read for years; an address with a hash in it leads somewhere for two releases.
_HASHED = re.compile(r"\.[0-9a-f]{8,}\.[^./]+$", re.ASCII)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the characters that XML 1.0, section 2.2, has no place for."""
    return _ILLEGAL.sub("", text)


def standalone(html: str, base: str) -> str:
    """The HTML with every address absolute, against `base`, and nothing that runs.

    Signs that link a heading to itself (class `headerlink`) are left out, a frame becomes a link
    to what it shows, scripts, styles and forms are taken away. So are the other files that a
    picture has, whose names hold a hash: it shows the one whose address lasts.
    """

    def absolute(tag: str, attribute: str, value: str) -> str | None:
        if attribute in _URLS:
            return _absolute(value, base)
        return _absolute_set(value, base) if attribute == "srcset" else value

    clean = nh3.clean(
        _unframed(legal(html)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=absolute,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return legal(clean).strip()  # once more: a reference such as &#27; is a character by now


def _absolute(value: str, base: str, schemes: Iterable[str] = SCHEMES) -> str | None:
    """The address against `base`; None where it is none, or would run."""
    try:
        url = urljoin(base, legal(value).strip(_SPACE))
        scheme = urlsplit(url).scheme
    except ValueError:  # such as http://[x
        return None
    return url if scheme in schemes or (not scheme and not urlsplit(base).scheme) else None


def _absolute_set(value: str, base: str) -> str | None:
    """Each address of a `srcset` made absolute; None where none is left."""
    found = ((_absolute(url, base, {*SCHEMES, "data"}), size) for url, size in _candidates(value))
    return ", ".join(f"{url} {size}".strip() for url, size in found if url) or None


def _candidates(value: str) -> Iterator[tuple[str, str]]:
    """The addresses of a `srcset`, each with its size, parted as HTML, section 4.8.4.2.2, says."""
    rest = value
    while rest := rest.lstrip(f"{_SPACE},"):
        url = re.split(f"[{_SPACE}]", rest, maxsplit=1)[0]
        rest = rest[len(url) :]
        size = ""
        if not url.endswith(","):
            size, _, rest = rest.partition(",")
        yield url.rstrip(","), " ".join(size.split())


def _unframed(html: str) -> str:
    if not html.strip():
        return ""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.iter():
        for name in _URLS.intersection(element.attrib):
            element.set(name, legal(element.get(name, "")).strip(_SPACE))
    for sign in root.find_class("headerlink"):
        sign.drop_tree()
    _take_out_passing(root)
    for frame in list(root.iter("iframe")):
        frame.tag, source = "a", frame.get("src", "")
        frame.attrib.clear()
        frame.set("href", source)
        frame.text = source
    whole = str(lxml.html.tostring(root, encoding="unicode"))
    return whole.removeprefix("<div>").removesuffix("</div>")


def _take_out_passing(root: lxml.html.HtmlElement) -> None:
    """Take out each `srcset` of passing addresses, and the elements that are of no use then."""
    for element in list(root.iter("img", "source")):
        found = [url for url, _ in _candidates(element.get("srcset", ""))]
        if not found or not all(map(_HASHED.search, found)):
            continue
        for name in ("srcset", "sizes"):
            element.attrib.pop(name, None)
        if element.tag == "source":
            element.drop_tag()  # to libxml2 what follows it lies within
    for picture in list(root.iter("picture")):
        if next(picture.iter("source"), None) is None:
            picture.drop_tag()
