"""The guard in Pelican: a site is written whole and free of errors, or not at all."""

from __future__ import annotations

import logging

from pelican import Pelican, signals
from pelican.generators import Generator

from .guard import Guard, WithoutTraceback, dropped
from .settings import ProofreadError


def start(pelican: Pelican) -> None:
    """On `initialized`: watch what is logged, in this build and those that follow."""
    logging.getLogger("pelican").addFilter(WithoutTraceback())
    pelican.settings["proofread"] = Guard()
    root = logging.getLogger()
    if (
        not root.handlers
    ):  # with `--log-handler plain` Pelican leaves showing to Python's last resort
        root.addHandler(logging.StreamHandler())
    root.addHandler(pelican.settings["proofread"])


def begin(pelican: Pelican) -> None:
    """On `get_generators`: nothing is read with settings in which a plugin found an error."""
    guard = pelican.settings["proofread"]
    if guard.errors and not guard.begun:
        raise ProofreadError("nothing was written: mend the settings above")
    guard.begun, guard.errors = True, 0


def stop_before_writing(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: refuse a site that lost a source or told an error."""
    context = generators[0].context
    lost = dropped(context["generated_content"]) + dropped(context["static_content"])
    if lost or generators[0].settings["proofread"].errors:
        lacking = f"; it would lack {', '.join(lost)}" if lost else ""
        raise ProofreadError(f"nothing was written: mend the errors above{lacking}")


def stop_after_writing(pelican: Pelican) -> None:
    """On `finalized`: an error while writing fails the build, too."""
    if pelican.settings["proofread"].errors:
        raise ProofreadError("the site is not whole: mend the errors above")


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(start)
    signals.get_generators.connect(begin)
    signals.all_generators_finalized.connect(stop_before_writing)
    signals.finalized.connect(stop_after_writing)
