"""What was found in a source before is told as if it were looked at again, and no source is."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import addresses
import conversation
import lesson
from incremental.memory import Memory
from proofread import alone
from proofread.catalogue import Catalogue
from proofread.check import Checked, check
from proofread.links import Link
from proofread.reference import Reference, leads_away
from proofread.site import Site
from proofread.source import Source
from tests.proofread.blog import NOW, Content, blog, told
from tests.proofread.test_agreement import texts

CHECKS = (lesson.check_source, conversation.check_source, addresses.check_source)
DRAFT = "Title: D\nStatus: draft\nQuestion: Why?\n\nText.\n\n" + (
    '!!! lesson "L."\n    Do: ask\n    By: 2026-11-26\n'
)
_NAMES = st.sampled_from(
    ["rants/2026-01-02-a.md", "rants/b.md", "rants/x/2026-01-02-a.md", "rants/B.md", "z.md",
     "rants/.h.md", "rants/stray.html", "rants/odd.txt", "pages/a.md", "images/x.png"]
)  # fmt: skip
_FRONT = st.sampled_from(
    ["Aliases: /old/", "Aliases: a, b", "In_reply_to: {filename}b.md", "In_reply_to: /rants/a/",
     "Template: nope", "Id: x", "Slug: a", "Tags: a, A", "Status: draft", "Status: hidden",
     "Date: 2027-01-01", "Date: 5 March 2026 10:00 +0200", "Date: 2026-11-25 12:01",
     "Save_as: a/b.html", "Save_as: a/b.html/c.html", "Summary: [s](/gone/)", "Lang: de"]
)  # fmt: skip
_BODY = st.sampled_from(
    ["[a](/nope/)", "[a]({filename}2026-01-02-a.md)", "![]({static}/images/x.png)", "![](/y.png)",
     "[x](https://example.org/a)", "[x](http://localhost/)", "<img src=x>", "<a href=/b/>",
     "see stray.html and odd.txt", "`[q](/nowhere/)`", "[t]({tag}a)", "[c]({category}nix)",
     "[d](../b/)", "    [in code](/z/)", '!!! lesson "L."', "    By: 2020-01-01", "    Do: x"]
)  # fmt: skip


@st.composite
def _posts(draw: st.DrawFn) -> bytes:
    front = ["Title: T", "Date: 2026-01-02", *draw(st.lists(_FRONT, max_size=4))]
    return "\n".join([*front, "", *draw(st.lists(_BODY, max_size=5)), ""]).encode()


_SOURCES = st.one_of(_posts(), texts())
_LATER = st.sampled_from([timedelta(0), timedelta(minutes=1), timedelta(days=40)])
_EDITS = st.lists(st.tuples(_NAMES, st.none() | _SOURCES, _LATER), max_size=4)


def _write(folder: Path, name: str, data: bytes | None) -> None:
    file = folder / name
    if data is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _site(folder: Path, **changed: Any) -> Site:
    return replace(blog(folder), checks=CHECKS, **changed)


def _remember(site: Site, file: Path) -> Checked:
    """What is told by one build, with what those before remember in a file."""
    memory = Memory(file, lambda: b"the same world")
    site.settings["incremental"] = memory  # type: ignore[index]  -- Pelican's, a plain dict
    try:
        return check(site, "content")
    finally:
        memory.close(whole=True)


@given(files=st.dictionaries(_NAMES, _SOURCES, min_size=1, max_size=6), edits=_EDITS)
@settings(max_examples=40)
def test_the_same_is_told(files: dict[str, bytes], edits: list[Any]) -> None:
    """Whatever is edited, and whenever it is built, the verdict is that of a first build."""
    with tempfile.TemporaryDirectory() as above:
        folder, file, now = Path(above, "content"), Path(above, "memory"), NOW
        folder.mkdir()
        for name, data in files.items():
            _write(folder, name, data)
        for name, data, later in [("z.md", None, timedelta(0)), *edits]:
            now += later
            _write(folder, name, data)

            expected = check(_site(folder, now=now), "content")

            assert _remember(_site(folder, now=now), file) == expected
            assert _remember(_site(folder, now=now), file) == expected


def test_many_that_are_new_are_read_on_all_processors(content: Content) -> None:
    """So many that children read them, and what they find is told, and remembered."""
    for number in range(130):
        content.post(f"p{number}", "[a](/nope/)" if number % 7 else "[b]({filename}p1.md)")
    file = content.folder.parent / "memory"

    expected = check(_site(content.folder), "content")
    looked = _Looked()

    assert len(expected.problems) > 100
    assert _remember(_site(content.folder), file) == expected
    assert _remember(_site(content.folder), file) == expected
    assert looked.build(content) == ()  # in this process


@dataclass
class _Looked:
    """A plugin's look at a source, which notes at which."""

    ask: Callable[[Any], object] = str
    names: tuple[str, ...] = ()

    def __call__(self, source: Any) -> Iterator[Any]:
        self.names += (source.path,)
        self.ask(source)
        return iter(())

    def build(self, content: Content, now: datetime = NOW) -> tuple[str, ...]:
        """The sources that one build looks at."""
        self.names = ()
        site = replace(blog(content.folder), checks=(self,), now=now)
        _remember(site, content.folder.parent / "memory")
        return self.names


