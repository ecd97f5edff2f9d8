"""The table that is printed, and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
import urllib3

from tests.audit import __main__ as audit
from tests.audit.finding import AuditError, Finding
from tests.audit.sites import CompressingHost
from tests.audit.table import Row, table, told
from tests.static_host import serve

SCORES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}


def test_table_has_a_line_for_each_kind() -> None:
    """Numbers stand below their heads, and a dash where nobody has looked."""
    home = Row("home", 5660, 4726, 3, SCORES, [Finding("/", "axe", "p", "pale")])
    tags = Row(
        "tags", findings=[Finding("/tags/", "Nu", "", "old"), Finding("/tags/", "Nu", "", "x")]
    )

    lines = table([home, tags]).splitlines()

    assert [line.split() for line in lines] == [
        ["gzip", "brotli", "requests", "Nu", "axe", "speed", "access", "practice", "SEO"],
        ["home", "5,660", "4,726", "3", "0", "1", "99", "100", "100", "100"],
        ["tags", "0", "0", "0", "2", "0", "–", "–", "–", "–"],
    ]
    assert len({len(line) for line in lines}) == 1


def test_row_tells_the_heaviest_of_its_pages() -> None:
    """Each weight is the most that a page of the kind has."""
    row = Row("rants")

    row.weigh(10, 9)
    row.weigh(12, 8)
    row.weigh(11, 7)

    assert (row.gzip, row.brotli) == (12, 9)


def test_finding_is_told_once() -> None:
    """What was found twice is a line that says so."""
    pale, old = Finding("/", "axe", "p", "pale"), Finding("/", "Nu", "line 2", "old")

    assert told([pale, old, pale]) == ["/: p: axe: pale ×2", "/: line 2: Nu: old"]


def test_nothing_to_mend_is_success(capsys: pytest.CaptureFixture[str]) -> None:
    """The table ends with that, and the exit status is 0."""
    status = audit.report([Row("home")])

    assert (status, capsys.readouterr().out.splitlines()[1:]) == (
        0,
        [*table([Row("home")]).splitlines()[1:], "", "Nothing to mend."],
    )


def test_finding_is_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """What is broken stands below the table, what belongs to no page last; the exit status is 1."""
    row = Row("home", findings=[Finding("/", "Nu", "line 2", "old")])
    other = Finding("tests/audit/nu.py", "Nu", "ACCEPTED", "nothing says 'x' any more")

    status = audit.report([row], [other])

    assert (status, capsys.readouterr().out.splitlines()[2:]) == (
        1,
        [
            "",
            "/: line 2: Nu: old",
            "tests/audit/nu.py: ACCEPTED: Nu: nothing says 'x' any more",
            "2 to mend",
        ],
    )


def test_judge_that_cannot_work_is_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is printed as a result; the reason is told."""

    def absent(name: str) -> str:
        raise AuditError(f"{name}: is not on this machine — install it")

    monkeypatch.setattr(audit, "program", absent)

    status = audit.main()

    printed = capsys.readouterr()
    assert (status, printed.out) == (1, "")
    assert printed.err.splitlines()[-1] == "java: is not on this machine — install it"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)],
)
def test_host_compresses_text(tmp_path: Path, accepted: str, encoding: str | None) -> None:
    """The audit's host sends a page as a real one does, compressed where the reader takes it."""
    page = "<title>page</title>" * 20
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text(page)

    for origin in serve(tmp_path, CompressingHost):
        answer = urllib3.request(
            "GET", f"{origin}/about/", headers={"Accept-Encoding": accepted}, retries=False
        )

    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.data.decode() == page
