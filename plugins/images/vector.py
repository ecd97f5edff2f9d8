"""The size of an SVG, where it says one in pixels, or has a box to be drawn in."""

from __future__ import annotations

import re

from lxml import etree

from .picture import Picture
from .strip import BrokenError

TYPE = "image/svg+xml"
_SVG = "{http://www.w3.org/2000/svg}svg"
_LENGTH = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]+)?)(?:px)?\s*")
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:e-?[0-9]+)?", re.IGNORECASE)


def look_at_vector(data: bytes) -> Picture | None:
    """What an SVG is; None where it says no size. Raises `BrokenError` where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenError(f"is no SVG: {error}") from error
    if root.tag != _SVG:
        raise BrokenError("is no SVG: it does not begin with <svg xmlns=…>")
    width, height = (_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height"))
    size = [float(found[1]) for found in (width, height) if found]
    if len(size) < 2:
        box = [float(each) for each in _NUMBER.findall(root.get("viewBox", ""))]
        size = box[2:] if len(box) == 4 and not (root.get("width") or root.get("height")) else []
    if len(size) < 2 or min(size) < 0.5:  # nothing to hold a place for
        return None
    return Picture(round(size[0]), round(size[1]), TYPE)
