"""Articles and pages in the lists and the order of Pelican's own generators, in linear time."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pelican import contents, generators, signals
from pelican.settings import read_settings
from pelican.urlwrappers import Tag

import incremental.generators as quick
from incremental.build import Build
from incremental.memory import Memory
from incremental.reading import BODY, Readers
from incremental.settings import Settings
from tests.incremental.telling import telling

few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
LISTS = {
    "ArticlesGenerator": (
        *("articles", "translations", "hidden_articles", "hidden_translations", "drafts"),
        *("drafts_translations", "dates", "tags", "categories", "authors", "period_archives"),
    ),
    "PagesGenerator": (
        *("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages"),
        "draft_translations",
    ),
}
SHARED = (
    *("articles", "drafts", "hidden_articles", "dates", "tags", "categories", "authors"),
    *("related_posts", "period_archives", "pages", "hidden_pages", "draft_pages"),
)


class InOrder:
    """Pelican takes the files in the order of a set; that of their names is one of those."""

    def get_files(self, *args: Any, **kwargs: Any) -> Any:
        return sorted(super().get_files(*args, **kwargs))  # type: ignore[misc]


PELICANS = {name: type(name, (InOrder, getattr(generators, name)), {}) for name in LISTS}
KINDS = {name: (getattr(quick, name), PELICANS[name]) for name in LISTS}


def site_settings(folder: Path, **more: Any) -> dict[str, Any]:
    """A site's settings, as Pelican makes them."""
    return read_settings(
        override={
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(folder / "output"),
            "CACHE_PATH": str(folder / "cache"),
            "ARTICLE_PATHS": ["files"],
            "PAGE_PATHS": ["files"],
            "PLUGINS": [],
            "AUTHOR": "Nobody",
            "TIMEZONE": "UTC",
            "THEME": "simple",
            **more,
        }
    )


def generator(kind: type, folder: Path, jobs: int = 1, **more: Any) -> Any:
    """A generator that has read the files of a site."""
    site = site_settings(folder, **more)
    memory = Memory(folder / "cache" / "memory.sqlite", lambda: b"world")
    site["incremental"] = Build(Settings(jobs=jobs), memory)
    context = {**site, "generated_content": {}, "static_content": {}, "static_links": set()}
    context["localsiteurl"] = ""
    made = kind(
        context=context,
        settings=site,
        path=site["PATH"],
        theme=site["THEME"],
        output_path=site["OUTPUT_PATH"],
    )
    made.generate_context()
    memory.close(whole=True)
    return made


def plain(value: Any) -> Any:
    """What a list holds, in words: a content by its source."""
    if isinstance(value, contents.Content):
        others = [other.relative_source_path for other in value.translations]
        return value.relative_source_path, value.url, value.content, others
    if isinstance(value, dict):
        return [(plain(key), plain(held)) for key, held in value.items()]
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return type(value).__name__, str(value)


class Written:
    """A writer that notes what it is given."""

    def __init__(self) -> None:
        self.pages: list[Any] = []

    def write_file(self, name: str, template: Any, context: Any, *args: Any, **kwargs: Any) -> None:
        more = {key: context[key] for key in ("period", "period_num") if key in context}
        given = {key: plain(held) for key, held in kwargs.items()}
        self.pages.append((name, template.name, args, given, plain(more)))

    def write_feed(self, elements: Any, _context: Any, *args: Any, **kwargs: Any) -> None:
        self.pages.append((plain(elements), plain(args), plain(kwargs)))


class Unwritten:
    """A writer that does nothing."""

    def write_file(self, *_args: Any, **_kwargs: Any) -> None: ...

    def write_feed(self, *_args: Any, **_kwargs: Any) -> None: ...


def all_of(kind: type, folder: Path, **more: Any) -> dict[str, Any]:
    """What comes of a site's files: lists, what all generators see, pages, and what is told."""
    with telling() as told:
        try:
            made = generator(kind, folder, **more)
        except Exception as error:
            return {"error": (type(error), str(error))}
        writer = Written()
        made.refresh_metadata_intersite_links()
        made.generate_output(writer)
    names = LISTS[kind.__name__]
    context = made.context
    return {
        **{name: plain(getattr(made, name)) for name in names},
        "shared": {name: plain(context[name]) for name in SHARED if name in context},
        "known": [(path, each is None) for path, each in context["generated_content"].items()],
        "links": context["static_links"],
        "pages": writer.pages,
        "told": told,
    }


