"""What a rant that was begun still lacks, and what only looks so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from desk import check_source

LESSON = '!!! lesson "Look."\n    Then leap.\n'


def told(text: str, kind: str = "article") -> list[tuple[int, str]]:
    remarks = list(check_source(SimpleNamespace(kind=kind, text=text)))
    assert not any(remark.advice for remark in remarks)  # in a draft `proofread` makes it advice
    return [(remark.line, remark.message.partition(" — ")[0]) for remark in remarks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title: T\nQuestion: …?\n\nRant.\n", [(2, "Question is still '…?'")]),
        ("Title: T\nquestion: …\n\nRant.\n", [(2, "Question is still '…'")]),
        (f"Title: T\n\n…\n\nEnd rant.\n\n{LESSON}", [(3, "the rant is still '…'")]),
        (f"Title: T\n\n…\n\n{LESSON}", [(3, "the rant is still '…'")]),
        ('Title: T\n\nR.\n\n!!! lesson "…"\n    B.\n', [(5, "the lesson is still '…'")]),
        (f"Title: T\n\nR.\n\n{LESSON}    …\n", [(7, "the lesson's text is still '…'")]),
        (f"Title: T\n\nR.\n\n{LESSON}\n    Do: …\n", [(8, "Do is still '…'")]),
        (
            f"Title: T\n\nR.\n\n{LESSON}\n    Say: Who?\n    Say: …?\n",
            [(9, "Say is still '…?'")],
        ),
        (f"Title: T\n\n```\n…\n```\n\n…\n\n{LESSON[:-1]}\n\n    Do: …", [(12, "Do is still '…'")]),
    ],
)
def test_open_place_is_told(text: str, expected: list[tuple[int, str]]) -> None:
    """Each is told with its line."""
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Title: …\nQuestion: Well…?\nSummary: …\n\nRant.\n",
        f"Title: T\n\n…\n\nA rant that begins with silence.\n\nEnd rant.\n\n{LESSON}",
        f"Title: T\n\nA rant.\n\n…\n\nEnd rant.\n\n{LESSON}",
        f'Title: T\n\nHow to write one:\n\n```\n…\n\n!!! lesson "…"\n    Do: …\n```\n\n{LESSON}',
        f"Title: T\n\n~~~~\nQuestion: …?\n~~~\n…\n~~~~\n\n{LESSON}",
        f'Title: T\n\nQuestion: …?\n\nDo: …\n\n    !!! lesson "…"\n\n{LESSON}    Do: call … back\n',
    ],
)
def test_what_is_written_stays(text: str) -> None:
    """Three dots in the writer's own words, and in code, are theirs."""
    assert told(text) == []


def test_page_is_nobodys_draft() -> None:
    """A page is not begun by `make new`."""
    assert told("Title: T\nQuestion: …?\n\n…\n", kind="page") == []
