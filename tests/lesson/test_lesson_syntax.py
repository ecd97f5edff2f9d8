"""The lesson's Markdown: what stands in a text becomes data, and leaves the text."""

from datetime import date

import pytest
from markupsafe import Markup

from lesson import Deadline, Lesson
from tests.lesson.converting import Converted, convert, markdown, without
from tests.parsed import tree

WHOLE = """The rant, in *plain* Markdown.

End rant.

!!! lesson "Stop counting the people on your list. Start knowing them."
    If a bigger number has been your measure, change the *measure*.

    And mean it.

    Do: make one of those contacts **more valuable**, to them first
    By: the end of this week
    Say: What are you stuck on right now?
    Say: What would make your week?

A last word.
"""


def test_lesson_becomes_data() -> None:
    """Title, text, action, deadline and openers are what the writer wrote."""
    converted = convert(WHOLE)

    assert converted.lesson == Lesson(
        title="Stop counting the people on your list. Start knowing them.",
        body=Markup(
            "<p>If a bigger number has been your measure, change the <em>measure</em>.</p>\n"
            "<p>And mean it.</p>"
        ),
        action=Markup("make one of those contacts <strong>more valuable</strong>, to them first"),
        deadline=Deadline("the end of this week"),
        openers=("What are you stuck on right now?", "What would make your week?"),
    )
    assert converted.problems == ()


def test_lesson_leaves_the_text() -> None:
    """What remains is the rant alone, its end and what follows the lesson."""
    converted = convert(WHOLE)

    assert tree(converted.html) == tree(
        "<p>The rant, in <em>plain</em> Markdown.</p>"
        '<p class="end-rant">End rant.</p>'
        "<p>A last word.</p>"
    )


def test_text_without_a_lesson_has_none() -> None:
    """A text without a lesson is converted as ever, and its lesson is None."""
    converted = convert("Just a *rant*.")

    assert converted == Converted("<p>Just a <em>rant</em>.</p>", None, ())


def test_lesson_may_be_text_only() -> None:
    """A lesson without a thing to do has no action, no deadline and no openers."""
    converted = convert('!!! lesson "Be kind."\n    It costs nothing.\n')

    assert converted == Converted("", Lesson("Be kind.", Markup("<p>It costs nothing.</p>")), ())


def test_lesson_may_be_an_action_only() -> None:
    """A lesson with `Do:` alone has no text."""
    converted = convert('!!! lesson "Be kind."\n    Do: call one friend\n')

    assert converted == Converted("", Lesson("Be kind.", action=Markup("call one friend")), ())


def test_lesson_may_have_openers_without_an_action() -> None:
    """`Say:` stands by itself, below a text."""
    converted = convert('!!! lesson "Be kind."\n    Write.\n\n    Say: How are you?\n')

    assert converted == Converted(
        "", Lesson("Be kind.", Markup("<p>Write.</p>"), openers=("How are you?",)), ()
    )


ACTION = Lesson(
    "Be kind.",
    Markup("<p>It costs nothing.</p>"),
    Markup("call one friend"),
    Deadline("2026-12-01", date(2026, 12, 1)),
    ("How are you?", "What is new?", "Shall we walk?"),
)