FIELDS = st.fixed_dictionaries(
    {"Title": st.sampled_from(["One", "Two", "One"])},
    optional={
        "Slug": st.sampled_from(["a", "b"]),
        "Category": st.sampled_from(["C", "D"]),
        "Tags": st.sampled_from(["t", "t, u", "u, t, t"]),
        "Authors": st.sampled_from(["Ada", "Ada; Bob", "Bob"]),
        "Lang": st.sampled_from(["en", "de", "fr"]),
        "Translation": st.sampled_from(["true", "false"]),
        "Status": st.sampled_from(["draft", "hidden", "published", "skip", "odd"]),
        "Modified": st.just("2024-01-01"),
        "Save_as": st.just("../outside.html"),
        "Template": st.sampled_from(["page", "index"]),
    },
)
FILES = st.lists(st.tuples(FIELDS, st.integers(0, 9)), max_size=7)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "ARTICLE_ORDER_BY": st.sampled_from(["slug", "reversed-title", "date", "basename", "none"]),
        "PAGE_ORDER_BY": st.sampled_from(["slug", "reversed-title", "basename", "none"]),
        "ARTICLE_TRANSLATION_ID": st.sampled_from([None, "slug", "title", ["slug", "title"], "no"]),
        "PAGE_TRANSLATION_ID": st.sampled_from([False, "title", {"slug", "title"}]),
        "NEWEST_FIRST_ARCHIVES": st.booleans(),
        "REVERSE_CATEGORY_ORDER": st.booleans(),
        "YEAR_ARCHIVE_SAVE_AS": st.just("{date:%Y}/index.html"),
        "MONTH_ARCHIVE_SAVE_AS": st.just("{date:%Y/%m}/index.html"),
        "DAY_ARCHIVE_SAVE_AS": st.just("{date:%Y/%m/%d}/index.html"),
        "WITH_FUTURE_DATES": st.booleans(),
        "DEFAULT_LANG": st.just("de"),
        "FEED_ALL_ATOM": st.just("all.xml"),
    },
)


def write_files(folder: Path, files: Any) -> None:
    """Each file of its own date; a few without one, and one that is no post."""
    place = folder / "content" / "files"
    place.mkdir(parents=True)
    (place / "odd.md").write_bytes(b"Title: \xff\n\nNo text")
    for number, (fields, date) in enumerate(files):
        dated = {"Date": f"20{10 + date % 3}-0{1 + date % 2}-{10 + number} 10:00", **fields}
        if date == 9:
            del dated["Date"]
        lines = [f"{key}: {value}\n" for key, value in dated.items()]
        (place / f"{number}.md").write_text("".join(lines) + f"\nText {number}.\n")


@pytest.mark.parametrize("kind", LISTS)
@given(files=FILES, more=MORE)
@few
def test_they_make_what_pelicans_make(tmp_path, kind, files, more):
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    write_files(folder, files)
    own, theirs = KINDS[kind]
    expected = all_of(theirs, folder, **more)
    assert all_of(own, folder, **more) == expected
    assert all_of(own, folder, **more) == expected  # of what is remembered


def write_many(folder: Path, number: int) -> None:
    place = folder / "content" / "files"
    place.mkdir(parents=True)
    for each in range(number):
        (place / f"{each:04}.md").write_text(
            f"Title: Post {each}\nDate: 20{10 + each % 5}-01-{1 + each % 28:02} {each % 24:02}:00\n"
            f"Tags: t{each % 3}, u\nCategory: C{each % 3}\nAuthors: A{each % 3}\n\nText\n"
        )


@pytest.mark.parametrize("kind", LISTS)
def test_on_all_cores_it_is_the_same(tmp_path, kind):
    write_many(tmp_path, 40)
    own, theirs = KINDS[kind]
    assert all_of(own, tmp_path, jobs=3) == all_of(theirs, tmp_path)


