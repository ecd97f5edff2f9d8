"""Proofreading: nothing the writer wrote is lost without a word."""

from .plugin import register
from .settings import ProofreadError

__all__ = ["ProofreadError", "register"]
