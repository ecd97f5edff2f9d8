"""The reader reads what Pelican's reads, whatever it has read before."""

import logging
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican import readers
from pelican.readers import _DISCARD

from incremental.limit import TookTooLong
from incremental.markdown import MarkdownReader
from lesson.syntax import LessonExtension
from tests.incremental.markdown_posts import outcome, pelican_settings, posts

MORE = ("toc", "smarty", "nl2br", "sane_lists", "wikilinks", "admonition")
BRACKETS = "[" * 20_000


def write(folder: Path, text: str, name: str = "post.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("posts")


@pytest.mark.parametrize("more", [(), MORE], ids=["site", "more"])
def test_any_posts_in_any_order_read_as_each_alone(folder, more):
    lesson = LessonExtension()
    reader = MarkdownReader(pelican_settings(lesson, *more))

    @given(st.lists(posts, min_size=1, max_size=4))
    def compare(sources):
        for source in sources:
            path = write(folder, source)
            alone = readers.MarkdownReader(pelican_settings(lesson, *more))
            assert outcome(reader, path) == outcome(alone, path)

    compare()
    assert reader._kept is not None


def test_the_reader_bears_pelicans_name():
    assert MarkdownReader.__name__ == readers.MarkdownReader.__name__


def test_a_fence_with_an_option_of_pygments_own_is_read(tmp_path):
    path = write(tmp_path, "Title: A\n\n```{.python lang_str='x'}\ny = 1\n```\n")
    result = outcome(MarkdownReader(pelican_settings()), path)
    assert '<span class="n">y</span>' in result[0]
    assert result == outcome(readers.MarkdownReader(pelican_settings()), path)


def test_what_fails_leaves_nothing_behind(tmp_path):
    reader = MarkdownReader(pelican_settings())
    good = write(tmp_path, "Title: A\n\nHTML[^1]\n", "good.md")
    bad = write(tmp_path, "Title: A\nDate: never\n\n*[HTML]: x\n\n[^1]: y\n", "bad.md")
    before = outcome(reader, good)
    assert outcome(reader, bad) == (ValueError, "'never' is not a valid date")
    assert outcome(reader, good) == before


def test_endless_markdown_is_given_up_in_the_files_name(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rants").mkdir()
    path = write(tmp_path / "rants", f"Title: A\n\n{BRACKETS}\n", "x.md")
    message = (
        "rants/x.md: Markdown took longer than 0.1 s — split the post, "
        "or look for brackets that are never closed"
    )
    with caplog.at_level(logging.WARNING), pytest.raises(TookTooLong) as caught:
        MarkdownReader(pelican_settings(), seconds=0.1).read(str(path))
    assert str(caught.value) == message
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", message)
    ]


def test_after_endless_markdown_the_next_post_is_read(tmp_path):
    reader = MarkdownReader(pelican_settings(), seconds=0.2)
    path = write(tmp_path, "Title: A\n\n- one\n\n    two[^1]\n", "good.md")
    before = outcome(reader, path)
    endless = write(tmp_path, f"Title: A\n\n- > - {BRACKETS}\n\n[^1]: {BRACKETS}", "bad.md")
    with suppress(TookTooLong):
        reader.read(str(endless))
    assert reader._kept is None
    assert outcome(reader, path) == before


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


numbers = st.integers(0, 99).map("{:02}".format)
days = st.tuples(
    st.integers(0, 9999).map("{:04}".format),
    st.sampled_from("-/. "),
    st.integers(0, 13).map("{:02}".format),
    st.sampled_from("-/. "),
    st.integers(0, 32).map("{:02}".format),
).map("".join) | st.dates().map(str)
times = st.tuples(
    st.sampled_from([" ", "T", "_", "  ", "t", "", "\n"]),
    st.integers(0, 25).map("{:02}".format),
    st.sampled_from(["", ":", "h"]),
    st.integers(0, 61).map("{:02}".format),
    st.sampled_from(["", ":30", ":60", ":30.5", "+01:00", "Z", " ", "\n"]),
).map("".join)


@given(st.sampled_from(["date", "modified"]), days, times | st.just("") | st.just("\n"))
def test_a_date_is_what_pelican_says(name, day, time):
    def value(kind):
        try:
            found = kind(pelican_settings()).process_metadata(name, day + time)
        except ValueError as error:
            return str(error)
        return type(found), found.isoformat(), found.tzinfo

    assert value(MarkdownReader) == value(readers.MarkdownReader)


def test_a_plain_date_does_not_ask_dateutil(monkeypatch):
    monkeypatch.setattr(readers, "get_date", None)
    reader = MarkdownReader(pelican_settings())
    found = [
        reader.process_metadata("date", "2026-01-02_09:00"),
        reader.process_metadata("modified", "2026-01-02T09:00:01"),
    ]
    assert [each.isoformat() for each in found] == ["2026-01-02T09:00:00", "2026-01-02T09:00:01"]


def test_who_reads_dates_in_pelicans_place_still_does(monkeypatch):
    monkeypatch.setitem(readers.METADATA_PROCESSORS, "date", lambda text, _settings: [text])
    assert MarkdownReader(pelican_settings()).process_metadata("date", "2026-01-02") == [
        "2026-01-02"
    ]


def test_other_fields_are_pelicans():
    reader = MarkdownReader(pelican_settings())
    assert reader.process_metadata("slug", " ") is _DISCARD
    assert reader.process_metadata("other", "2026-01-02") == "2026-01-02"
