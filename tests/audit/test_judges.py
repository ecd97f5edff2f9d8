"""What the judges report, as they reported it, and what becomes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.audit import lighthouse, nu, pages, tools
from tests.audit.finding import AuditError, Finding
from tests.audit.sites import OTHERS, SMALL, Site, kind_of

# What the Nu checker printed for a misspelt property, a needless role and a file it could not read.
NU = """{"version": "26.9.27 (c6ba02c)", "messages": [
    {"type": "error", "url": "file:FOLDER/a%20b/x.css", "lastLine": 1, "lastColumn": 53,
     "firstColumn": 51, "message": "CSS: “colr”: Property “colr” doesn't exist.",
     "extract": "le>p{colr:red}</sty", "hiliteStart": 10, "hiliteLength": 3},
    {"type": "info", "url": "http://127.0.0.1:1/blog/", "lastLine": 2, "lastColumn": 30,
     "firstColumn": 17, "subType": "warning",
     "message": "The “list” role is unnecessary for element “ul”.",
     "extract": "<h1>a</h1>\\n<ul role=list><li>a<", "hiliteStart": 10, "hiliteLength": 14},
    {"type": "non-document-error", "url": "http://127.0.0.1:1/blog/404.html", "subType": "io",
     "message": "No such file."}
]}"""
COLR = "CSS: “colr”: Property “colr” doesn't exist."

# What Lighthouse printed for a page without a language, whose picture has no words; shortened.
NODE = {"node": {"type": "node", "selector": "body > img", "snippet": '<img src="/x.png">'}}
LIGHTHOUSE = {
    "categories": {
        "performance": {
            "title": "Performance",
            "score": 0.985,
            "auditRefs": [{"id": "speed-index", "weight": 10}],
        },
        "accessibility": {
            "title": "Accessibility",
            "score": 0.56,
            "auditRefs": [
                {"id": "image-alt", "weight": 10},
                {"id": "html-has-lang", "weight": 7},
                {"id": "accesskeys", "weight": 7},
                {"id": "document-title", "weight": 7},
                {"id": "landmark-one-main", "weight": 0},
            ],
        },
        "best-practices": {"title": "Best Practices", "score": 1, "auditRefs": []},
        "seo": {
            "title": "SEO",
            "score": 0.82,
            "auditRefs": [{"id": "meta-description", "weight": 1}],
        },
    },
    "audits": {
        "speed-index": {"title": "Speed Index", "score": 0.9, "displayValue": "2.0 s"},
        "image-alt": {
            "title": "Image elements do not have `[alt]` attributes",
            "score": 0,
            "details": {"type": "table", "items": [NODE]},
        },
        "html-has-lang": {
            "title": "`<html>` element does not have a `[lang]` attribute",
            "score": 0,
            "displayValue": "1 element",
        },
        "accesskeys": {"title": "`[accesskey]` values are unique", "score": None},
        "document-title": {"title": "Document has a `<title>` element", "score": 1},
        "landmark-one-main": {"title": "Document does not have a main landmark", "score": 0},
        "meta-description": {
            "title": "Document does not have a meta description",
            "score": 0,
            "details": {"type": "table", "items": [{"source": "network"}]},
        },
    },
}

# What axe gave for a page with pale text; shortened.
AXE = {
    "violations": [
        {
            "id": "color-contrast",
            "help": "Elements must meet minimum color contrast ratio thresholds",
            "nodes": [{"target": ["p"]}, {"target": ["#host", ".pale"]}],
        }
    ]
}


@pytest.fixture
def small(tmp_path: Path) -> Site:
    """The small site, as if it were built and served."""
    return Site(SMALL, tmp_path, "http://127.0.0.1:1/blog")


def nu_report(folder: Path) -> str:
    return NU.replace("FOLDER", str(folder))


def test_nu_names_page_line_and_message(small: Site) -> None:
    """Errors and warnings alike are findings, with the line and what stands in it."""
    found = nu.read(nu_report(small.folder), small)

    assert [str(finding) for finding in found] == [
        f"tests/site/a b/x.css: line 1: Nu: {COLR} (le>p{{colr:red}}</sty)",
        "tests/site/: line 2: Nu: The “list” role is unnecessary for element “ul”."
        " (<h1>a</h1> <ul role=list><li>a<)",
        "tests/site/404.html: Nu: No such file.",
    ]


def test_what_is_accepted_is_no_finding(small: Site) -> None:
    """An accepted message is left out; nothing else is."""
    found = nu.read(nu_report(small.folder), small)

    assert nu.unaccepted(found, {(COLR, "red"): "why"}) == found[1:]


def test_accepted_message_that_nothing_says_is_a_finding(small: Site) -> None:
    """What is accepted and no longer said has to leave the list."""
    found = nu.read(nu_report(small.folder), small)

    left = nu.unaccepted(found[1:], {(COLR, "red"): "why"})

    assert left[:-1] == found[1:]
    assert str(left[-1]) == f"tests/audit/nu.py: ACCEPTED: Nu: nothing says {COLR!r} any more"


def test_message_is_accepted_for_what_stands_in_it_alone(small: Site) -> None:
    """The same message about something else is a finding."""
    found = nu.read(nu_report(small.folder), small)

    assert nu.unaccepted(found, {(COLR, "blue"): "why"})[:-1] == found


def test_each_accepted_message_has_its_reason() -> None:
    """The list holds no message without a reason."""
    assert [message for message, reason in nu.ACCEPTED.items() if not reason] == []


def test_lighthouse_gives_scores_and_what_costs_points() -> None:
    """A score below its limit is told by the audits that cost it, not by those without weight."""
    scores, found = lighthouse.read(json.dumps(LIGHTHOUSE), "/about/")

    assert scores == {
        "performance": 99,
        "accessibility": 56,
        "best-practices": 100,
        "seo": 82,
    }
    assert [str(finding) for finding in found] == [
        "/about/: body > img: Lighthouse: Accessibility:"
        " Image elements do not have `[alt]` attributes",
        "/about/: Lighthouse: Accessibility: `<html>` element does not have a `[lang]` attribute"
        " (1 element)",
        "/about/: Lighthouse: SEO: Document does not have a meta description",
    ]


def test_score_below_its_limit_without_an_audit_is_told() -> None:
    """A category that failed and names no audit is a finding all the same."""
    report = json.loads(json.dumps(LIGHTHOUSE))
    report["categories"]["seo"] = {"title": "SEO", "score": None, "auditRefs": []}

    scores, found = lighthouse.read(json.dumps(report), "/")

    assert scores["seo"] == 0
    assert str(found[-1]) == "/: Lighthouse: SEO: 0 of 100"


def test_lighthouse_that_could_not_load_is_an_error() -> None:
    """A page that was not loaded has no scores."""
    report = json.dumps({"runtimeError": {"code": "NO_FCP", "message": "The page did not paint."}})

    with pytest.raises(AuditError) as caught:
        lighthouse.read(report, "/about/")

    assert str(caught.value) == "/about/: Lighthouse: The page did not paint."


def test_axe_names_each_element() -> None:
    """Each element that breaks a rule is a finding, with the width and the scheme."""
    found = list(pages.read(AXE, "/", "360 pixels, dark"))

    message = (
        "axe: color-contrast: Elements must meet minimum color contrast ratio thresholds"
        " (360 pixels, dark)"
    )
    assert [str(finding) for finding in found] == [f"/: p: {message}", f"/: #host .pale: {message}"]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("/", "home"),
        ("/404.html", "nowhere"),
        ("/rants/forget-how-many-followers-you-have/", "rant"),
        ("/rants/quick-sync/", OTHERS),
        ("tests/site/", SMALL),
        ("tests/site/rants/", SMALL),
    ],
)
def test_page_stands_in_the_row_of_its_kind(page: str, kind: str) -> None:
    """Each page of each site has a row."""
    assert kind_of(page) == kind


def test_program_that_is_not_there_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without Java the audit says what to install."""
    monkeypatch.setenv("PATH", "")

    with pytest.raises(AuditError) as caught:
        tools.program("java")

    assert str(caught.value) == (
        "java: is not on this machine — install Java 17 or later"
        " (Debian: apt-get install default-jre-headless)"
    )