def test_only_what_changed_is_looked_at(content: Content) -> None:
    """The next build reads the one source that is not what it was."""
    content.post("a", "[b]({filename}b.md)")
    content.post("b")
    looked = _Looked()
    assert looked.build(content) == ("content/rants/a.md", "content/rants/b.md")
    assert looked.build(content) == ()

    content.post("b", "Another text.")

    assert looked.build(content) == ("content/rants/b.md",)
    assert looked.build(content) == ()


def test_a_post_is_looked_at_when_its_day_has_come(content: Content) -> None:
    """A date ahead is one no more, and no other source is looked at for that."""
    content.post("a", date="2026-11-26")
    content.post("b")
    looked = _Looked()
    assert len(looked.build(content)) == 2

    assert looked.build(content, datetime(2026, 11, 25, 23, tzinfo=UTC)) == ()
    assert looked.build(content, datetime(2026, 11, 27, tzinfo=UTC)) == ("content/rants/a.md",)


@pytest.mark.parametrize(
    "ask", [lambda source: source.site.now, lambda source: source.site.content]
)
def test_who_asks_for_more_is_asked_again(content: Content, ask: Callable[[Any], object]) -> None:
    """What a plugin says by the moment, or by what lies in the folder, it may not say again."""
    content.post("a")
    looked = _Looked(ask)
    looked.build(content)

    assert looked.build(content) == ("content/rants/a.md",)


def test_what_names_a_file_is_remembered(content: Content) -> None:
    """A file is no stray while one source names it, whichever of the two is new."""
    content.post("a", "See odd.txt.")
    content.post("b")
    content.write("rants/odd.txt", "Text.")

    def build() -> list[str]:
        checked = _remember(_site(content.folder), content.folder.parent / "memory")
        return [problem.path for problem in checked.problems]

    assert [build(), build()] == [[], []]
    content.write("rants/even.txt", "Text.")
    assert build() == ["content/rants/even.txt"]
    content.post("a")
    assert build() == ["content/rants/even.txt", "content/rants/odd.txt"]


def test_a_remembered_draft_is_known_by_its_later_address(content: Content) -> None:
    """A link to where a draft will be is told, though neither source is read again."""
    content.post("a", "[d](/rants/d/)")
    content.post("d", "Text.", "Status: draft")
    file = content.folder.parent / "memory"

    verdicts = [told(_remember(_site(content.folder), file)) for _ in range(2)]

    draft = "leads to a draft, content/rants/d.md — publish that, or take the link out"
    assert verdicts == [[f"content/rants/a.md:5: link '/rants/d/' {draft}"]] * 2


def test_a_deadline_passes(content: Content) -> None:
    """The lesson of a draft is looked at by the day of each build."""
    content.write("rants/d.md", DRAFT)
    file = content.folder.parent / "memory"
    days = [NOW, datetime(2026, 11, 27, tzinfo=UTC)]

    verdicts = [_remember(_site(content.folder, now=now), file) for now in days]

    passed = "content/rants/d.md:9: By '2026-11-26' has passed — write a later day"
    assert [told(checked) for checked in verdicts] == [[], [f"advice: {passed}"]]


