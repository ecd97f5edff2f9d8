"""Sheets and scripts are made small, and what can not be read is an error."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from inline import SmallError, shrink_script, shrink_sheet
from inline.plugin import held_sheets

SHEET = Markup("""/* Calm. */
@layer base {
  :root {
    --ink: light-dark(#1d1b18, #e9e5dc);
  }
  a > b, .x:hover {
    margin: 0 0 1rem;
    inline-size: calc(100% - 2rem);
  }
}
""")


def test_sheet_is_small_and_means_the_same() -> None:
    """Comments and needless spaces are gone; those that mean something stay."""
    assert shrink_sheet(SHEET) == Markup(
        "@layer base{:root{--ink:light-dark(#1d1b18,#e9e5dc)}"
        "a>b,.x:hover{inline-size:calc(100% - 2rem);margin:0 0 1rem}}"
    )


def test_sheet_that_is_no_css_stays() -> None:
    """The browser reads what it can of it."""
    assert shrink_sheet(Markup("a { b: }} c")) == "a { b: }} c"


def test_sheet_that_is_plain_text_is_escaped() -> None:
    """What no template has included may come from anywhere."""
    assert "</style>" not in shrink_sheet("a{} </style><script>alert(1)</script>")


def test_script_is_small_and_does_the_same() -> None:
    """A template literal keeps its lines."""
    assert (
        shrink_script("// a\nconst say = `a\n  b`\nlog( say )\n") == "const say=`a\n  b`;log(say)"
    )


def test_script_that_is_none_is_an_error() -> None:
    """It says where."""
    with pytest.raises(SmallError, match=r"^unexpected ; in expression on line 2 and column 11$"):
        shrink_script("let b\nconst a = ;")


def test_page_gets_the_sheets_that_it_has_a_word_of() -> None:
    """In their order, each once, whatever they hold."""
    sheets = [
        (Markup("table{}"), ("<table",)),
        (Markup("a>b{}"), ("<a", "<b")),
        (Markup("code{}"), ("<code",)),
    ]

    assert held_sheets(Markup("<b>x</b><a>&lt;code</a><table>"), sheets) == Markup("table{}a>b{}")
    assert held_sheets("", sheets) == Markup("")