def test_command_that_fails_is_told_with_what_it_said() -> None:
    """The error has the command's name, its exit status and its own words."""
    script = "import sys; print('out'); sys.exit('no such page')"

    with pytest.raises(AuditError) as caught:
        tools.run((sys.executable, "-c", script), seconds=30)

    assert str(caught.value).endswith(": exit status 1\nno such page")


def test_command_that_hangs_is_ended_with_what_it_has_started(tmp_path: Path) -> None:
    """After its time nothing of it is left, a child of its own neither."""
    told = tmp_path / "pid"
    script = f"sleep 60 & echo $! > '{told}'; wait"

    with pytest.raises(AuditError) as caught:
        tools.run(("sh", "-c", script), seconds=1)

    assert str(caught.value).endswith(": took longer than 1 s")
    child = int(told.read_text())
    assert _ends(child)


def _ends(process: int) -> bool:
    """Whether a process that was killed is gone, or a zombie that nobody has waited for."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
        )
        if state.stdout.startswith("Z"):
            return True
        time.sleep(0.05)
    return False


def test_judges_that_cannot_be_had_leave_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where npm fails, the next run begins again."""
    npm = tmp_path / "bin/npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho 'npm error network' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent), prepend=os.pathsep)

    with pytest.raises(AuditError) as caught:
        tools.package(nu.JAR, home=tmp_path / "home")

    assert str(caught.value) == "npm ci --ignore-scripts: exit status 1\nnpm error network"
    assert not (tmp_path / "home/package-lock.json").exists()


def test_pins_name_versions_and_no_host() -> None:
    """Each judge is pinned to one version, and each package to its bytes."""
    asked = json.loads((tools.PINS / "package.json").read_text())["dependencies"]
    lock = json.loads((tools.PINS / "package-lock.json").read_text())["packages"]

    assert {name: lock[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [path for path, entry in lock.items() if path and "integrity" not in entry] == []
    assert [path for path, entry in lock.items() if "resolved" in entry] == []


def test_finding_is_one_line() -> None:
    """Page, place, judge and message, in this order; a place that is not known is left out."""
    assert str(Finding("/", "axe", "p", "pale")) == "/: p: axe: pale"
    assert str(Finding("/", "axe", "", "pale")) == "/: axe: pale"
