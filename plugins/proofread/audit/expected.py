"""What the build knows of the site, to compare with what it wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Expected:
    """What must be in the output and what must not.

    `siteurl` is the setting: "https://host/path", or "" where the site has no address yet; then
    nothing is said of addresses that should be absolute. The mappings lead from paths below the
    output folder, URLs or file names, to the sources they come from: `pages` are all published
    articles, translations and pages; `withheld` drafts and posts of the future; `hidden` those
    that may be at their own address and nowhere else. `gone` are the paths of pages that say that
    a post is no more, which may stand where a draft was. `allow` are patterns (fnmatch) of paths
    whose kind the site's owner allows; `paths` those of addresses that something else makes, so
    that links may lead there.
    """

    siteurl: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    allow: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
