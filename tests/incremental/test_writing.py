"""The writer: what a page is given, by whomever, is part of what it depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_site import PLUGINS, Site

PLUGIN = """
from pathlib import Path
from pelican import signals
from pelican.generators import Generator


class Words(Generator):
    def generate_output(self, writer):
        word = Path(self.path, "word.txt").read_text()
        template = self.get_template("word")
        writer.write_file("given.html", template, self.context, word=word)
        writer.write_file("copied.html", template, {**self.context, "word": word})
        self.context["word"] = word
        writer.write_file("shared.html", template, self.context)


def register():
    signals.get_generators.connect(lambda pelican: Words, weak=False)
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with a plugin that writes three pages of one word."""
    site = Site(tmp_path)
    site.configure(
        PLUGINS=["incremental", "words"],
        PLUGIN_PATHS=[str(PLUGINS), str(tmp_path / "own")],
        PELICAN_CLASS="incremental.Pelican",
        CACHE_PATH=str(tmp_path / "cache"),
        DELETE_OUTPUT_DIRECTORY=True,
        INCREMENTAL_SAMPLE=0,  # which would find out what the trace has not
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own/words.py").write_text(PLUGIN)
    site.write("theme/templates/word.html", "{{ word }}")
    site.post("one")
    return site


@pytest.mark.parametrize("page", ["given.html", "copied.html", "shared.html"])
def test_a_page_shows_what_it_is_given_now(site: Site, page: str) -> None:
    told = []
    for word in ("first", "second", "first"):
        site.write("content/word.txt", word)
        build = site.build(PYTHONPATH=str(PLUGINS))
        assert (build.status, build.messages) == (0, ())
        told.append(build.bytes(page))

    assert told == [b"first", b"second", b"first"]


def test_a_page_that_is_given_the_same_stays(site: Site) -> None:
    site.write("content/word.txt", "word")
    first = site.build(PYTHONPATH=str(PLUGINS))
    place = first.output / "given.html"
    before = place.stat()
    site.build(PYTHONPATH=str(PLUGINS))

    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_without_the_plugin_its_class_builds_as_pelican_does(site: Site, tmp_path: Path) -> None:
    site.configure(PLUGINS=["words"], PLUGIN_PATHS=[str(tmp_path / "own")])
    site.write("content/word.txt", "word")
    build = site.build(PYTHONPATH=str(PLUGINS))

    assert build.status == 0, build.messages
    assert build.bytes("given.html") == b"word"
    assert not (tmp_path / "cache").exists()
