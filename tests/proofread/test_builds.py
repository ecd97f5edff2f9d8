"""Whole builds of many sources at once: each is published, or named in a message."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pelican.settings import read_settings

from proofread.check import check
from proofread.decoding import decode
from proofread.site import Site as Facts
from proofread.source import Source
from tests.proofread.blog import NOW, as_site, prepare
from tests.proofread.test_agreement import texts
from tests.small_site import Site

EPOCH = str(int(NOW.timestamp()))


def _facts(site: Site) -> Facts:
    return as_site(
        prepare(read_settings(str(site.folder / "pelicanconf.py"))), keeps_future_back=True
    )


def _take_out(facts: Facts) -> int:
    """Remove what an error is told of, until there is none; how many sources that were."""
    removed = 0
    while errors := check(facts, "content").errors:
        for name in {problem.path for problem in errors}:
            (facts.content.parent / name).unlink()
            removed += 1
    return removed


def _sources(facts: Facts) -> list[Source]:
    paths = sorted(facts.content.rglob("*.md"))
    names = [path.relative_to(facts.content).as_posix() for path in paths]
    read = [decode(path.read_bytes()) for path in paths]
    return [
        Source(facts, "article", "", name, lambda text=text: text)
        for name, text in zip(names, read, strict=True)
    ]


@given(sources=st.lists(texts(), min_size=80, max_size=80))
@settings(max_examples=4, phases=[Phase.explicit, Phase.generate])  # smaller ones tell no more
def test_every_source_is_published_or_named(sources: list[bytes]) -> None:
    """What no error is told of comes out, each page with its title; what is withheld does not."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.configure(
            PLUGINS=["proofread", "lesson", "conversation"],
            SLUGIFY_SOURCE="basename",
            DRAFT_SAVE_AS="",
            DRAFT_LANG_SAVE_AS="",
            WITH_FUTURE_DATES=False,
        )
        for number, text in enumerate(sources):
            # The small theme has a template for articles alone.
            text = text.replace(b"Template: page", b"Template: article")
            site.write(f"content/posts/p{number:02}.md", text)

        site.post("good")
        refused = site.build(SOURCE_DATE_EPOCH=EPOCH)
        facts = _facts(site)
        removed = _take_out(facts)
        build = site.build(SOURCE_DATE_EPOCH=EPOCH)

        published = {source.output: source for source in _sources(facts) if source.output}
        titles = {
            path: " ".join(build.data(path)["title"].split())
            for path in build.files
            if not path.startswith("category/")
        }

    assert (bool(removed), refused.status, build.status) == (True, 1, 0)
    assert titles == {path: source.say("title") for path, source in published.items()}
    assert "good/index.html" in titles
    assert len(titles) <= len(sources) + 1 - removed
