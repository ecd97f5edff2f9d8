"""With what is remembered of the build before, the audit tells the same, and reads what changed."""

from __future__ import annotations

import json
import tempfile
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incremental.memory import Memory
from proofread.audit import Expected, Finding, audit
from tests.proofread.audit.output import SITEURL, write

WORLD = bytes(32)
HTML = [
    "<p id=x>", "<a name=y>", "<a href='#x'>", "<a href='/b/#x'>", "<a href='/b#y'>",
    "<a href='../b/'>", "<a href='/drafts/a/'>", "<a href='/h/'>", "<a href='/nope/'>",
    "<a href='{filename}a.md'>", "<a href='http://localhost/'>", "<a href='/blog/b/'>", "\n",
    "<img src='p.png'>", "<img src=''>", "<img src='https://cdn.example/p.png'>",
    "<link rel=canonical href='/b/'>", f"<link rel=canonical href='{SITEURL}/b/'>",
    "<base href='/b/'>", "<p>3 likes</p>", "<h1>3 likes</h1>", "<script>//# sourceMappingURL=a.map",
    "AKIAQ3EGTXK2LWMZPYVR", "\ufeff", "\0", "<svg><use href='/a.svg#x'/></svg>",
]  # fmt: skip
PAGES = ["a/index.html", "b/index.html", "drafts/a/index.html", "h/index.html", "index.html",
         "old/index.html"]  # fmt: skip
html = st.lists(st.sampled_from(HTML), max_size=4).map("".join)


def rss(text: str) -> str:
    link = f"<item><guid>1</guid><link>{SITEURL}/b/#x</link>"
    return f"<rss><channel>{link}<description>{escape(text)}</description></item></channel></rss>"


def json_feed(text: str) -> str:
    item = {"id": "1", "url": "/a/", "content_html": text}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


def texts(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=3).map("\n".join)


FILES = st.one_of(
    *(st.tuples(st.just(path), html) for path in PAGES),
    st.tuples(st.just("rss.xml"), html.map(rss)),
    st.tuples(st.just("feed.json"), html.map(json_feed)),
    st.tuples(
        st.sampled_from(["a.js", "a.txt", "a.json", "robots.txt", "a.css", "a.svg", "sitemap.xml"]),
        texts("/drafts/a/", "/h/i/", '"/h/i/"', "Sitemap: /sitemap.xml", "p { fill: url(#x) }",
              "<svg id='x' xmlns='http://www.w3.org/2000/svg'/>", "//# sourceMappingURL=a.map",
              "<urlset><url><loc>https://site.example/b/</loc></url></urlset>"),
    ),
    st.tuples(st.sampled_from(["p.png", "a.map", "a.txt.gz", "B/index.html"]), st.just("x")),
)  # fmt: skip
# A file is written or taken away, or the build knows more or less of the site.
EDITS = st.one_of(
    FILES,
    st.tuples(st.sampled_from([*PAGES, "rss.xml", "a.svg", "p.png", "a.txt"]), st.none()),
    st.sampled_from(["pages", "withheld", "hidden", "gone", "allow", "paths"]),
)
KNOWN: dict[str, Any] = {
    "pages": {"a/index.html": "a.md", "b/index.html": "b.md"},
    "withheld": {"drafts/a/": "draft.md", "old/": "old.md"},
    "hidden": {"h/": "h.md", "h/i/": "i.md"},
    "gone": frozenset({"old/index.html"}),
    "allow": frozenset({"*.map"}),
    "paths": frozenset({"/nope/*", "blog/*"}),
}


def remembering(folder: Path, file: Path, expected: Expected) -> list[Finding]:
    """What a build tells whose memory is in `file`."""
    memory = Memory(file, lambda: WORLD)
    found = list(audit(folder, expected, memory))
    memory.close(whole=True)
    return found


