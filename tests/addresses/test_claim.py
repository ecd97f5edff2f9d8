"""What aliases claim, where it is written, and where it is taken."""

from __future__ import annotations

import pytest

from addresses import Alias, Claim, Claims, Problem, find_conflicts, read_alias, read_claims
from addresses.claim import find_free

CAPITALS = ", but for capitals, which some disks do not tell apart"


def claim(text: str, source: str = "a.md", line: int = 3) -> Claim:
    """The claim of `text` in `source`."""
    alias = read_alias(text)
    assert isinstance(alias, Alias)
    return Claim(text, source, line, alias)


def told(claims: list[Claim], site: dict[str, str]) -> list[str]:
    """The problems as the writer reads them."""
    return [str(problem) for problem in find_conflicts(claims, site)]


@pytest.mark.parametrize(
    ("text", "written", "lines"),
    [
        ("Title: /b/\nAliases: /a/, /b/\n", "/a/, /b/", [2, 2]),
        ("aliases: /ab/\n    /a, /b\n", ["/ab/", "/a, /b"], [1, 2, 2]),
        (":date: x\n:Aliases: /a/\n", "/a/", [2]),
        ("Title: x\n", "/a/", [1]),
        ("Title: x\nAliases: /a/\n", "/b/", [2]),
    ],
)
def test_claim_knows_its_line(text: str, written: object, lines: list[int]) -> None:
    """It is the line on which the alias stands; else the key's; else the first."""
    read = read_claims(written, "a.md", text)

    assert [claim.line for claim in read.claims] == lines


def test_faults_are_told_apart_from_claims() -> None:
    """What can be an alias is a claim, though its neighbour cannot."""
    read = read_claims("/a/, b", "a.md", "Aliases: /a/, b\n")

    fault = "Alias 'b' does not begin with a slash"
    assert read == Claims((claim("/a/", line=1),), (Problem("a.md", 1, fault, "write '/b'"),))


@pytest.mark.parametrize(
    ("claims", "site", "problems"),
    [
        ([claim("/a/")], {"b/index.html": "b.md", "a.html": "the page a.html"}, []),
        ([claim("/a/"), claim("/a"), claim("/a/index.html")], {}, []),
        ([claim("/b/")], {"b/index.html": "b.md"}, ["'/b/' is where b.md stands — take it out"]),
        (
            [claim("/B/")],
            {"b/index.html": "b.md"},
            [f"'/B/' is where b.md stands{CAPITALS} — take it out"],
        ),
        (
            [claim("/b/"), claim("/B/")],
            {},
            [
                f"'/b/' is also that of a.md:3{CAPITALS} — keep one of the two",
                f"'/B/' is also that of a.md:3{CAPITALS} — keep one of the two",
            ],
        ),
        (
            [claim("/b.html/x/")],
            {"B.html": "b.md"},
            ["'/b.html/x/' lies below 'b.html', which is a file of the site — take it out"],
        ),
        (
            [claim("/b.html")],
            {"b.html/index.html": "b.md"},
            ["'/b.html' would be a file where the site has a folder — take it out"],
        ),
        (
            [claim("/b.html"), claim("/b.html/c.html")],
            {},
            [
                "'/b.html' would be a file where the site has a folder — take it out",
                "'/b.html/c.html' lies below 'b.html', which is a file of the site — take it out",
            ],
        ),
    ],
)
def test_what_is_taken_is_told(
    claims: list[Claim], site: dict[str, str], problems: list[str]
) -> None:
    """A page, another alias, a file or a folder in the way is named; one page twice is none."""
    assert told(claims, site) == [f"a.md:3: Alias {problem}" for problem in problems]


def test_both_claimants_are_told() -> None:
    """Of two posts with one alias each names the other, with its line."""
    claims = [claim("/x/"), claim("/x", "b.md", 5), claim("/x.html", "b.md", 6)]

    assert told(claims, {}) == [
        "a.md:3: Alias '/x/' is also that of b.md:5 — keep one of the two",
        "b.md:5: Alias '/x' is also that of a.md:3 — keep one of the two",
    ]


@pytest.mark.parametrize(
    "standing", ["a/b/index.html", "A/b/INDEX.html", "a/b/index.html/x", "a/b", "a"]
)
def test_free_is_where_nothing_stands(standing: str) -> None:
    """Nor a folder, nor a file where a folder would have to be; capitals tell no two apart."""
    assert list(find_free(["z/index.html", "a/b/index.html"], [standing])) == ["z/index.html"]


def test_place_beside_is_free() -> None:
    """A name that only begins alike is another."""
    assert list(find_free(["a/b/index.html"], ["a/bc/index.html", "a/b/x"])) == ["a/b/index.html"]