@dataclass
class _Odd:
    """A memory in which somebody has written, and nothing that was kept."""

    values: dict[str, Any]

    def recall(self, kind: str, key: bytes) -> Any:
        return self.values.get(kind, {"odd": 1})

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        pass

    def digest(self, path: Path | str) -> bytes:
        return b"d" * 32


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
)
_DIGEST = (b"d" * 32).hex()
# An entry, and of each of its parts what is none.
_WHOLE = [_DIGEST, [], [], [], "title", "published", *["t"] * 7, [], [], [], "2026-01-02", 0]
_NO_TEXT = _JSON.filter(lambda value: not isinstance(value, str))
_NO_WORDS = _NO_TEXT.filter(
    lambda value: not (isinstance(value, list) and all(isinstance(each, str) for each in value))
)
_NO_FINDINGS = _JSON.filter(lambda value: value != []) | _JSON.map(lambda value: [value])
_ODD_PARTS = {
    0: _JSON.filter(lambda value: value != _DIGEST),
    **dict.fromkeys((1, 2), _NO_FINDINGS | st.just([[1, "remark", 1]])),
    3: _NO_FINDINGS | _JSON.map(lambda link: [[1, "/", link, 0]]),
    **dict.fromkeys((4, *range(6, 13)), _NO_TEXT),
    5: _NO_TEXT | st.text().map(lambda status: f"{status}?"),
    **dict.fromkeys((13, 14, 15), _NO_WORDS),
    16: _JSON.filter(lambda date: date not in ("", None)),
    17: _JSON.filter(lambda moment: type(moment) is not int),
}


@given(
    value=_JSON
    | _JSON.map(lambda entry: {"rants/a.md": entry})
    | st.integers(0, 17)
    .map(lambda length: {"rants/a.md": _WHOLE[:length]})
    .filter(
        lambda row: len(row["rants/a.md"]) != 4  # that is kept of a file that is no source
    ),
    whole=_JSON.filter(lambda value: value != []) | _JSON.map(lambda value: [[value, 1, "x"], [1]]),
    words=_JSON | _JSON.map(lambda word: {"rants/a.md": [_DIGEST, "odd.txt", word]}),
)
@settings(max_examples=60)
def test_what_is_odd_is_nothing(value: Any, whole: Any, words: Any) -> None:
    """Other data than was kept changes nothing."""
    assume(words != {"rants/a.md": [_DIGEST, "odd.txt", "odd.txt"]})
    _same_is_told({"proofread.source": value, "proofread.whole": whole, "proofread.words": words})


@pytest.mark.parametrize("place", _ODD_PARTS)
@given(data=st.data())
@settings(max_examples=8)
def test_an_odd_part_is_nothing(place: int, data: st.DataObject) -> None:
    """An entry is none of which one part is none."""
    entry = [*_WHOLE[:place], data.draw(_ODD_PARTS[place]), *_WHOLE[place + 1 :]]
    _same_is_told({"proofread.source": {"rants/a.md": entry}})


