"""What is told of a source, and what Pelican makes of it, agree: no post is lost without a word."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pelican.utils import set_date_tzinfo

from proofread.check import Checked, check
from proofread.decoding import decode
from proofread.site import Site
from proofread.source import Source
from tests.proofread.blog import NOW, blog
from tests.proofread.reading import Content, one_line, read

TITLE_SLUGS = {
    "SLUGIFY_SOURCE": "title",
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*",
    "ARTICLE_URL": "{date:%Y}/{category}/{slug}.html",
    "ARTICLE_SAVE_AS": "{date:%Y}/{category}/{slug}.html",
    "USE_FOLDER_AS_CATEGORY": True,
    "PATH_METADATA": r"(?P<category>\w+)/.*",
}
SITES: tuple[dict[str, Any], ...] = (
    {},
    TITLE_SLUGS,
    {"EXTRA_PATH_METADATA": {"rants": {"lang": "de"}}},
)

_WORDS = (
    "a", "Index", "a post", "C++", "C#", "é", "2026", "a  b", "😀 a", "x.html", "{slug}", "a < b",
    "&amp;", "Ünï",
    "a: b", "'a'", "ﬀ", "Ⅷ", "\u00adx", "a_b", "a-", "-a", "A",
)  # fmt: skip
_ODD_WORDS = (
    "😀", "<b>x</b>", "../x", ".", "..", "a/b", "a\\b", "x" * 250, "\u202ea", "\u200b", "\u00a0",
    "%s", "index", "",
)  # fmt: skip
_DATES = (
    "2026-01-02", "2026-01-02 09:00", "2026-01-02T09:00:00Z", "2026-01-02_09:00", "2027-05-06",
    "5 March 2026",
    "2026-11-01 10:00 UTC", "2026-11-25 12:00", "2026-11-25 12:00:01+00:00", "0001-01-01",
    "9999-12-31 23:59",
    "2026-11-25 23:59:59 -11:00", "Mon, 5 Oct 2026 10:00:00 +0000", "20260506",
    "2026-05-06T07:08:09.123456",
)  # fmt: skip
_ODD_DATES = ("03/04/2026", "10:30", "5 March", "2026-11-01 10:00 PST", "soon", "", "2026-02-30")
_GOOD: dict[str, tuple[str, ...]] = {
    "Title": _WORDS,
    "Date": _DATES,
    "Modified": _DATES,
    "Category": (*_WORDS, ""),
    "Tags": ("a", "a, b", "a; b, c", "C++, C#", ",", "", "a,", "a, a"),
    "Slug": ("a", "é", "a.b", "a_b", "A", "x-y", ""),
    "Author": (*_WORDS, ""),
    "Authors": ("Ada, Bob", "Ada; Bob, C", "Ada, Ada", ""),
    "Summary": ("Short.", "a\n    b", ""),
    "Lang": ("en", "de", "de-AT"),
    "Status": ("draft", "hidden", "published", "skip", ""),
    "Template": ("article", "page"),
    "Translation": ("true", ""),
    "Question": ("Why?", "Why?\n    And how?"),
    "Save_as\nUrl": ("x.html\nx.html", "a/b.html\na/b.html", "n/index.html\nn/"),
}
_ODD: dict[str, tuple[str, ...]] = {
    "Title": _ODD_WORDS,
    "Date": _ODD_DATES,
    "Modified": _ODD_DATES,
    "Category": _ODD_WORDS,
    "Slug": _ODD_WORDS,
    "Tags": ("a,\n    b",),
    "Authors": ("a,\n    b",),
    "Summary": ("x" * 400, "[a](/nope/)", "<b>"),
    "Lang": ("EN", "e n", "../x", ""),
    "Status": ("Skip", "Draft", "ready"),
    "Template": ("nope", "../x", ""),
    "Save_as": ("index.html", "x.html", "../x.html", "/x.html", "x", ""),
    "Url": ("x.html", "", "../", "https://elsewhere.example/"),
    "Stauts": ("draft",),
    "draft": ("true",),
}
_ODD_LINES = st.sampled_from(
    ["---", "...", "+++", "{", "", " ", "\t", "    more", "\tmore", "  more", "   more", "more",
     "   Slug: b", " Title: x", "    Title: x", "Title : x", "Title：x", "Key = 'x'", "é: x",
     "a:b: c", "- a", "# A", "\x0c", "\ufeff", "Date", ":", "--- x", "....", "----"]
)  # fmt: skip
_PLAIN_LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "Text.",
            "# A heading",
            "* a list",
            "1. one",
            "> a quotation",
            "    code",
            "```",
            "~~~",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20),
)
_ODD_BODY_LINES = st.sampled_from(
    ['!!! lesson "L."', "    Do: x", "    By: today", "By: x", "End rant.", "<div>", "</div>",
     "<!-- a", "-->", "\tcode",
     "[a](/nope/)", "[a]({filename}nope.md)", "![]({static}/images/x.png)", "[a]: /nope/",
     "[^1]: b", "a[^1]",
     "<script>", "<a href='/x/'>", "javascript:x", "| a | b |", "|---|---|", "{: #a .b }",
     "*[a]: b", "<br",
     "&#0;", "\u2028", "\x85", "\x00", "\x02", "\\", "`", "Title: x",
     "---", "===", ": x", "<![", "<?", "]]>"]
)  # fmt: skip


def _field(key: str, value: str) -> str:
    keys, values = key.split("\n"), value.split("\n")
    if len(keys) == 1:
        return f"{key}: {value}"
    return "\n".join(f"{one}: {other}" for one, other in zip(keys, values, strict=True))


_FIELDS = [
    st.builds(_field, st.just(key), st.sampled_from(values))
    for key, values in (*_GOOD.items(), *_ODD.items())
]


@st.composite
def _fronts(draw: st.DrawFn) -> list[str]:
    """Lines of a front matter: each key once, nearly all of them good."""
    keys = draw(st.lists(st.sampled_from(sorted(_GOOD)), unique=True, max_size=6))
    keys = [*["Title", "Date"][: draw(st.sampled_from([2, 2, 2, 2, 1, 0]))], *keys]
    lines = [_field(key, draw(st.sampled_from(_GOOD[key]))) for key in dict.fromkeys(keys)]
    if draw(st.integers(0, 3)) == 0:
        odd = draw(st.sampled_from(sorted(_ODD)))
        lines.append(_field(odd, draw(st.sampled_from(_ODD[odd]))))
    if draw(st.integers(0, 5)) == 0:
        lines.insert(draw(st.integers(0, len(lines))), draw(st.one_of(_ODD_LINES, st.text())))
    return lines


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """A source that is nearly good, in most of the cases."""
    body = draw(st.lists(_PLAIN_LINES, max_size=8))
    if draw(st.integers(0, 3)) == 0:
        body += draw(st.lists(_ODD_BODY_LINES, max_size=4))
    text = "\n".join([*draw(_fronts()), "", *body])
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    encoding = draw(st.sampled_from(["utf-8"] * 12 + ["utf-8-sig", "utf-16", "latin-1"]))
    return text.encode(encoding, errors="replace")


_NAMES = st.sampled_from(
    ["2026-01-02-a.md"] * 6 +
    ["a.md", "x/2026-01-02-a.md", "2026-01-02-é.markdown", "2027-01-02-c.md",
     "2026-01-02-a.b.md", "Index.md",
     "2026-01-02-My Post.md", "2026-13-02-b.md", "😀.md", ".a.md", "#a.md"]
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for one source at a time, and a fixed moment for which the site is built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        yield tmp_path_factory.mktemp("content")


def _check(folder: Path, name: str, data: bytes, changed: dict[str, Any]) -> tuple[Site, Checked]:
    shutil.rmtree(folder, ignore_errors=True)
    file = folder / name
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    site = blog(folder, **changed)
    return site, check(site, "content")


def _expected(source: Source) -> Content | None:
    """What the source says that Pelican will make of it."""
    if source.status == "skip":
        return None
    zone = str(source.site.settings["TIMEZONE"])
    date = source.date and set_date_tzinfo(source.date, zone)
    return Content(
        title=source.say("title"),
        date=date,
        status="draft" if source.is_withheld else source.status,
        slug=source.slug,
        lang=source.lang,
        output=source.output,
        url=source.url,
        category=one_line(source.category),
        tags=tuple(map(one_line, source.tags)),
        authors=tuple(map(one_line, source.authors)),
    )


@pytest.mark.parametrize(
    "changed", SITES, ids=["the blog", "slugs of titles", "a language of a path"]
)
@given(data=texts(), name=_NAMES, kind=st.sampled_from(["article", "article", "page"]))
@settings(max_examples=250)
@example(data=b"Title: T\nDate: 2026-01-02\n\nText.\n", name="x/2026-01-02-a.md", kind="article")
def test_no_post_is_lost_without_a_word(
    folder: Path, changed: dict[str, Any], data: bytes, name: str, kind: str
) -> None:
    """A source without an error becomes just what proofreading says: title, date, status, place."""
    name = f"{'rants' if kind == 'article' else 'pages'}/{name}"
    site, checked = _check(folder, name, data, changed)
    if checked.errors:
        return
    text = decode(data)
    source = Source(site, kind, "", name, lambda: text)

    content = read(site, kind, name)

    expected = _expected(source)
    if expected and expected.date is None:  # a draft's, whose date Pelican makes up
        assert content
        content = replace(content, date=None)
    assert content == expected


@given(data=st.binary(max_size=300), name=_NAMES)
@settings(max_examples=300)
@example(data=b"Title: T\nDate: 2026-01-02\n\n" + b"[" * 5000, name="a.md")
@example(data=b"", name="a.md")
@example(data=b"\xff\xfe", name="a.md")
def test_nothing_that_can_be_read_raises(folder: Path, data: bytes, name: str) -> None:
    """Whatever bytes a file holds, it is read, or what is wrong with it is told."""
    _, checked = _check(folder, f"rants/{name}", data, {})

    assert checked.sources == 1 or checked.errors


@given(lines=st.lists(st.one_of(_ODD_LINES, _ODD_BODY_LINES, st.text(), *_FIELDS), max_size=40))
@settings(max_examples=300)
def test_no_line_raises(folder: Path, lines: list[str]) -> None:
    """Any lines in any order are read, or what is wrong with them is told."""
    data = "\n".join(lines).encode()

    _, checked = _check(folder, "rants/2026-01-02-a.md", data, {})

    assert checked.sources == 1 or checked.errors


def test_most_of_these_sources_are_good(folder: Path) -> None:
    """The examples above are worth their time: a good source is among them, and it is read."""
    data = (
        b'Title: T\nDate: 2026-01-02 09:00\nQuestion: Why?\n\nText.\n\n!!! lesson "L."\n    Text.\n'
    )

    site, checked = _check(folder, "rants/2026-01-02-a.md", data, {})

    assert checked == Checked((), 1)
    assert read(site, "article", "rants/2026-01-02-a.md") == Content(
        title="T",
        date=datetime(2026, 1, 2, 9, tzinfo=UTC),
        status="published",
        slug="a",
        lang="en",
        output="rants/a/index.html",
        url="rants/a/",
        category="Rants",
        authors=("Joseph",),
    )