@pytest.mark.parametrize(
    "lines",
    [
        [
            "It costs nothing.", "", "Do: call one friend", "By: 2026-12-01",
            "Say: How are you?", "Say: What is new?", "Say: Shall we walk?",
        ],
        [
            "It costs nothing.", "", "Say: How are you?", "By: 2026-12-01",
            "Say: What is new?", "Do: call one friend", "Say: Shall we walk?",
        ],
        [
            "By: 2026-12-01", "Say: How are you?", "Say: What is new?", "Say: Shall we walk?",
            "Do: call one friend", "", "It costs nothing.",
        ],
        [
            "Do: call one friend", "", "It costs nothing.", "", "By: 2026-12-01", "",
            "Say: How are you?", "", "Say: What is new?", "", "Say: Shall we walk?",
        ],
        [
            "It costs nothing.", "Do: call one friend", "By: 2026-12-01",
            "Say: How are you?", "Say: What is new?", "Say: Shall we walk?",
        ],
        [
            "It costs nothing.", "", "Do:   call one friend  ", "By:\t2026-12-01",
            "Say: How are you?", "Say: What is new?", "Say: Shall we walk?",
        ],
    ],
    ids=["as shown", "mixed", "fields first", "text between", "no blank line", "white space"],
)  # fmt: skip
def test_fields_stand_in_any_order(lines: list[str]) -> None:
    """Wherever the fields stand in the lesson, the lesson is the same; messages keep order."""
    text = '!!! lesson "Be kind."\n' + "".join(f"    {line}\n" for line in lines)

    converted = convert(text)

    assert converted == Converted("", ACTION, ())


def test_field_goes_on_in_the_next_line() -> None:
    """A line below a field that is no field continues it, whatever its indent."""
    converted = convert(
        '!!! lesson "Be kind."\n'
        "    Do: call one friend\n"
        "      and listen\n"
        "    for once\n"
        "    By: the end of\n"
        "    this week\n"
        "    Say: How\n"
        "         are you?\n"
    )

    assert converted.lesson == Lesson(
        "Be kind.",
        action=Markup("call one friend and listen for once"),
        deadline=Deadline("the end of this week"),
        openers=("How are you?",),
    )
    assert converted.problems == ()


def test_field_may_begin_in_the_next_line() -> None:
    """A name alone in its line has its value below it."""
    converted = convert('!!! lesson "Be kind."\n    Do:\n      call one friend\n')

    assert converted == Converted("", Lesson("Be kind.", action=Markup("call one friend")), ())


def test_tab_indents_a_lesson_too() -> None:
    """A tab is four spaces, as everywhere in Markdown."""
    converted = convert('!!! lesson "Be kind."\n\tIt costs nothing.\n\n\tDo: call\n')

    assert converted == Converted(
        "", Lesson("Be kind.", Markup("<p>It costs nothing.</p>"), Markup("call")), ()
    )


@pytest.mark.parametrize("word", ["lesson", "Lesson", "LESSON"])
def test_case_of_the_word_lesson_does_not_matter(word: str) -> None:
    """Python-Markdown's admonitions are known in any case; so is the lesson."""
    converted = convert(f'!!! {word} "Be kind."\n    Always.\n')

    assert converted == Converted("", Lesson("Be kind.", Markup("<p>Always.</p>")), ())


def test_lesson_stands_right_below_a_paragraph() -> None:
    """No blank line is needed above the lesson, as with any admonition."""
    converted = convert('The rant.\n!!! lesson "Be kind."\n    Always.\n')

    assert converted == Converted(
        "<p>The rant.</p>", Lesson("Be kind.", Markup("<p>Always.</p>")), ()
    )


def test_lesson_ends_where_the_indent_ends() -> None:
    """A line at the margin right below the lesson is the rant's again."""
    converted = convert('!!! lesson "Be kind."\n    Always.\nThe rant.\n')

    assert converted == Converted(
        "<p>The rant.</p>", Lesson("Be kind.", Markup("<p>Always.</p>")), ()
    )


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('He said "no" twice.', 'He said "no" twice.'),
        ('"No" is a sentence', '"No" is a sentence'),
        ('A sentence is "no"', 'A sentence is "no"'),
        ("It's “you”, not ‘me’.", "It's “you”, not ‘me’."),
        ("*Not* _emphasis_ and `no code`", "*Not* _emphasis_ and `no code`"),
        ("[no link](https://x.example)", "[no link](https://x.example)"),
        ("https://x.example <https://x.example>", "https://x.example <https://x.example>"),
        (r"a \* and a \\ stay", r"a \* and a \\ stay"),
        ("AT&T &amp; co &lt;b&gt; &#60;", "AT&T &amp; co &lt;b&gt; &#60;"),
        ("a < b > c & d", "a < b > c & d"),
        ("<b>bold</b> and <div>block</div>", "<b>bold</b> and <div>block</div>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<!-- comment -->", "<!-- comment -->"),
        ("<?php echo 1 ?>", "<?php echo 1 ?>"),
        ("a footnote[^1] and ![image](x.png)", "a footnote[^1] and ![image](x.png)"),
        ("Ödön’s 漢字 🦋 שלום", "Ödön’s 漢字 🦋 שלום"),
        ("braces {: .x } {{ 7*7 }} {% raw %}", "braces {: .x } {{ 7*7 }} {% raw %}"),
        ("  spaces   around  ", "spaces around"),
    ],
)
def test_title_is_literal_text(written: str, title: str) -> None:
    """What stands between the outermost quotes is the title, character by character."""
    converted = convert(f'Rant.\n\n!!! lesson "{written}"\n    Text.\n')

    assert converted == Converted("<p>Rant.</p>", Lesson(title, Markup("<p>Text.</p>")), ())


