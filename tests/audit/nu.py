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
JAR = "vnu-jar/build/dist/vnu.jar"
# What it says that stays as it is: the message as it begins, and why.
ACCEPTED = {
    "CSS: “field-sizing”: Property “field-sizing” doesn't exist.": (
        "it does (CSS Basic User Interface 4); a browser without it shows six lines"
    ),
}


def judge(site: Site) -> list[Finding]:
    """Check every page, style sheet and SVG of a site. Raises `AuditError`."""
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html")
    also = ("--also-check-css", "--also-check-svg")
    jar = str(package(JAR))
    folder = str(site.folder.resolve())
    return read(run((program("java"), "-jar", jar, *options, *also, folder), seconds=180), site)


def read(report: str, site: Site) -> list[Finding]:
    """Read its report in JSON: each error, warning and piece of advice is a finding."""
    return [
        Finding(site.page(_file(each["url"], site)), JUDGE, _where(each), _message(each))
        for each in json.loads(report)["messages"]
    ]


def unaccepted(
    findings: Iterable[Finding], accepted: Mapping[str, str] = ACCEPTED
) -> list[Finding]:
    """Leave out what is accepted; what is accepted and found nowhere is a finding itself."""
    found = list(findings)
    left = [each for each in found if not any(each.message.startswith(one) for one in accepted)]
    unsaid = [one for one in accepted if not any(each.message.startswith(one) for each in found)]
    return left + [
        Finding("tests/audit/nu.py", JUDGE, "ACCEPTED", f"nothing says {one!r} any more")
        for one in unsaid
    ]


def _file(url: str, site: Site) -> Path:
    path = Path(unquote(urlsplit(url).path))
    return site.folder / path.relative_to(site.folder.resolve())


def _where(message: Mapping[str, object]) -> str:
    return f"line {message['lastLine']}" if "lastLine" in message else ""


def _message(message: Mapping[str, object]) -> str:
    # With it stands what the line holds: a style sheet in a page is one line.
    extract = " ".join(str(message.get("extract", "")).split())
    return f"{message['message']}" + (f" ({extract})" if extract else "")
