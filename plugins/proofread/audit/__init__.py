"""The audit: what is wrong with a site as it was built, before anybody sees it."""

from .audit import audit
from .expected import Expected
from .finding import Finding

__all__ = ["Expected", "Finding", "audit"]