@pytest.mark.parametrize(
    ("written", "opener"),
    [
        ('What does "fine" mean to you?', 'What does "fine" mean to you?'),
        ("*Really*, `you`?", "*Really*, `you`?"),
        ("a < b & c > d?", "a < b & c > d?"),
        ("<b>Who</b> <script>alert(1)</script>?", "<b>Who</b> <script>alert(1)</script>?"),
        ("https://x.example?", "https://x.example?"),
        ("Do: you mean it?", "Do: you mean it?"),
        ("漢字 🦋 שלום?", "漢字 🦋 שלום?"),
    ],
)
def test_opener_is_literal_text(written: str, opener: str) -> None:
    """A message to begin with is text for a friend, not Markdown."""
    converted = convert(f'!!! lesson "T"\n    Text.\n\n    Say: {written}\n')

    assert converted == Converted("", Lesson("T", Markup("<p>Text.</p>"), openers=(opener,)), ())


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("call *one* friend", "call <em>one</em> friend"),
        ("**call** `now`", "<strong>call</strong> <code>now</code>"),
        ("read [this](https://x.example/a?b=1&c=2)",
         'read <a href="https://x.example/a?b=1&amp;c=2">this</a>'),
        ("see <https://x.example/>", 'see <a href="https://x.example/">https://x.example/</a>'),
        ("AT&T < 3", "AT&amp;T &lt; 3"),
        (r"a \*star\*", "a *star*"),
    ],
)  # fmt: skip
def test_action_is_inline_markdown(written: str, action: str) -> None:
    """The one thing to do may hold whatever a line of Markdown may."""
    converted = convert(f'!!! lesson "T"\n    Do: {written}\n')

    assert converted.problems == ()
    assert converted.lesson is not None
    assert tree(converted.lesson.action) == tree(action)


BODIES = {
    "inline": ("*a* **b** `c <d>` \\* &amp; e",
               "<p><em>a</em> <strong>b</strong> <code>c &lt;d&gt;</code> * &amp; e</p>"),
    "link": ('[a](https://x.example/?p=1&q=2 "b")',
             '<p><a href="https://x.example/?p=1&amp;q=2" title="b">a</a></p>'),
    "reference": ("[a][b]\n\n[b]: https://x.example/",
                  '<p><a href="https://x.example/">a</a></p>'),
    "mail": ("[a](mailto:a@x.example)", '<p><a href="mailto:a@x.example">a</a></p>'),
    "anchor": ("[a](#b)", '<p><a href="#b">a</a></p>'),
    "image": ('![a "quoted" cat](/images/cat.png "Cat")',
              '<p><img alt="a &quot;quoted&quot; cat" src="/images/cat.png" title="Cat"></p>'),
    "list": ("- a\n- b\n    - c\n", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
    "numbers": ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    "quote": ("> a\n> — B", '<figure class="quote"><blockquote><p>a</p></blockquote>'
              "<figcaption>B</figcaption></figure>"),
    "code": ("    a <b>\n", '<pre class="codehilite"><code>a &lt;b&gt;\n</code></pre>'),
    "table": ("| a | b |\n|---|---|\n| c | d |",
              "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
              "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>"),
    "definition": ("a\n:   b", "<dl><dt>a</dt><dd>b</dd></dl>"),
    "attributes": ("a\n{: .c #d title=e lang=de dir=rtl }",
                   '<p class="c" id="d" title="e" lang="de" dir="rtl">a</p>'),
    "heading": ("### a", "<h3>a</h3>"),
    "break": ("a  \nb", "<p>a<br>\nb</p>"),
    "inline html": ("a <kbd>b</kbd> <abbr title='c'>d</abbr>",
                    '<p>a <kbd>b</kbd> <abbr title="c">d</abbr></p>'),
    "rule": ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "html"), BODIES.values(), ids=BODIES)
