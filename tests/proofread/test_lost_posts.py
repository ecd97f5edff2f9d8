"""Whatever Pelican would lose quietly fails the build, and whatever it only warns of does not."""

from __future__ import annotations

import logging

import pytest

from proofread import ProofreadError
from proofread.guard import Guard, WithoutTraceback, dropped
from tests.small_site import Site

LOST = {
    "no date": b"Title: T\n\nText.\n",
    "an empty date": b"Title: T\nDate:\n\nText.\n",
    "no known date": b"Title: T\nDate: tomorow\n\nText.\n",
    "no known change": b"Title: T\nDate: 2026-01-02\nModified: soon\n\nText.\n",
    "no title": b"Date: 2026-01-02\n\nText.\n",
    "a misspelt title": b"Titel: T\nDate: 2026-01-02\n\nText.\n",
    "an empty file": b"",
    "a first line indented by a tab": b"\tTitle: T\nDate: 2026-01-02\n\nText.\n",
    "front matter of another kind": b"+++\ntitle = 'T'\n+++\n\nText.\n",
    "Latin-1": "Title: T\nDate: 2026-01-02\n\nNaïve.\n".encode("latin-1"),
    "UTF-16": "Title: T\nDate: 2026-01-02\n\nText.\n".encode("utf-16"),
    "an unknown status": b"Title: T\nDate: 2026-01-02\nStatus: ready\n\nText.\n",
}


@pytest.fixture(autouse=True)
def _plugins(site: Site) -> None:
    site.configure(PLUGINS=["proofread"])


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_lost_post_fails_the_build(site: Site, text: bytes) -> None:
    """The post is named, the status is 1, nothing is written, and there is no traceback."""
    site.post("good")
    site.write("content/posts/lost.md", text)

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages[-1] == (
        "ProofreadError: nothing was written: mend the errors above; it would lack posts/lost.md"
    )
    assert [line for line in build.messages if "lost.md" in line and line != build.messages[-1]]
    assert [line for line in build.messages if "Traceback" in line] == []


def test_all_lost_files_are_named(site: Site) -> None:
    """Posts and pages that are lost are told together, in order."""
    site.write("content/posts/b.md", LOST["no title"])
    site.write("content/posts/a.md", LOST["no date"])
    site.write("content/pages/c.md", b"Text.\n")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages[-1] == (
        "ProofreadError: nothing was written: mend the errors above; "
        "it would lack pages/c.md, posts/a.md, posts/b.md"
    )


def test_what_was_there_stays(site: Site) -> None:
    """A build that fails leaves what an earlier one wrote as it was."""
    site.post("good")
    before = site.build()
    kept = {path: before.bytes(path) for path in before.files}
    site.post("good", "Changed.")
    site.write("content/posts/lost.md", LOST["no date"])

    build = site.build()

    assert build.status == 1
    assert {path: build.bytes(path) for path in build.files} == kept


def test_warning_stops_nothing(site: Site) -> None:
    """A link to a file that is not there is told by Pelican; it is no error."""
    site.post("good", "[x]({filename}nope.md)")

    build = site.build()

    assert build.status == 0
    assert "good/index.html" in build.files
    assert [line for line in build.messages if "nope.md" in line] != []


@pytest.mark.parametrize("handler", ["plain", "rich"])
def test_messages_are_shown_once(site: Site, handler: str) -> None:
    """With either of Pelican's log handlers each problem is shown, and shown once."""
    site.write("content/posts/lost.md", LOST["no date"])

    build = site.build(log_handler=handler)

    assert build.status == 1
    shown = "\n".join(build.messages)
    assert shown.count("nothing was written: mend the errors above") == 1
    assert shown.count("could not find information about 'date'") == 1
    assert "Traceback" not in shown


def test_plugin_that_breaks_keeps_its_traceback(site: Site) -> None:
    """What the writer cannot mend is told in full to whoever can."""
    site.write(
        "broken/__init__.py",
        "from pelican import signals\n"
        "def fail(generators):\n    raise RuntimeError('a bug')\n"
        "def register():\n    signals.all_generators_finalized.connect(fail)\n",
    )
    paths = site.settings["PLUGIN_PATHS"]
    assert isinstance(paths, list)
    site.configure(PLUGINS=["proofread", "broken"], PLUGIN_PATHS=[*paths, "."])
    site.post("good")

    build = site.build()

    assert build.status == 1
    assert [line for line in build.messages if "Traceback" in line] != []
    assert build.messages[-1] == "RuntimeError: a bug"


def test_guard_counts_errors_alone() -> None:
    """A warning is none, an error is one, and so is what is worse."""
    guard = Guard()
    logger = logging.Logger("test")
    logger.addHandler(guard)

    logger.warning("w")
    logger.error("e")
    logger.critical("c")

    assert guard.errors == 2


@pytest.mark.parametrize(("error", "kept"), [(ProofreadError("x"), False), (ValueError(), True)])
def test_traceback_is_for_what_cannot_be_mended(error: Exception, kept: bool) -> None:
    """A record keeps its place; its traceback only where the error has no exit status."""
    record = logging.LogRecord("a", logging.ERROR, "b", 1, "c", None, (type(error), error, None))

    shown = WithoutTraceback().filter(record)

    assert (bool(shown), bool(record.exc_info)) == (True, kept)


def test_dropped_are_those_that_became_nothing() -> None:
    """The paths whose content is None, in order."""
    assert dropped({"b": None, "c": object(), "a": None}) == ["a", "b"]
