"""What stands inside a page: its style made small, and the policy that lets nothing else run."""

from .align import AlignExtension
from .code import CodeExtension
from .plugin import register
from .policy import make_policy
from .small import SmallError, shrink_script, shrink_sheet

__all__ = [
    "AlignExtension",
    "CodeExtension",
    "SmallError",
    "make_policy",
    "register",
    "shrink_script",
    "shrink_sheet",
]
