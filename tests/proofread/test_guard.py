"""A failed build fails, whatever Pelican's own exit status."""

from __future__ import annotations

import logging

import pytest

from proofread import ProofreadError
from proofread.guard import Guard, WithoutTraceback, dropped
from tests.small_site import Site


def _plugin(site: Site, text: str) -> None:
    """Give the site a plugin called `other`, beside proofreading."""
    site.write("other/__init__.py", text)
    paths = site.settings["PLUGIN_PATHS"]
    assert isinstance(paths, list)
    site.configure(PLUGINS=["proofread", "other"], PLUGIN_PATHS=[*paths, "."])
    site.post("good")


def _raise_on(signal: str, error: str) -> str:
    return (
        "from pelican import signals\n"
        f"def fail(*_, **__):\n    raise {error}\n"
        f"def register():\n    signals.{signal}.connect(fail)\n"
    )


def test_good_site_passes(site: Site) -> None:
    """Nothing is said where nothing is wrong."""
    site.configure(PLUGINS=["proofread"])
    site.post("good")

    build = site.build()

    assert (build.status, build.messages) == (0, ())
    assert build.files == ["category/misc/index.html", "good/index.html"]


def test_plugin_that_is_not_there(site: Site) -> None:
    """A site is not built without a plugin that it names."""
    site.configure(PLUGINS=["proofread", "nowhere"])
    site.post("good")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "Cannot load plugin `nowhere`",
        "Cannot import plugin `nowhere`",
        "ProofreadError: nothing was written: mend the settings above",
    )


def test_plugin_that_does_not_register(site: Site) -> None:
    """A site is not built without a plugin whose `register` raises."""
    _plugin(site, "def register():\n    raise RuntimeError('a bug')\n")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages[0] == "Cannot register plugin `other`"
    assert build.messages[-2:] == (
        "RuntimeError: a bug",
        "ProofreadError: nothing was written: mend the settings above",
    )


@pytest.mark.parametrize(
    "signal", ["article_generator_preread", "article_generator_context", "content_object_init"]
)
def test_plugin_that_breaks_every_post(site: Site, signal: str) -> None:
    """Where Pelican would publish an empty site, nothing is written, and each post is named."""
    _plugin(site, _raise_on(signal, "RuntimeError('a bug')"))

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages[0] == "Could not process posts/good.md"
    assert build.messages[-2:] == (
        "RuntimeError: a bug",
        "ProofreadError: nothing was written: mend the errors above; it would lack posts/good.md",
    )


@pytest.mark.parametrize("signal", ["article_generator_finalized", "all_generators_finalized"])
def test_plugin_that_breaks_keeps_its_traceback(site: Site, signal: str) -> None:
    """What the writer cannot mend is told in full to whoever can."""
    _plugin(site, _raise_on(signal, "RuntimeError('a bug')"))

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert "Traceback (most recent call last):" in build.messages
    assert build.messages[-1] == "RuntimeError: a bug"


def test_plugin_that_tells_the_writer(site: Site) -> None:
    """An exception with an exit status is for the writer, and has no traceback."""
    _plugin(
        site,
        "class Fault(Exception):\n    exitcode = 1\n"
        + _raise_on("all_generators_finalized", "Fault('a.md:1: A fault — a remedy')"),
    )

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == ("Fault: a.md:1: A fault — a remedy",)


def test_plugin_that_tells_the_writer_of_a_post(site: Site) -> None:
    """Pelican keeps to itself why it could not read a post; here the reason is told with it."""
    _plugin(
        site,
        "class Fault(Exception):\n    exitcode = 1\n"
        + _raise_on("content_object_init", "Fault('100% wrong — mend it')"),
    )

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "Could not process posts/good.md: 100% wrong — mend it",
        "ProofreadError: nothing was written: mend the errors above; it would lack posts/good.md",
    )


def test_error_before_writing_fails_the_build(site: Site) -> None:
    """An ERROR that another plugin logs while reading stops the build before it writes."""
    _plugin(
        site,
        "import logging\nfrom pelican import signals\n"
        "def shout(content):\n    logging.getLogger('loud').error('Loud!')\n"
        "def register():\n    signals.content_object_init.connect(shout)\n",
    )

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "Loud!",
        "ProofreadError: nothing was written: mend the errors above",
    )


def test_error_while_writing_fails_the_build(site: Site) -> None:
    """An ERROR that is logged by another plugin after reading fails the build, too."""
    _plugin(
        site,
        "import logging\nfrom pelican import signals\n"
        "def shout(path, context):\n    logging.getLogger('loud').error('Loud!')\n"
        "def register():\n    signals.content_written.connect(shout)\n",
    )

    build = site.build()

    assert build.status == 1
    assert build.messages == (
        "Loud!",  # once for each page
        "Loud!",
        "ProofreadError: the site is not whole: mend the errors above",
    )


def test_warning_fails_no_build(site: Site) -> None:
    """A WARNING is shown and stops nothing."""
    _plugin(
        site,
        "import logging\nfrom pelican import signals\n"
        "def shout(content):\n    logging.getLogger('loud').warning('Loud.')\n"
        "def register():\n    signals.content_object_init.connect(shout)\n",
    )

    build = site.build()

    assert (build.status, build.messages) == (0, ("Loud.",))
    assert "good/index.html" in build.files


@pytest.mark.parametrize("name", ["PROOFREAD_KEYZ", "PROOFREAD_SUMARY"])
def test_setting_that_is_unknown(site: Site, name: str) -> None:
    """A misspelt setting of this plugin stops the build with the one that is meant."""
    near = {"PROOFREAD_KEYZ": "PROOFREAD_KEYS", "PROOFREAD_SUMARY": "PROOFREAD_SUMMARY"}[name]
    site.configure(PLUGINS=["proofread"], **{name: 1})
    site.post("good")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        f"setting {name} is unknown — write {near}, or take it out",
        "ProofreadError: nothing was written: mend the settings above",
    )


def test_plugin_of_ones_own_is_asked(site: Site) -> None:
    """A plugin that offers `check_source` is asked of each source; its advice stops nothing."""
    _plugin(
        site,
        "from dataclasses import dataclass\n"
        "@dataclass\nclass Remark:\n    line: int\n    message: str\n    advice: bool\n"
        "def check_source(source):\n"
        "    title = source.front.find('title').value\n"
        "    yield Remark(2, f'{source.kind} {title} {source.status}', title == 'good')\n"
        "def register():\n    pass\n",
    )
    site.post("bad")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "content/posts/bad.md:2: article bad published",
        "ProofreadError: nothing was written: mend the errors above",
    )


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
