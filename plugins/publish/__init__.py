"""Publishes a built site: a whole release, one switch, the release before kept."""

from __future__ import annotations

from .folder import publish
from .problem import Problem, PublishError
from .release import Changes, Manifest, Outcome, Release, compare, following, superseded
from .report import tell
from .site import read_manifest, site_problems

__all__ = [
    "Changes",
    "Manifest",
    "Outcome",
    "Problem",
    "PublishError",
    "Release",
    "compare",
    "following",
    "publish",
    "read_manifest",
    "site_problems",
    "superseded",
    "tell",
]
