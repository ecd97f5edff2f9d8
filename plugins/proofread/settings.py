"""The one error of proofreading; there is nothing to set yet."""

from __future__ import annotations


class ProofreadError(Exception):
    """Stops the build: something the writer put in would not come out."""

    exitcode = 1