EVERY = {
    "ARTICLE_ORDER_BY": ["slug", "reversed-title", "date", "basename", "none", None],
    "PAGE_ORDER_BY": ["reversed-title", "basename", "none"],
    "NEWEST_FIRST_ARCHIVES": [False, True],
    "REVERSE_CATEGORY_ORDER": [False, True],
    "YEAR_ARCHIVE_SAVE_AS": ["{date:%Y}/index.html"],
    "MONTH_ARCHIVE_SAVE_AS": ["{date:%Y/%m}/index.html"],
    "ARTICLE_TRANSLATION_ID": [None, "category"],
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in EVERY.items() for value in values]
)
def test_with_each_setting_it_is_the_same(tmp_path, kind, name, value):
    write_many(tmp_path, 12)
    own, theirs = KINDS[kind]
    more = {"YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html", name: value}
    assert all_of(own, tmp_path, **more) == all_of(theirs, tmp_path, **more)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often two contents were compared, and how many functions were called."""
    counts = [0, 0]

    def compare(self: Any, other: Any) -> bool:
        counts[0] += 1
        return self is other

    def call(_frame: Any, event: str, _arg: Any) -> None:
        counts[1] += event in ("call", "c_call")

    with monkeypatch.context() as patch:
        patch.setattr(contents.Content, "__eq__", compare)
        patch.setattr(contents.Content, "__hash__", object.__hash__)
        sys.setprofile(call)
        try:
            yield counts
        finally:
            sys.setprofile(None)


@pytest.mark.parametrize("kind", LISTS)
def test_four_times_as_many_posts_are_four_times_the_work(tmp_path, monkeypatch, kind):
    counts = {}
    more = {f"{each}_ARCHIVE_SAVE_AS": f"{{date:%Y/%m}}/{each}" for each in ("YEAR", "MONTH")}
    for number in (30, 120):
        folder = tmp_path / str(number)
        write_many(folder, number)
        generator(KINDS[kind][0], folder, **more)  # what is read is no matter here
        with counted(monkeypatch) as counts[number]:
            made = generator(KINDS[kind][0], folder, **more)
            made.generate_output(Unwritten())
    assert counts[120][0] <= 4 * counts[30][0] + 120
    assert counts[120][1] <= 5 * counts[30][1]


def test_the_measure_finds_what_is_quadratic(tmp_path, monkeypatch):
    counts = {}
    for number in (30, 120):
        write_many(tmp_path / str(number), number)
        with counted(monkeypatch) as counts[number]:
            made = generator(KINDS["ArticlesGenerator"][1], tmp_path / str(number))
            made.generate_tags(lambda *_, **__: None)
    assert counts[120][0] > 10 * counts[30][0]


def test_a_file_that_changes_is_read_again_and_no_other(tmp_path, monkeypatch):
    write_many(tmp_path, 3)
    own = KINDS["ArticlesGenerator"][0]
    generator(own, tmp_path)
    read = []
    monkeypatch.setattr(quick.Readers, "_read", lambda self, base, path: read.append(path))
    file = tmp_path / "content/files/0001.md"
    file.write_text(file.read_text() + "\nMore.")
    made = generator(own, tmp_path)
    assert read == ["files/0001.md"]
    assert "More." in next(each for each in made.articles if each.slug == "post-1").content


def test_what_is_remembered_is_fetched_when_it_is_shown(tmp_path, monkeypatch):
    write_many(tmp_path, 3)
    first = [article.content for article in generator(quick.ArticlesGenerator, tmp_path).articles]
    recalled = []
    recall = Memory.recall
    monkeypatch.setattr(
        Memory, "recall", lambda self, kind, key: recalled.append(kind) or recall(self, kind, key)
    )
    again = generator(quick.ArticlesGenerator, tmp_path).articles
    assert BODY not in recalled
    assert [article.content for article in again] == first
    assert recalled.count(BODY) == len(first)


def test_what_one_build_shows_of_it_is_not_all_that_is_kept(tmp_path, monkeypatch):
    write_many(tmp_path, 3)
    generator(quick.ArticlesGenerator, tmp_path)

    def show(sender: Any) -> None:
        assert sender.articles[0].content

    with signals.article_generator_finalized.connected_to(show):
        generator(quick.ArticlesGenerator, tmp_path)
    again = generator(quick.ArticlesGenerator, tmp_path).articles
    monkeypatch.setattr(Readers, "_in_time", None)  # no file is read
    assert all(article.content for article in again)


def test_what_has_gone_meanwhile_is_read_once_more(tmp_path):
    write_many(tmp_path, 3)
    first = [article.content for article in generator(quick.ArticlesGenerator, tmp_path).articles]
    again = generator(quick.ArticlesGenerator, tmp_path).articles
    shutil.rmtree(tmp_path / "cache")
    assert [article.content for article in again] == first


def test_a_plugins_tags_are_listed_as_pelican_lists_them(tmp_path):
    write_many(tmp_path, 4)

    def tag(sender: Any) -> None:
        for number, article in enumerate(sender.articles):
            names = ("One", "one", "Two", "!", "?")[number % 3 :]
            article.tags = [Tag(name, sender.settings) for name in names]

    lists = []
    for kind in (generators.ArticlesGenerator, quick.ArticlesGenerator):
        with signals.article_generator_pretaxonomy.connected_to(tag):
            made = generator(kind, tmp_path)
        lists.append({key.name: plain(held) for key, held in made.tags.items()})
    assert lists[0] == lists[1]
    assert len(lists[0]) > 2
