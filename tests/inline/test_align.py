"""A table's alignment is a class, and nothing else of the HTML changes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from incremental.kept import Kept
from inline import AlignExtension

TABLE = """
| a | b | c | d |
|:--|:-:|--:|---|
| 1 | 2 | 3 | `style="text-align: right;"` |
"""


def convert(text: str, *more: AlignExtension) -> str:
    """The HTML of a text, as the blog's Markdown makes it."""
    return Markdown(extensions=["extra", *more]).convert(text)


def test_alignment_is_a_class() -> None:
    """Each cell has one, where the table has said so."""
    html = convert(TABLE, AlignExtension())

    assert re.findall(r"<(t[hd])( [^>]*)?>", html) == [
        ("th", ' class="left"'), ("th", ' class="center"'), ("th", ' class="right"'), ("th", ""),
        ("td", ' class="left"'), ("td", ' class="center"'), ("td", ' class="right"'), ("td", ""),
    ]  # fmt: skip
    assert "style" not in html.replace("<code>style=", "")


def test_class_of_a_cell_stays() -> None:
    """Beside the one of its alignment."""
    html = convert("| a |\n|--:|\n| 1 {: .mine } |\n", AlignExtension())

    assert '<td class="mine right">1</td>' in html


def test_other_styles_stay() -> None:
    """What the writer has written is the writer's; the policy keeps it from working."""
    text = 'a\n{: style="text-align: right;" }\n\n<td style="text-align: right;">b</td>\n'

    assert convert(text, AlignExtension()) == convert(text)


@given(st.text(alphabet="|-: ab\n`*\\{}=\"'", max_size=80))
def test_nothing_else_changes(text: str) -> None:
    """With the classes written as styles again, the HTML is Python-Markdown's own."""
    made = convert(text, AlignExtension())

    again = re.sub(r'(<t[hd]) class="(left|center|right)"', r'\1 style="text-align: \2;"', made)
    assert again == convert(text)


def test_one_markdown_reads_many_texts() -> None:
    """The plugin incremental sets none up anew for each post, which would take twice as long."""
    kept = Kept(extensions=["meta", "extra", AlignExtension()])

    assert (kept.forgets, kept.is_pure) == (True, True)
