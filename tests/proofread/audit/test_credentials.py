"""No private key and no token is published; what only looks like one passes."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from tests.proofread.audit.output import told

REMEDY = "take it out and have a new one made: whoever had the file has this one"


def _some(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    # Made here, so that no file of this repository holds what a scanner would find in it.
    return "".join(random.Random(length).choices(alphabet, k=length))  # noqa: S311  -- no secret


UPPER = string.ascii_uppercase + "234567"
BODY = "\n".join(_some(64) for _ in range(3))
OPENSSH = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW"  # as each begins
FOUND = {
    "PEM": (f"-----BEGIN PRIVATE KEY-----\n{BODY}\n", "-----BEG", "a private key"),
    "an old PEM": (
        f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{BODY}\n",
        "-----BEG",
        "a private key",
    ),
    "OpenSSH": (
        f"-----BEGIN OPENSSH PRIVATE KEY-----\n{OPENSSH}{BODY}",
        "-----BEG",
        "a private key",
    ),
    "PEM in JSON": (rf"-----BEGIN EC PRIVATE KEY-----\n{_some(64)}", "-----BEG", "a private key"),
    "PGP": (f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{BODY}", "-----BEG", "a private key"),
    "PuTTY": (
        f"PuTTY-User-Key-File-3: ssh-rsa\nComment: x\nPrivate-Lines: 3\n{BODY}",
        "PuTTY-Us",
        "a private key of PuTTY",
    ),
    "age": ("AGE-SECRET-KEY-1" + _some(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"), "AGE-SECR",
            "a secret key of age"),
    "AWS": ("AKIA" + _some(16, UPPER), None, "an access key of AWS"),
    "AWS for a while": ("ASIA" + _some(16, UPPER), None, "an access key of AWS"),
    **{f"GitHub {k}": (f"gh{k}_" + _some(36), None, "a token of GitHub") for k in "pousr"},
    "GitHub": (f"github_pat_{_some(22)}_{_some(59)}", None, "a token of GitHub"),
    "GitLab": ("glpat-" + _some(20), None, "a token of GitLab"),
    "Slack": (f"xoxb-{_some(12, '67890')}-{_some(24)}", None, "a token of Slack"),
    "Stripe": ("sk_live_" + _some(24), None, "a live key of Stripe"),
    "Google": ("AIza" + _some(35), None, "a key of Google"),
    "npm": ("npm_" + _some(36), None, "a token of npm"),
    "PyPI": ("pypi-AgEIcHlwaS5vcmc" + _some(60), None, "a token of PyPI"),
    "SendGrid": (f"SG.{_some(22)}.{_some(43)}", None, "a key of SendGrid"),
    "Telegram": (f"{_some(9, '6789')}:AA{_some(33)}", None, "a token of a Telegram bot"),
    "Anthropic": (f"sk-ant-api03-{_some(93)}AA", None, "a key of Anthropic"),
    "OpenAI": (f"sk-proj-{_some(60)}", None, "a key of OpenAI"),
    "OpenAI before": (f"sk-{_some(20)}T3BlbkFJ{_some(20)}", None, "a key of OpenAI"),
}  # fmt: skip


@pytest.mark.parametrize(("secret", "shown", "what"), FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("path", ["a.html", "a.js", "a.txt", "LICENSE"])
def test_secret_is_told(
    tmp_path: Path, path: str, secret: str, shown: str | None, what: str
) -> None:
    """In any text file it is told with its line, its maker and only its first characters."""
    text = f"first\n<pre>{secret}</pre>"

    found = told(tmp_path, {path: text}, allow=frozenset({"LICENSE"}))

    assert found == [f"{path}:2: '{shown or secret[:8]}…' is {what} — {REMEDY}"]


EXAMPLES = {
    "AWS's own": "AKIAIOSFODNN7EXAMPLE",
    "crosses": "ghp_" + "x" * 36,
    "digits": "glpat-12345678901234567890",
    "a word": "npm_yourTokenHere" + _some(23),
    "the first line": "It begins with -----BEGIN RSA PRIVATE KEY----- and has an end.",
    "dots": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq…\n-----END PRIVATE KEY-----",
    "a public key": f"-----BEGIN PUBLIC KEY-----\n{_some(64)}",
    "words": "xoxb-not-a-real-token-at-all",
    "a test key": "sk_test_" + _some(24),
    "a word with a dash": "task-" + "risk-proj-" + _some(60),
    "within a word": "XAKIA" + _some(16, UPPER),
    "too long": "AKIA" + _some(17, UPPER),
    "a hash": "".join(random.Random(1).choices("0123456789abcdef", k=64)),  # noqa: S311  -- no secret
}


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=EXAMPLES)
def test_example_passes(tmp_path: Path, text: str) -> None:
    """A rant may show what a token looks like."""
    assert told(tmp_path, {"a.html": f"<pre>{text}</pre>"}) == []
