"""Where a rant ends, and whose words it quotes."""

import pytest

from tests.lesson.converting import convert, without
from tests.parsed import tree


def figure(words: str, source: str) -> str:
    """A quotation with its source, as HTML."""
    return (
        f'<figure class="quote"><blockquote>{words}</blockquote>'
        f"<figcaption>{source}</figcaption></figure>"
    )


@pytest.mark.parametrize("text", ["End rant.", "End rant.  ", "   End rant."])
def test_end_of_a_rant_is_marked(text: str) -> None:
    """A paragraph that says only `End rant.` becomes the rule."""
    converted = convert(f"Rant.\n\n{text}\n\nAfter.\n")

    assert tree(converted.html) == tree(
        '<p>Rant.</p><p class="end-rant">End rant.</p><p>After.</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "End rant. Or not.",
        "I said: End rant.",
        "end rant.",
        "End rant",
        "*End rant.*",
        "`End rant.`",
        "    End rant.",
        "```\nEnd rant.\n```",
        "- End rant.",
        "- a\n\n- End rant.",
        "> End rant.",
        "# End rant.",
        "End rant.\nNo.",
        "<!-- \n\nEnd rant.\n\n-->",
    ],
)
def test_end_within_other_words_is_text(text: str) -> None:
    """Anything more, less or elsewhere than that one paragraph stays as Markdown has it."""
    converted = convert(text)

    assert converted.html == without(text)


@pytest.mark.parametrize(
    "dash", ["— ", "—", "– ", "–", "-- ", "- ", "―", "― "], ids=lambda dash: ascii(dash)
)
def test_last_line_that_begins_with_a_dash_is_the_source(dash: str) -> None:
    """Em dash, en dash, quotation dash, two hyphens or one: the words become a caption."""
    converted = convert(f"> All that good stuff happened.\n> {dash}Gary Vaynerchuk\n")

    assert tree(converted.html) == tree(
        figure("<p>All that good stuff happened.</p>", "Gary Vaynerchuk")
    )


def test_source_stands_in_a_paragraph_of_its_own() -> None:
    """An empty line between the words and the source makes no difference."""
    converted = convert("> One.\n>\n> Two.\n>\n> — Ada\n")

    assert tree(converted.html) == tree(figure("<p>One.</p><p>Two.</p>", "Ada"))


def test_words_of_several_lines_keep_their_lines() -> None:
    """Only the last line is the source."""
    converted = convert("> One,\n> *two*  \n> and three.\n> — Ada\n")

    assert tree(converted.html) == tree(figure("<p>One,\n<em>two</em><br>\nand three.</p>", "Ada"))


def test_source_is_inline_markdown() -> None:
    """A source may link to where it was said."""
    converted = convert("> One.\n> — *Ada*, [letter](https://x.example/?a=1&b=2), `1843`\n")

    assert tree(converted.html) == tree(
        figure(
            "<p>One.</p>",
            '<em>Ada</em>, <a href="https://x.example/?a=1&amp;b=2">letter</a>, <code>1843</code>',
        )
    )


def test_quotation_without_a_source_stays() -> None:
    """A quotation whose last line begins with no dash is Markdown's own."""
    text = "> One — or two.\n> Well-known.\n"

    converted = convert(text)

    assert converted.html == without(text)


@pytest.mark.parametrize(
    "text",
    [
        "> — Hello.\n> — Hi.\n",
        "> – Hello.\n> – Hi.\n> – Bye.\n",
        "> — Hello.\n>\n> — Hi.\n",
        "> — Hello.\n",
        "> -5 is a number\n",
        "> It was cold:\n> -5 degrees\n",
        "> --\n",
        "> a\n> —\n",
    ],
)
def test_dialogue_and_numbers_are_no_source(text: str) -> None:
    """A dash that opens speech, a number or nothing names nobody."""
    converted = convert(text)

    assert tree(converted.html) == tree(without(text))


def test_quotation_with_a_dash_in_its_middle_has_no_source() -> None:
    """Only a last line can be a source."""
    text = "> One.\n> — and then\n> two.\n"

    converted = convert(text)

    assert converted.html == without(text)


def test_two_quotations_that_follow_each_other_are_two() -> None:
    """Markdown joins them; each source ends its own."""
    converted = convert("> One.\n> — Ada\n\n> Two.\n>\n> Three.\n> — Bob\n")

    assert tree(converted.html) == tree(
        figure("<p>One.</p>", "Ada") + figure("<p>Two.</p><p>Three.</p>", "Bob")
    )


def test_quotation_below_a_sourced_one_stays_its_own() -> None:
    """What follows a source is another quotation, with or without a source."""
    converted = convert("> One.\n> — Ada\n\n> Two.\n\nText.\n")

    assert tree(converted.html) == tree(
        figure("<p>One.</p>", "Ada") + "<blockquote><p>Two.</p></blockquote><p>Text.</p>"
    )


def test_quotation_may_hold_more_than_paragraphs() -> None:
    """A source below a list or a heading is a source."""
    converted = convert("> ### One\n>\n> - two\n> - three\n>\n> — Ada\n")

    assert tree(converted.html) == tree(
        figure("<h3>One</h3><ul><li>two</li><li>three</li></ul>", "Ada")
    )


def test_quotation_in_a_list_has_a_source_too() -> None:
    """Where it stands makes no difference."""
    converted = convert("- One:\n\n    > Two.\n    > — Ada\n\n- Three.\n")

    assert tree(converted.html) == tree(
        f"<ul><li><p>One:</p>{figure('<p>Two.</p>', 'Ada')}</li><li><p>Three.</p></li></ul>"
    )


def test_quotation_in_a_quotation_has_its_own_source() -> None:
    """The inner source ends the inner words, the outer the outer."""
    converted = convert("> One:\n>\n> > Two.\n> > — Ada\n>\n> Three.\n> — Bob\n")

    assert tree(converted.html) == tree(
        figure(f"<p>One:</p>{figure('<p>Two.</p>', 'Ada')}<p>Three.</p>", "Bob")
    )


@pytest.mark.parametrize(
    "text",
    ["```\n> One.\n> — Ada\n```\n", "    > One.\n    > — Ada\n", "`> One. — Ada`\n"],
    ids=["fenced", "indented", "inline"],
)
def test_quotation_in_code_is_code(text: str) -> None:
    """A quotation that is shown stays as it is."""
    converted = convert(text)

    assert converted.html == without(text)


def test_words_around_a_quotation_keep_their_place() -> None:
    """Whatever stands above and below a figure stays there."""
    converted = convert("Above.\n\n> One.\n> — Ada\n\nBelow.\n\n> Two.\n> — Bob\n\nEnd rant.\n")

    assert tree(converted.html) == tree(
        f"<p>Above.</p>{figure('<p>One.</p>', 'Ada')}<p>Below.</p>"
        f'{figure("<p>Two.</p>", "Bob")}<p class="end-rant">End rant.</p>'
    )
