"""The Nu checker, the W3C's judge of HTML, CSS and SVG."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.audit.finding import Finding
from tests.audit.sites import Site
from tests.audit.tools import package, program, run

JUDGE = "Nu"
_OPTIONS = ("--format", "json", "--stdout", "--exit-zero-always")
JAR = "vnu-jar/build/dist/vnu.jar"
# One kind at a time: with `--also-check-css` it counts lines from 0.
_FILES = ("css", "svg")
# Pages are fetched, so that their policy's `'self'` is a host; it fetches nothing from loopback
# unless it is told to.
_LOOPBACK = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
_EXTERNAL = "Resource violates Content Security Policy (meta tag): external script"
_INTEGRITY = "it is allowed by its integrity (CSP 3, 6.7.1.1), which the checker does not know"
# What it says that stays as it is: how the message begins, what else stands in it, and why.
ACCEPTED = {
    ("Inline script violates Content Security Policy", '<script type="application/ld+json">'): (
        "data is never run, and HTML asks the policy only of what is (prepare the script element)"
    ),
    (_EXTERNAL, "/assets/"): _INTEGRITY,
    (_EXTERNAL, "/pagefind/"): _INTEGRITY,
}


def judge(site: Site) -> list[Finding]:
    """Check every page, style sheet and SVG of a site. Raises `AuditError`."""
    folder = str(site.folder.resolve())
    asked = [[site.url(file) for file in site.files()]]
    asked += [
        [f"--skip-non-{kind}", folder] for kind in _FILES if any(site.folder.rglob(f"*.{kind}"))
    ]
    command = (program("java"), _LOOPBACK, "-jar", str(package(JAR)), *_OPTIONS)
    return [
        finding for what in asked for finding in read(run((*command, *what), seconds=180), site)
    ]


def read(report: str, site: Site) -> list[Finding]:
    """Read its report in JSON: each error, warning and piece of advice is a finding."""
    return [
        Finding(_page(each["url"], site), JUDGE, _where(each), _message(each))
        for each in json.loads(report)["messages"]
    ]


def unaccepted(
    findings: Iterable[Finding], accepted: Mapping[tuple[str, str], str] = ACCEPTED
) -> list[Finding]:
    """Leave out what is accepted; what is accepted and found nowhere is a finding itself."""
    found = list(findings)
    left = [each for each in found if not any(_is(each, *one) for one in accepted)]
    unsaid = [one for one in accepted if not any(_is(each, *one) for each in found)]
    return left + [
        Finding("tests/audit/nu.py", JUDGE, "ACCEPTED", f"nothing says {begin!r} any more")
        for begin, _ in unsaid
    ]


def _is(finding: Finding, begin: str, part: str) -> bool:
    return finding.message.startswith(begin) and part in finding.message


def _page(url: str, site: Site) -> str:
    path = unquote(urlsplit(url).path)
    if url.startswith(site.address):
        return f"{site.name}{path.removeprefix(urlsplit(site.address).path)}"
    return site.page(site.folder / Path(path).relative_to(site.folder.resolve()))


def _where(message: Mapping[str, object]) -> str:
    return f"line {message['lastLine']}" if "lastLine" in message else ""


def _message(message: Mapping[str, object]) -> str:
    # With it stands what the line holds: a style sheet in a page is one line.
    extract = " ".join(str(message.get("extract", "")).split())
    return f"{message['message']}" + (f" ({extract})" if extract else "")
