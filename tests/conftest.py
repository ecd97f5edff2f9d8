"""What the tests share: how Hypothesis looks for examples, and an empty site to fill."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.small_site import Site

settings.register_profile(
    "repeatable",
    derandomize=True,  # the same examples on every machine, so that a failure is everyone's
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site; what it shows of its plugins is up to `PLUGINS`."""
    return Site(tmp_path)
