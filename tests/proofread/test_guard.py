"""A failed build fails."""

from __future__ import annotations

from tests.small_site import Site


def test_dropped_post_fails_the_build(site: Site) -> None:
    """A post that Pelican cannot read is named, nothing is written, nothing is a traceback."""
    site.configure(PLUGINS=["proofread"])
    site.post("good")
    site.post("undated", Date=None)

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert "undated.md" in build.messages[0]
    assert build.messages[-1] == (
        "ProofreadError: nothing was written: mend the errors above; it would lack posts/undated.md"
    )
    assert [line for line in build.messages if "Traceback" in line] == []


def test_error_while_writing_fails_the_build(site: Site) -> None:
    """An ERROR that is logged by another plugin after reading fails the build, too."""
    site.write(
        "loud/__init__.py",
        "import logging\nfrom pelican import signals\n"
        "def shout(path, context):\n    logging.getLogger('loud').error('Loud!')\n"
        "def register():\n    signals.content_written.connect(shout)\n",
    )
    paths = site.settings["PLUGIN_PATHS"]
    assert isinstance(paths, list)
    site.configure(PLUGINS=["proofread", "loud"], PLUGIN_PATHS=[*paths, "."])
    site.post("good")

    build = site.build()

    assert build.status == 1
    assert build.messages[-1] == "ProofreadError: the site is not whole: mend the errors above"
    assert set(build.messages[:-1]) == {"Loud!"}  # once for each page


def test_good_site_passes(site: Site) -> None:
    """Nothing is said where nothing is wrong."""
    site.configure(PLUGINS=["proofread"])
    site.post("good")

    build = site.build()

    assert (build.status, build.messages) == (0, ())
    assert "good/index.html" in build.files
