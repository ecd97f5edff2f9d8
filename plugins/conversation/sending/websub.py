"""WebSub: the hubs that a feed names, which tell its subscribers of what is new."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

_NAMES = ("atom.xml", "feed.json", "rss.xml")
_LINK = "{http://www.w3.org/2005/Atom}link"


def find_feeds(output: Path) -> list[Path]:
    """The feeds of a built site, in order."""
    return sorted(path for name in _NAMES for path in output.rglob(name) if path.is_file())


def read_hubs(feed: bytes) -> tuple[str, ...]:
    """The hubs that a feed of RSS, Atom or JSON Feed names, each once; none in what is no feed."""
    if feed.lstrip()[:1] == b"{":
        return tuple(dict.fromkeys(_in_json(feed)))
    try:
        root = etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ()
    # An entry may have links of its own; a hub is the channel's.
    channel = root.find("channel") if root.tag == "rss" else root
    found = channel.findall(_LINK) if channel is not None else []
    hubs = (link.get("href", "") for link in found if link.get("rel") == "hub")
    return tuple(dict.fromkeys(filter(None, hubs)))


def ping(feed: str) -> Mapping[str, str]:
    """The form that tells a hub that the feed at this address has changed."""
    return {"hub.mode": "publish", "hub.url": feed}


def _in_json(feed: bytes) -> list[str]:
    try:
        hubs = json.loads(feed).get("hubs", [])
        return [str(hub["url"]) for hub in hubs if hub.get("type") == "WebSub"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
