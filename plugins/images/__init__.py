"""Pictures: as wide as they are shown, in formats that weigh less, and telling no place."""

from .inspection import check_content
from .page import complete
from .picture import Picture, Variant
from .plugin import register
from .settings import ImagesError, Settings
from .strip import BrokenError, strip

__all__ = [
    "BrokenError",
    "ImagesError",
    "Picture",
    "Settings",
    "Variant",
    "check_content",
    "complete",
    "register",
    "strip",
]
