"""The site's addresses: what stood elsewhere before, and what is published where."""

from .alias import Alias, Fault, read_alias, redirect
from .claim import Claim, Claims, find_conflicts, read_claims
from .inspection import Remark, check_source
from .plugin import register
from .problem import AddressError, Problem
from .record import Published, Record, write_record

__all__ = [
    "AddressError",
    "Alias",
    "Claim",
    "Claims",
    "Fault",
    "Problem",
    "Published",
    "Record",
    "Remark",
    "check_source",
    "find_conflicts",
    "read_alias",
    "read_claims",
    "redirect",
    "register",
    "write_record",
]
