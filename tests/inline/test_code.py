"""What scrolls sideways is a stop of the keyboard, and has a name."""

from __future__ import annotations

import pytest
from markdown import Markdown

from inline.code import LONGEST, CodeExtension

MARKS = 'aria-label="Code" role="group" tabindex="0"'
LONG = "x" * (LONGEST + 1)
CELLS = {3: ("| a | b | c |", "|---|---|---|"), 4: ("| a | b | c | d |", "|---|---|---|---|")}


def converted(text: str, *others: str, **options: str) -> str:
    """The HTML of `text`, with the extension and others."""
    settings = {"codehilite": {"css_class": "highlight", "guess_lang": False}}
    configs = {name: settings.get(name, {}) for name in others}
    extensions = [*others, CodeExtension(**options)]
    return Markdown(extensions=extensions, extension_configs=configs).convert(text)


@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize(
    "text", ["```python\n{}\n```", "```\n{}\n```", "    {}", "- a\n\n        {}"]
)
def test_long_line_of_code_is_reached_by_keyboard(text: str, colours: bool) -> None:
    """However code is written, one line that is too long makes it a group with a name, once."""
    extensions = ("extra", *(["codehilite"] if colours else []))

    long, short = (converted(text.format(code), *extensions) for code in (LONG, LONG[1:]))

    assert long.count(f"<pre {MARKS}>") == 1
    assert "tabindex" not in short
    assert "<pre>" in short


def test_tags_and_entities_are_not_counted() -> None:
    """The length of a line is what is seen: no tag, an entity as one letter, a tab wide."""
    seen = "if a & b < c:" + " " * (LONGEST - 13)

    assert "tabindex" not in converted(f"```python\n{seen}\n```", "extra", "codehilite")
    assert "tabindex" in converted("```python\n" + "\t" * 7 + ".\n```", "extra", "codehilite")


def test_writers_own_html_is_marked_once() -> None:
    """Code that the writer wrote as HTML gets the marks, unless it has its own."""
    own = f'<pre class="a" tabindex="-1">{LONG}</pre>'

    assert converted(f'<pre class="a">{LONG}</pre>') == f'<pre {MARKS} class="a">{LONG}</pre>'
    assert converted(own) == own
    assert converted(f"<preview>{LONG}</preview>").count("tabindex") == 0


@pytest.mark.parametrize(
    "within", ["{}", "> {}", "- a\n\n    {}", '<div markdown="1">\n\n{}\n\n</div>']
)
def test_table_of_many_columns_scrolls_in_a_box(within: str) -> None:
    """A table of four columns is put into a named box, wherever it stands; one of three is not."""
    three, four = (
        converted(
            within.format("\n".join((head, rule, head))).replace("\n|", "\n" + indent + "|"),
            "extra",
        )
        for head, rule in CELLS.values()
        for indent in [{">": "> ", "-": "    "}.get(within[0], "")]
    )

    assert four.count('<div aria-label="Table" role="group" tabindex="0"><table>') == 1
    assert "<table>" in three
    assert "tabindex" not in three


def test_what_follows_a_table_stays_behind_it() -> None:
    """The box closes before what comes next."""
    html = converted("\n".join((*CELLS[4], CELLS[4][0])) + "\n\nAfter.", "extra")

    assert html.endswith("</table></div>\n<p>After.</p>") or html.endswith(
        "</table>\n</div>\n<p>After.</p>"
    )


def test_names_are_given_by_the_site() -> None:
    """The names are options, escaped as an attribute."""
    html = converted(f"    {LONG}", "extra", "codehilite", code='Q"&')

    assert 'aria-label="Q&quot;&amp;"' in html


def test_extension_may_be_read_once_for_all() -> None:
    """It says that it looks at the text alone, and two texts leave nothing to one another."""
    md = Markdown(extensions=["extra", CodeExtension()])

    first = md.convert(f"    {LONG}")
    second = md.reset().convert("    short")

    assert CodeExtension.is_pure
    assert "tabindex" in first
    assert "tabindex" not in second
