"""What Pelican calls."""

from __future__ import annotations


def register() -> None:
    """Connect the plugin to Pelican, which is loaded by then.

    `doctor` has to say what is missing where Pelican is, so that the commands do not wait for it.
    """
    from .plugin import connect

    connect()