@given(st.lists(FILES, max_size=8).map(dict), st.lists(EDITS, max_size=6))
@example(
    {"a/index.html": "<a href='/b/#x'>", "b/index.html": "<p id=x>"},
    [("b/index.html", "<p id=y>"), ("b/index.html", None), ("b/index.html", "<p id=x>")],
)
@example({"index.html": "<a href='/drafts/a/'>", "a.txt": "/drafts/a/"}, ["paths", "withheld"])
@example({"index.html": "<a href='/h/'>", "h/index.html": "<a href='/h/'>"}, ["hidden", "hidden"])
@example({"index.html": "<p>3 likes</p>"}, [("a/index.html", "<h1>3 likes</h1>")])
def test_same_is_told_after_any_edits(
    files: dict[str, str], edits: list[tuple[str, str | None] | str]
) -> None:
    """After each edit, with and without a memory, the same findings come in the same order."""
    known: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as root:
        folder, file = Path(root, "out"), Path(root, "memory.sqlite")
        folder.mkdir()
        write(folder, files)
        remembering(folder, file, Expected(SITEURL))
        for edit in edits:
            if isinstance(edit, str):
                known = {name: value for name, value in known.items() if name != edit} | (
                    {} if edit in known else {edit: KNOWN[edit]}
                )
            elif edit[1] is None:
                (folder / edit[0]).unlink(missing_ok=True)
            else:
                write(folder, {edit[0]: edit[1]})
            expected = Expected(SITEURL, **known)

            assert remembering(folder, file, expected) == list(audit(folder, expected))


class Watched(Memory):
    """A memory that says what is kept, and of which of it there was something else before."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, lambda: WORLD)
        self.kept: list[tuple[str, ...]] = []
        self._rows: dict[bytes, Any] = {}

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        if kind == "proofread.audit.named":
            self.kept.append((kind, key[64:].decode()))
        else:
            before = self._rows.get(key, {})
            self.kept.append((kind, *(p for p, e in value["files"].items() if e != before.get(p))))
            self._rows[key] = value["files"]
        super().keep(kind, key, value)


def test_only_what_changed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that changed is read anew; a new draft has only the texts searched again."""
    folder, memory = tmp_path / "out", Watched(tmp_path / "memory")
    monkeypatch.setattr("proofread.audit.remembered.ROWS", 1)
    monkeypatch.setattr("proofread.audit.remembered.row_of", lambda _: 0)
    write(folder, {"a.html": "<p id=x>", "b.html": "<a href='a.html#x'>", "a.txt": "/drafts/a/"})
    other = Expected(SITEURL, withheld={"drafts/b/": "b.md"})
    secret = Expected(SITEURL, withheld={"drafts/a/": "a.md"})

    told = []
    for expected in (Expected(SITEURL), Expected(SITEURL), other, secret, secret):
        told.append((list(map(str, audit(folder, expected, memory))), memory.kept))
        memory.kept = []
    write(folder, {"a.html": "<p id=y>"})
    told.append((list(map(str, audit(folder, Expected(SITEURL), memory))), memory.kept))

    leak = (
        "a.txt:1: names 'drafts/a/', the address of 'a.md', which is not to be found — take it out"
    )
    gone = "leads to no place in 'a.html' — give it an id='x', or mend the link"
    assert told == [
        ([], [("proofread.audit", "a.html", "a.txt", "b.html")]),
        ([], []),
        ([], [("proofread.audit.named", "a.txt")]),
        ([leak], [("proofread.audit.named", "a.txt")]),
        ([leak], []),
        ([f"b.html:1: a href 'a.html#x' {gone}"], [("proofread.audit", "a.html")]),
    ]


class Odd:
    """A memory that holds one value of each kind, whatever was kept."""

    def __init__(self, row: Any, named: Any) -> None:
        self.row = row
        self.named = named

    def recall(self, kind: str, _key: bytes) -> Any:
        return self.row if kind == "proofread.audit" else self.named

    def keep(self, _kind: str, _key: bytes, _value: Any) -> None:
        pass

    def digest(self, path: Path | str) -> bytes:
        return DIGEST