def _same_is_told(odd: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as above:
        content = Content(Path(above))
        content.post("a", "[x](/nope/) `[y](/nowhere/)`")
        content.write("rants/odd.txt", "Text.")

        assert content.check(incremental=_Odd(odd)) == content.check()


class _Watched(Memory):
    """A memory that says what is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, lambda: b"the same world")
        self.kept: list[tuple[str, Any]] = []

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        self.kept.append((kind, value))
        super().keep(kind, key, value)


def test_one_row_is_written_anew(content: Content) -> None:
    """After an edit of one source of many one row is kept, in which the others are as before."""
    for number in range(200):
        content.post(f"p{number}")
    memory = _Watched(content.folder.parent / "memory")

    def build() -> list[Any]:
        memory.kept = []
        content.check(incremental=memory)
        memory.close(whole=True)
        return memory.kept

    rows = [row for kind, row in build() if kind == "proofread.source"]
    assert sum(map(len, rows)) == 200
    assert len(rows) > 32
    assert build() == []
    content.post("p7", "Another text.")
    ((kind, row),) = build()

    (before,) = [row for row in rows if "rants/p7.md" in row]
    assert kind == "proofread.source"
    assert len(before) > 1
    assert {name for name in row if row[name] != before[name]} == {"rants/p7.md"}
    assert row.keys() == before.keys()


def test_advice_is_remembered(content: Content) -> None:
    """What is told of all sources together is told again, and none is looked at for it."""
    content.post("d", "[x](/nope/)", "Status: draft")
    memory = _Watched(content.folder.parent / "memory")
    first = content.check(incremental=memory)
    memory.close(whole=True)
    kept, memory.kept = memory.kept, []

    assert len(first.advice) == 1
    assert "proofread.whole" in dict(kept)
    assert content.check(incremental=memory) == first
    assert memory.kept == []


_ANSWER = "In_reply_to: /rants/{}/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((("`[x](/nope/)`",), None), (("[x](/nope/)",), None)),
        ((("Text.", _ANSWER.format("b")), None), (("Text.", _ANSWER.format("c")), None)),
        ((("![x]({static}/images/x.png)",), "x.png"), (("![x]({static}/images/x.png)",), "y.png")),
        ((("[x]({tag}b)",), "x.png"), (("[x]({tag}c)",), "x.png")),
    ],
    ids=["code", "answer", "picture", "tag"],
)
def test_what_is_asked_again_is_told(content: Content, before: Any, after: Any) -> None:
    """What changes nothing but a text, or a file that is no source, may change where links lead."""
    file = content.folder.parent / "memory"
    content.post("b", "Text.", "Tags: b")

    def build(front: tuple[str, ...], picture: str | None) -> int:
        content.post("a", front[0], "Status: draft", *front[1:])
        for path in (content.folder / "images").iterdir():
            path.unlink()
        if picture:
            content.write(f"images/{picture}", "x")
        return len(_remember(_site(content.folder), file).problems)

    assert [build(*before), build(*after), build(*before)] == [0, 1, 0]


@given(
    target=st.from_regex(r"(?i)https?://[a-z.\-]{0,9}(?::\d*)?(?:[/?#][!-~]*)?", fullmatch=True)
    | st.sampled_from(
        ["https://blog.example/a/", "http://LOCALHOST:8000/", "https://[::1]/", "/a"]
    ),
    siteurl=st.sampled_from(["", "https://blog.example", "https://blog.example:80/x", "http://["]),
)
@settings(max_examples=100)
def test_what_leads_away_has_no_fault(target: str, siteurl: str) -> None:
    """A link that is not looked at among all is one of which nothing would be told."""
    site = blog(Path("nowhere"), SITEURL=siteurl)
    source = Source(site, "article", "a.md", "a.md", lambda: "Title: A\n")

    reference = Reference(Catalogue(site, [source], ["a.md"]), source, Link(1, target))

    assert not leads_away(target, siteurl) or reference.fault() == ""


def test_most_links_lead_away() -> None:
    """The rule above is worth its name."""
    assert leads_away("https://example.org/a?b#c", "https://blog.example")
    assert not leads_away("https://blog.example/a", "https://blog.example")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no such limit")
@pytest.mark.parametrize("place", ["a plugin", "a link"])
def test_what_takes_for_ever_is_told(
    content: Content, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A text that is not read in time is named, beside what else is wrong, and tried again."""
    monkeypatch.setattr("proofread.alone.SECONDS", 0.05)
    monkeypatch.setattr("proofread.body.SECONDS", 0.05)
    content.post("a", "[x](/nope/)")
    content.post("b", "", "Stauts: draft")

    def hang(*_: object) -> Iterator[Any]:
        while True:
            try:
                sum(range(1000))
            except Exception:  # noqa: S112  -- as much code has it
                continue

    if place == "a link":
        monkeypatch.setattr("proofread.body.convert", hang)
    checks = (hang,) if place == "a plugin" else ()

    for _ in range(2):
        checked = _remember(
            replace(blog(content.folder), checks=checks), content.folder.parent / "memory"
        )

        slow = "the text takes more than 0 seconds to be read — take out what repeats or nests "
        slow += "without an end, or part it into several"
        key = "content/rants/b.md:4: Stauts 'draft' is no key — write Status"
        also = [f"content/rants/b.md:6: {slow}"] if place == "a plugin" else []
        assert told(checked) == [f"content/rants/a.md:5: {slow}", key, *also]
    assert alone.SECONDS == 0.05
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
