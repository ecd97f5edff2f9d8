"""Private keys and tokens in what is to be published.

A short list of exact forms, and no guess by entropy: the makers of these keys gave them a prefix
and a length so that they can be found, and each find is a leak. A measure of randomness finds
hashes, ids and pictures in a page, a check that is often wrong is soon turned off, and then the
one leak passes. The forms are those their makers document, as secret scanners use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .finding import Finding

SHOWN = 8


@dataclass(frozen=True)
class Form:
    """One kind of secret: what it is, what every one of them holds, and how it is written."""

    what: str
    marker: bytes
    pattern: re.Pattern[bytes]


def _token(what: str, marker: str, pattern: str) -> Form:
    return Form(what, marker.encode(), re.compile(pattern.encode()))


FORMS = (
    # RFC 7468, RFC 9580, PROTOCOL.key of OpenSSH; the first line alone is only talked about
    _token(
        "a private key",
        "PRIVATE KEY",
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[^<>]{0,300}?([A-Za-z0-9+/]{40})",
    ),
    _token(
        "a private key of PuTTY",
        "PuTTY-User-Key-File-",
        r"PuTTY-User-Key-File-\d[^<>]{0,8000}?Private-Lines:[^<>]{1,9}?([A-Za-z0-9+/]{40})",
    ),
    _token("a secret key of age", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}"),
    _token("an access key of AWS", "AKIA", r"AKIA[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _token("an access key of AWS", "ASIA", r"ASIA[A-Z0-9]{16}(?![A-Za-z0-9])"),
    *(
        _token("a token of GitHub", f"gh{kind}_", rf"gh{kind}_[A-Za-z0-9]{{36,255}}")
        for kind in "pousr"
    ),
    _token("a token of GitHub", "github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _token("a token of GitLab", "glpat-", r"glpat-[A-Za-z0-9_-]{20,}"),
    # all have digits; without one it is words, as in a manual
    _token("a token of Slack", "xox", r"xox[abeoprs]-(?=[A-Za-z-]*\d)[A-Za-z0-9-]{10,}"),
    _token("a live key of Stripe", "k_live_", r"[rs]k_live_[A-Za-z0-9]{16,}"),
    _token("a key of Google", "AIza", r"AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    _token("a token of npm", "npm_", r"npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])"),
    _token("a token of PyPI", "pypi-AgE", r"pypi-AgE[IN][A-Za-z0-9_-]{50,}"),
    _token("a key of SendGrid", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _token("a token of a Telegram bot", ":AA", r"\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
    _token("a key of Anthropic", "sk-ant-", r"sk-ant-[a-z]+\d\d-[A-Za-z0-9_-]{80,}"),
    _token(
        "a key of OpenAI",
        "sk-",
        r"sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})",
    ),
)
# What people write where a secret would stand: the word itself, the first of a row, one character
# again and again, but for the zeros with which OpenSSH begins a key.
_EXAMPLE = re.compile(
    rb"example|placeholder|dummy|redacted|your|([^A])\1{4}|12345|abcde", re.IGNORECASE
)


def credential_findings(path: str, data: bytes) -> Iterator[Finding]:
    """Find keys and tokens in a file; each is told by its first characters only."""
    for form in FORMS:
        if form.marker in data:
            for match in form.pattern.finditer(data):
                if not (_within_a_word(data, match.start()) or _is_example(match)):
                    yield _finding(path, data, form, match)


def _is_example(match: re.Match[bytes]) -> bool:
    """Whether it stands for a secret; of a key, only the body can say so."""
    return bool(_EXAMPLE.search(match[match.lastindex or 0]))


def _finding(path: str, data: bytes, form: Form, match: re.Match[bytes]) -> Finding:
    line = data.count(b"\n", 0, match.start()) + 1
    shown = match[0][:SHOWN].decode("ascii", "replace")
    remedy = "take it out and have a new one made: whoever had the file has this one"
    return Finding(path, line, f"'{shown}…' is {form.what} — {remedy}")


def _within_a_word(data: bytes, start: int) -> bool:
    return start > 0 and data[start - 1 : start].isalnum()