DIGEST = b"d" * 32
ODD = [1, "", [], [["1", "x"]], [[1]], [1], {"files": 1}]
ODD_READINGS = [
    {"faults": [[1, 2]]}, {"faults": {"a": 1}}, {"to": []}, {"to": {"a": [1]}}, {"paths": [None]},
    {"places": "a"}, {"wrong": "yes"}, {"blank": []}, {"kind": [[True, "x"]]}, {"said": 1},
    {"beside": {"a": 1}}, {"counts": [["1", "x"]]},
]  # fmt: skip
ENTRY = [DIGEST.hex(), "", "", None, {}]
BATCH: dict[str, Any] = {"files": {"a.html": ENTRY}, "paths": [], "places": [], "lists": []}


def with_entry(place: int, value: Any) -> dict[str, Any]:
    return {**BATCH, "files": {"a.html": [*ENTRY[:place], value, *ENTRY[place + 1 :]]}}


@pytest.mark.parametrize(
    "row",
    [
        *ODD,
        *(with_entry(4, reading) for reading in [1, *ODD_READINGS]),
        *(with_entry(place, 1) for place in (0, 1, 2)),
        *(with_entry(3, number) for number in (0, True, -1, "", [])),
        with_entry(0, "d"),
        {**BATCH, "files": {"a.html": ENTRY[:-1]}},
        {**BATCH, "files": {"a.html": [*ENTRY, ""]}},
        {**BATCH, "files": {"a.html": "abcde"}},
        {**BATCH, "files": [ENTRY]},
        *({**BATCH, name: odd} for name in ("paths", "places", "lists") for odd in ([1], "", 1)),
        {**BATCH, "places": [["a"]]},
        {**BATCH, "more": 1},
    ],
)
@pytest.mark.parametrize("named", ["", [["1", "x"]]])
def test_odd_memory_is_no_memory(tmp_path: Path, row: Any, named: Any) -> None:
    """What is of another shape than was kept counts as nothing."""
    write(tmp_path, {"a.html": "<a href=/nope/>", "b.html": "<p>3 likes</p>", "c.txt": "\0"})
    expected = Expected(SITEURL, withheld={"drafts/a/": "a.md"})

    assert list(audit(tmp_path, expected, Odd(row, named))) == list(audit(tmp_path, expected))


@pytest.mark.parametrize("entry", [["", "x", "", None, {}], ["", "", "7", None, {}]])
def test_odd_numbers_are_read_again(tmp_path: Path, entry: list[Any]) -> None:
    """A number that stands for nothing is seen where it is looked up, and the file is read."""
    write(tmp_path, {"a.html": "<a href=/nope/>"})
    row = {**BATCH, "files": {"a.html": [DIGEST.hex(), *entry[1:]]}, "paths": ["nope/"]}

    assert list(audit(tmp_path, Expected(SITEURL), Odd(row, []))) == list(
        audit(tmp_path, Expected(SITEURL))
    )


def test_a_place_of_its_own_is_told_when_it_goes(tmp_path: Path) -> None:
    """A page that leads to a place of its own, by whatever name, is read once it has it no more."""
    links = "<a href='#x'><a href='/a/#x'><a href='/a#x'><a href='/a/index.html#x'>"
    file, folder = tmp_path / "memory", tmp_path / "out"
    write(folder, {"a/index.html": f"<p id=x>{links}"})
    assert remembering(folder, file, Expected(SITEURL)) == []

    write(folder, {"a/index.html": f"<p id=y>{links}"})

    assert len(remembering(folder, file, Expected(SITEURL))) == 4


def test_a_place_of_another_page_is_not_its_own(tmp_path: Path) -> None:
    """That a page has a place of the same name does not help where it leads to another page."""
    write(tmp_path, {"a/index.html": "<p id=x><a href='/b/#x'>", "b/index.html": "<p id=y>"})

    assert len(list(audit(tmp_path, Expected(SITEURL)))) == 1


def test_many_files_are_read_as_a_few_are(tmp_path: Path) -> None:
    """What is enough for several processes is told in order, each file once."""
    write(tmp_path, {f"{number:03}.html": f"<a href=/{number}/>" for number in range(150)})

    assert [str(finding) for finding in audit(tmp_path, Expected(SITEURL))] == [
        f"{number:03}.html:1: a href '/{number}/' leads to no file of the site"
        " — mend it, or put the file there"
        for number in range(150)
    ]
