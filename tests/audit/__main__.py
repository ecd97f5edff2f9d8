"""The site before judges that nobody here wrote: `python -m tests.audit`.

Builds the blog as it is published, and the tests' small site, into a temporary folder, serves both
on loopback and has them judged: every file by the Nu checker, a page of each kind and every page of
the small site by axe, five kinds by Lighthouse, every page by the budget of its kind.

Prints a line for each kind: what it weighs and asks for, how much each judge finds, Lighthouse's
four scores. The exit status is 1 when something is broken, which is then told with its page, its
line and its message, or when a judge cannot work here.

It needs Java, Node.js with npm, and a browser; the judges themselves come from npm, pinned, into
`.build/audit/`.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import brotli
from playwright.sync_api import sync_playwright

from tests.audit import lighthouse, nu, pages
from tests.audit.finding import AuditError, Finding
from tests.audit.sites import OTHERS, SMALL, Site, blog, kind_of, small
from tests.audit.table import Row, table, told
from tests.audit.tools import package, program
from tests.browser import chromium
from tests.browser.kinds import KINDS
from tests.theme.test_weight import overweight


def main() -> int:
    """Build, judge and print; the exit status."""
    try:
        _note("finding the judges")
        for name in ("java", "node"):
            program(name)
        for path in (nu.JAR, lighthouse.PROGRAM):
            package(path)
        chrome = chromium.ensure()
        with ExitStack() as running:
            folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
            _note("building the sites")
            sites = [running.enter_context(make(folder)) for make in (blog, small)]
            rows = {kind: Row(kind) for kind in (*KINDS, OTHERS, SMALL)}
            _weigh(sites, rows)
            other = _ask_nu(sites, rows) + _too_heavy(sites[0])
            _ask_axe(sites, rows, chrome)
            _ask_lighthouse(sites[0], rows, chrome)
    except (AuditError, chromium.BrowserError) as error:
        print(error, file=sys.stderr)
        return 1
    return report(list(rows.values()), other)


def report(rows: list[Row], other: Iterable[Finding] = ()) -> int:
    """Print the table and every finding, those of no page last; gives the exit status."""
    lines = told([*(finding for row in rows for finding in row.findings), *other])
    print(table(rows))
    print("\n".join(["", *lines, f"{len(lines)} to mend"]) if lines else "\nNothing to mend.")
    return 1 if lines else 0


def _weigh(sites: Iterable[Site], rows: dict[str, Row]) -> None:
    for site in sites:
        for file in site.files():
            body = file.read_bytes()
            packed = len(gzip.compress(body, 9)), len(brotli.compress(body, quality=11))
            rows[kind_of(site.page(file))].weigh(*packed)


def _too_heavy(site: Site) -> list[Finding]:
    """What the budgets of `tests/theme` have to say, which names the pages itself."""
    budgets = "tests/theme/test_weight.py"
    return [Finding(budgets, "budget", "", line) for line in overweight(site.folder).splitlines()]


def _ask_nu(sites: Iterable[Site], rows: dict[str, Row]) -> list[Finding]:
    """Have all files checked; gives what is said of no page."""
    _note("the Nu checker")
    other = []
    for finding in nu.unaccepted(finding for site in sites for finding in nu.judge(site)):
        if finding.where == "ACCEPTED":
            other.append(finding)
        else:
            rows[kind_of(finding.page)].findings.append(finding)
    return other


def _ask_axe(sites: Iterable[Site], rows: dict[str, Row], chrome: Path) -> None:
    _note("axe")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=list(chromium.FLAGS))
        for page, url in _opened(sites):
            requests, findings = pages.judge(browser, page, url)
            row = rows[kind_of(page)]
            row.requests = max(row.requests, requests)
            row.findings += findings
        browser.close()


def _opened(sites: Iterable[Site]) -> list[tuple[str, str]]:
    """The pages that a browser opens: of the blog one of each kind, of the small site all."""
    return [
        (site.page(file), site.url(file))
        for site in sites
        for file in site.files()
        if kind_of(site.page(file)) != OTHERS
    ]


def _ask_lighthouse(site: Site, rows: dict[str, Row], chrome: Path) -> None:
    with lighthouse.browser(chrome) as port:
        for kind in lighthouse.KINDS:
            _note(f"Lighthouse: {kind}")
            page = KINDS[kind]
            rows[kind].scores, findings = lighthouse.judge(page, f"{site.address}{page}", port)
            rows[kind].findings += findings


def _note(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
