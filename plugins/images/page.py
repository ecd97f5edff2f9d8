"""A page's `<img>` with all that a browser needs to show it soon, and nothing move."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import quote

from .picture import Picture, Variant, name_variant

# Stands for the site's address until that is known, and is no character (Unicode, 23.7).
ROOT = "\ufdd0"


@dataclass(frozen=True)
class Shown:
    """A picture, and its path below the site's address."""

    picture: Picture
    place: str


Find = Callable[[str], Shown | None]


def complete(html: str, find: Find, sizes: str, *, first: bool = True, sets: bool = True) -> str:
    """The HTML, its pictures with width, height, `loading` and the variants.

    `find` gives what a `src` leads to. What the writer wrote stays as it is. With `first` the first
    picture is the one that is seen first, and not lazy. Without `sets` nothing but attributes is
    added. Each variant's address begins with `ROOT`.
    """
    found = Images(html).found
    parts, at = [], 0
    for number, image in enumerate(found):
        shown = find(image.attributes.get("src") or "")
        parts.append(html[at : image.start])
        at = image.start + len(image.text)
        is_lazy = number > 0 or not first
        parts.append(_write(image, shown, sizes, is_lazy=is_lazy, sets=sets))
    return "".join((*parts, html[at:]))


@dataclass(frozen=True)
class Image:
    """One `<img>`: where its tag begins, the tag as written, what it says."""

    start: int
    text: str
    attributes: Mapping[str, str | None]
    is_in_picture: bool

    def has(self, name: str) -> bool:
        """Whether the writer said something by that attribute."""
        return name in self.attributes


class Images(HTMLParser):
    """The images of some HTML, in `found`; what stands in a comment is none."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Image] = []
        self._pictures = 0
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an image, and that a picture begins."""
        if tag == "picture":
            self._pictures += 1
        if tag == "img":
            line, offset = self.getpos()
            start = self._lines[line - 1] + offset
            text = self.get_starttag_text() or ""
            attributes = dict(
                reversed(attrs)
            )  # the first of two of one name is the one that counts
            self.found.append(Image(start, text, attributes, self._pictures > 0))

    def handle_endtag(self, tag: str) -> None:
        """Note that a picture ends."""
        if tag == "picture":
            self._pictures = max(0, self._pictures - 1)


def _write(image: Image, shown: Shown | None, sizes: str, *, is_lazy: bool, sets: bool) -> str:
    more: dict[str, str] = {}
    sources = ""
    if shown:
        more |= _size(image, shown.picture)
        if sets and not image.has("srcset") and not image.is_in_picture:
            own = _own_sizes(image, shown.picture, sizes)
            sources, fallback = _sets(shown, own, is_sized=image.has("sizes"))
            more |= fallback
    if is_lazy and not image.has("loading"):
        more["loading"] = "lazy"
        if not image.has("decoding"):
            more["decoding"] = "async"
    tag = _with(image.text, more)
    return f"<picture>{sources}{tag}</picture>" if sources else tag


def _size(image: Image, picture: Picture) -> dict[str, str]:
    """Width and height, or the one of them that the writer left out."""
    if image.has("width") and image.has("height"):
        return {}
    if image.has("width"):
        number = _pixels(image.attributes["width"])
        return {"height": _scaled(picture.height, number / picture.width)} if number else {}
    if image.has("height"):
        number = _pixels(image.attributes["height"])
        return {"width": _scaled(picture.width, number / picture.height)} if number else {}
    return {"width": str(picture.width), "height": str(picture.height)}


def _scaled(pixels: int, scale: float) -> str:
    return str(max(1, round(pixels * scale)))


def _pixels(value: str | None) -> int:
    """The number that an attribute says; 0 where it says none, as `50%`."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,5}", value) else 0


def _own_sizes(image: Image, picture: Picture, sizes: str) -> str:
    """How wide the picture shows: as the writer says, or as wide as the column."""
    if written := image.attributes.get("sizes"):
        return written
    width = _pixels(image.attributes.get("width"))
    narrowest = min((each.width for each in picture.variants), default=0)
    return f"min({width}px, 100vw)" if 0 < width <= narrowest else sizes


def _sets(shown: Shown, sizes: str, *, is_sized: bool) -> tuple[str, dict[str, str]]:
    """The elements `<source>`, and what the `<img>` itself is given."""
    sources, fallback = [], {}
    for kind, variants in groupby(shown.picture.variants, key=lambda each: each.type):
        held = list(variants)
        srcset = ", ".join(_candidates(shown.place, held))
        if kind == shown.picture.type:
            fallback = {"srcset": srcset}
            if len(held) > 1 and not is_sized:
                fallback["sizes"] = sizes
        else:
            said = f' sizes="{escape(sizes)}"' if len(held) > 1 else ""
            sources.append(f'<source type="{kind}" srcset="{escape(srcset)}"{said}>')
    return "".join(sources), fallback


def _candidates(place: str, variants: list[Variant]) -> Iterator[str]:
    for variant in variants:
        # A comma, too, would end the address.
        address = f"{ROOT}/{quote(name_variant(place, variant))}"
        yield f"{address} {variant.width}w" if len(variants) > 1 else address


def _with(tag: str, more: Mapping[str, str]) -> str:
    """A tag as it was written, with more attributes at its end."""
    if not more:
        return tag
    # Behind a value without quotes a slash is part of it.
    end = "/>" if re.search(r"[\s\"']/>$", tag) else ">"
    before = tag.removesuffix(end)
    bare = before.rstrip()
    said = "".join(f' {name}="{escape(value)}"' for name, value in more.items())
    return f"{bare}{said}{' ' if end == '/>' and before != bare else ''}{end}"