def test_body_is_markdown(written: str, html: str) -> None:
    """The lesson's text may hold whatever the rant's may."""
    indented = "".join(f"    {line}\n" for line in written.split("\n"))

    converted = convert(f'!!! lesson "T"\n{indented}\n    Do: go\n')

    assert converted.problems == ()
    assert converted.html == ""
    assert converted.lesson is not None
    assert (tree(converted.lesson.body), converted.lesson.action) == (tree(html), "go")


def test_footnote_of_a_lesson_is_the_posts() -> None:
    """The sign stays in the lesson, the note stands below the post, and they link each other."""
    converted = convert('!!! lesson "T"\n    True[^a].\n\n[^a]: Really.\n')

    assert converted.lesson is not None
    assert tree(converted.lesson.body) == tree(
        '<p>True<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>.</p>'
    )
    assert tree(converted.html) == tree(
        '<div class="footnote"><hr><ol><li id="fn:a"><p>Really.&nbsp;'
        '<a class="footnote-backref" href="#fnref:a" '
        'title="Jump back to footnote 1 in the text">↩</a></p></li></ol></div>'
    )


def test_abbreviation_holds_in_a_lesson() -> None:
    """What the post says once is known in the lesson, too."""
    converted = convert('!!! lesson "T"\n    Use RSS.\n\n*[RSS]: Really Simple Syndication\n')

    assert converted == Converted(
        "",
        Lesson("T", Markup('<p>Use <abbr title="Really Simple Syndication">RSS</abbr>.</p>')),
        (),
    )


def test_fields_below_a_list_are_fields() -> None:
    """After a blank line a field is one, even below a list."""
    converted = convert('!!! lesson "T"\n    - a\n    - b\n\n    Do: go\n    By: today\n')

    assert converted.lesson is not None
    assert converted.problems == ()
    assert tree(converted.lesson.body) == tree("<ul><li>a</li><li>b</li></ul>")
    assert (converted.lesson.action, converted.lesson.deadline) == ("go", Deadline("today"))


@pytest.mark.parametrize(
    "above", ["- a\n    - b", "> a", "1. a"], ids=["list", "quotation", "numbers"]
)
def test_field_right_below_a_block_is_not_lost(above: str) -> None:
    """`Do:` right below a list or quotation is read, or else told; never swallowed as text."""
    converted = convert(f'!!! lesson "T"\n    {above}\n    Do: go\n    By: today\n')

    assert converted.lesson is not None
    assert converted.lesson.action == "go" or converted.problems


SHOWN = '!!! lesson "Shown"\n    Text.\n\n    Do: go\n    By: never\n'


def indent(text: str) -> str:
    """The text as an indented code block."""
    return "".join(f"    {line}\n" for line in text.split("\n"))


