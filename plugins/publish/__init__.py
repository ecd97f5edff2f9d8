"""Publishes a built site: planned, whole, in one switch, with the way back kept."""

from __future__ import annotations

from .plan.consent import Consent
from .plan.plan import Plan, make_plan
from .problem import Problem, PublishError
from .publication import Order, Outcome, Step, publish, releases, rollback
from .record import Article, Record, read_record
from .release import Changes, Manifest, Release, compare, following, superseded
from .report import tell
from .settings import Settings, load_settings, read_settings
from .targets.folder import FolderTarget
from .targets.kind import open_target
from .targets.target import Kept, Live, Target

__all__ = [
    "Article",
    "Changes",
    "Consent",
    "FolderTarget",
    "Kept",
    "Live",
    "Manifest",
    "Order",
    "Outcome",
    "Plan",
    "Problem",
    "PublishError",
    "Record",
    "Release",
    "Settings",
    "Step",
    "Target",
    "compare",
    "following",
    "load_settings",
    "make_plan",
    "open_target",
    "publish",
    "read_record",
    "read_settings",
    "releases",
    "rollback",
    "superseded",
    "tell",
]