CODE = {
    "backticks": f"```\n{SHOWN}```\n",
    "backticks with a language": f"```markdown\n{SHOWN}```\n",
    "tildes": f"~~~\n{SHOWN}~~~\n",
    "longer fence": f"`````\n```\n{SHOWN}```\n`````\n",
    "indented": f"Text.\n\n{indent(SHOWN)}\n",
    "inline": 'Write `!!! lesson "Shown"` and then `Do: go`.',
    "comment": f"<!--\n{SHOWN}-->\n",
    "html": f"<pre>\n{SHOWN}</pre>\n",
    "code in a list": f"- a\n\n{indent(indent(SHOWN))}\n",
}


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_lesson_in_code_is_code(text: str) -> None:
    """A lesson that is shown is no lesson, and is shown as it would be without the plugin."""
    converted = convert(text)

    assert converted == Converted(without(text), None, ())


@pytest.mark.parametrize("language", ["", "markdown", "python", "yaml", "html"])
@pytest.mark.parametrize("fence", ["```", "~~~", "    "])
def test_coloured_code_is_what_was_written(fence: str, language: str) -> None:
    """With Pygments, too, code that looks like a lesson is shown without a character more."""
    text = f"{fence}{language}\n{SHOWN}note: a  \nhttp: b\n{fence}\n"
    if not fence.strip():
        text = f"Text.\n\n    :::{language or 'text'}\n{indent(SHOWN)}"

    md = markdown(pygments=True)
    html = md.convert(text)

    assert html == markdown(lesson=False, pygments=True).convert(text)
    assert (md.lesson, md.lesson_problems) == (None, ())


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_lesson_below_code_that_shows_it(text: str) -> None:
    """A post about lessons may show the very lesson that it ends in."""
    real = '!!! lesson "Shown"\n    Text.\n\n    Do: go\n'

    converted = convert(f"{text}\nEnd.\n\n{real}")

    assert converted == Converted(
        without(f"{text}\nEnd.\n"),
        Lesson("Shown", Markup("<p>Text.</p>"), Markup("go")),
        (),
    )


def test_other_admonitions_stay() -> None:
    """The built-in admonition is extended, not replaced."""
    text = '!!! note "Mind"\n    the *gap*\n\n!!! lesson "T"\n    Text.\n'

    converted = convert(text, "markdown.extensions.admonition")

    assert tree(converted.html) == tree(
        '<div class="admonition note"><p class="admonition-title">Mind</p>'
        "<p>the <em>gap</em></p></div>"
    )
    assert converted.lesson == Lesson("T", Markup("<p>Text.</p>"))


@pytest.mark.parametrize("text", ["!!! lessons are text", "!!!lessons", "!! lesson", "! lesson"])
def test_exclamation_that_is_no_lesson_is_text(text: str) -> None:
    """Three exclamation marks and another word are the rant's."""
    converted = convert(text)

    assert converted == Converted(f"<p>{text}</p>", None, ())


def test_metadata_has_the_lesson() -> None:
    """With the Meta extension the lesson is metadata, as Pelican reads it."""
    md = markdown()

    md.convert('Title: A\nQuestion: B\n\n!!! lesson "T"\n    Text.\n')

    lesson = Lesson("T", Markup("<p>Text.</p>"))
    assert md.Meta == {
        "title": ["A"],
        "question": ["B"],
        "lesson": [lesson],
        "lesson_problems": [()],
    }


def test_nothing_stays_from_one_text_to_the_next() -> None:
    """A text is converted as if it were the first, whatever came before it."""
    md = markdown()
    first = md.convert(WHOLE + "\nDo: outside\n")
    lesson, problems = md.lesson, md.lesson_problems

    md.reset().convert("Just a rant.")
    between = (md.lesson, md.lesson_problems)
    again = md.reset().convert(WHOLE + "\nDo: outside\n")

    assert between == (None, ())
    assert (again, md.lesson, md.lesson_problems) == (first, lesson, problems)
    assert len(problems) == 1


def test_empty_text_has_no_lesson() -> None:
    """Of a text before it nothing stays even where there is nothing to convert."""
    md = markdown()
    md.convert(WHOLE + "\nDo: outside\n")

    md.reset().convert("\n")

    assert (md.lesson, md.lesson_problems) == (None, ())
