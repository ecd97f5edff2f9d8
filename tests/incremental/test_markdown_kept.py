"""A Markdown is kept for the next text only where every extension is known to forget the last."""

import re
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown, inlinepatterns, treeprocessors
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.tables import TableProcessor
from markdown.extensions.toc import TocExtension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX, AtomicString
from pelican import readers

from incremental import blocks, patterns
from incremental.kept import Kept
from incremental.markdown import MarkdownReader
from lesson.syntax import LessonExtension
from tests.incremental.markdown_posts import SITE, TRIGGERS, outcome, pelican_settings, texts

META = "markdown.extensions.meta"
FIRST = "*[HTML]: x\n\n[^1]: y\n\nHTML[^1]\n"
BARE = Markdown(output_format="html5")
BARE_KEPT = Kept(output_format="html5")
FULL = {"extensions": [*SITE, "toc", "smarty"], "extension_configs": SITE}
KEPT = Kept(**FULL)


class Count(Postprocessor):
    """Ends each text with how many there were."""

    number = 0

    def run(self, text: str) -> str:
        self.number += 1
        return f"{text} {self.number}"


class Counting(Extension):
    """Remembers how many texts there were."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        self.count = Count(md)
        md.postprocessors.register(self.count, "count", -9)


class Forgetting(Counting):
    """Says that it forgets, and does."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        super().extendMarkdown(md)
        md.registerExtension(self)

    def reset(self) -> None:
        self.count.number = 0


class Unregistered(Counting):
    """Its reset is never called."""

    def reset(self) -> None: ...


class Inheriting(Forgetting):
    """May remember what the reset it inherits does not know of."""


class ForgetfulCount(Count):
    """Begins again."""

    def reset(self) -> None:
        self.number = 0


class Delegating(Extension):
    """What it registers is reset, as Python-Markdown's own do at times."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        count = ForgetfulCount(md)
        md.postprocessors.register(count, "count", -9)
        md.registerExtension(count)


class TheirToc(TocExtension):
    """The same, of one of Python-Markdown's."""


class BesideMeta(Extension):
    """What follows on front matter, at its own priority."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        md.preprocessors.register(Preprocessor(md), "beside", 27)
        md.registerExtension(self)

    def reset(self) -> None: ...


HERE = __name__


@pytest.mark.parametrize(
    ("extension", "configs", "is_kept"),
    [
        ("toc", {}, True),
        ("markdown.extensions.toc", {}, True),
        ("markdown.extensions.toc:TocExtension", {}, True),
        (TocExtension(permalink=True), {}, True),
        (FootnoteExtension(), {}, True),
        ("footnotes", {"footnotes": {"UNIQUE_IDS": True}}, False),
        ("extra", {"extra": {"footnotes": {"UNIQUE_IDS": True}}}, False),
        (FootnoteExtension(UNIQUE_IDS=True), {}, False),
        (LessonExtension(), {}, True),
        ("lesson.syntax:LessonExtension", {}, True),
        (Counting(), {}, False),
        (Unregistered(), {}, False),
        (Inheriting(), {}, False),
        (TheirToc(), {}, False),
        (Forgetting(), {}, True),
        (Delegating(), {}, True),
    ],
)
def test_only_what_forgets_is_kept(extension, configs, is_kept):
    extensions = [META, extension]
    assert Kept(extensions=extensions, extension_configs=configs).forgets is is_kept


def test_what_another_extension_adds_is_judged_too():
    class Adding(Forgetting):
        def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
            super().extendMarkdown(md)
            md.registerExtensions([Counting()], {})

        def reset(self) -> None: ...

    assert not Kept(extensions=[META, Adding()]).forgets


def test_front_matter_comes_back_to_its_place_or_nothing_is_kept():
    assert not Kept(extensions=[]).forgets
    assert not Kept(extensions=[META, BesideMeta()]).forgets
    assert Kept(extensions=[BesideMeta(), META]).forgets


@pytest.mark.parametrize("kind", [Counting, Inheriting, Forgetting, Delegating, FootnoteExtension])
def test_an_extension_makes_of_each_post_what_it_makes_of_one(tmp_path, kind):
    path = tmp_path / "post.md"
    path.write_text(f"Title: A\n\n{FIRST}")
    mine, theirs = MarkdownReader(pelican_settings(kind())), readers.MarkdownReader
    alone = [outcome(theirs(pelican_settings(kind())), path) for _ in range(3)]
    assert [outcome(mine, path) for _ in range(3)] == alone


class Numbering(Counting):
    """Counts in the object that all have, so that no copy may read a text."""

    number = 0

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        super().extendMarkdown(md)
        self.number += 1
        self.count.number = self.number


def test_what_remembers_remembers_what_it_always_does(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(f"Title: A\n\n{FIRST}")
    mine = MarkdownReader(pelican_settings(Numbering()))
    theirs = readers.MarkdownReader(pelican_settings(Numbering()))
    assert [outcome(mine, path) for _ in range(3)] == [outcome(theirs, path) for _ in range(3)]
    assert not mine._may_keep


def test_one_markdown_is_kept(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(f"Title: A\nSummary: B\n\n{FIRST}")
    reader = MarkdownReader(pelican_settings())
    kept = [reader.read(str(path)) and reader._kept for _ in range(2)]
    assert kept[0] is kept[1] is not None


def test_readers_that_share_an_extension_do_not_meet(tmp_path):
    settings = pelican_settings(FootnoteExtension(), LessonExtension())
    first, second = MarkdownReader(settings), MarkdownReader(settings)
    post, empty = tmp_path / "post.md", tmp_path / "empty.md"
    post.write_text("Title: A\n\nHTML[^1]\n\n[^1]: A [ref]\n\n[ref]: http://a.example\n")
    empty.write_text("\n")
    for path in (post, empty, post):
        alone = outcome(readers.MarkdownReader(pelican_settings(LessonExtension())), path)
        assert outcome(first, path) == alone
        assert outcome(second, path) == alone


def test_the_settings_own_extension_is_left_alone():
    lesson = LessonExtension()
    Kept(extensions=[META, lesson])
    assert not hasattr(lesson, "reading")


@given(st.text(alphabet=TRIGGERS, max_size=80))
def test_any_characters_become_what_they_always_do(text):
    assert BARE_KEPT.reset().convert(text) == BARE.reset().convert(text)


@given(texts)
def test_any_text_becomes_what_it_always_does(text):
    assert KEPT.reset().convert(text) == Markdown(**FULL).convert(text)


@pytest.mark.parametrize("expression", patterns._NEEDS, ids=lambda each: each.pattern[:12])
def test_no_pattern_matches_without_what_it_needs(expression):
    @given(st.from_regex(expression))
    def check(text):
        assert any(need in text for need in patterns._NEEDS[expression])

    check()


# What they look for is no `RE`.
_TAKES = {
    MarkdownInHtmlProcessor: re.compile(HTML_PLACEHOLDER_RE.pattern + r"\n?\w*"),
    TableProcessor: re.compile(r"\|"),
}


@pytest.mark.parametrize("processor", blocks._NEEDS, ids=lambda each: each.__name__)
def test_no_block_is_taken_without_what_it_needs(processor):
    expression = _TAKES.get(processor) or processor.RE

    @given(st.from_regex(expression))
    def check(text):
        assert blocks._NEEDS[processor] in text

    check()


def test_the_needs_are_found_in_what_python_markdown_has():
    md = Markdown(extensions=["extra"])
    assert {expression.pattern for expression in patterns._NEEDS} <= {
        pattern.compiled_re.pattern for pattern in md.inlinePatterns
    }
    assert set(blocks._NEEDS) <= {type(each) for each in md.parser.blockprocessors}


class Asked:
    """Stands where Python-Markdown looks first when it tries a pattern, and counts."""

    times = 0

    def __iter__(self):
        self.times += 1
        return iter(())


def test_a_pattern_is_tried_only_where_it_has_a_say(monkeypatch):
    md, asked = Kept(), Asked()
    monkeypatch.setattr(inlinepatterns.BacktickInlineProcessor, "ANCESTOR_EXCLUDES", asked)
    md.convert("plain *text* [of](all) <b>kinds</b>")
    assert asked.times == 0
    md.convert("a `tick`")
    assert asked.times == 1


def test_a_block_is_searched_only_where_it_has_what_is_needed(monkeypatch):
    def unexpected(*_args: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(HashHeaderProcessor, "test", unexpected)
    md = Kept()
    assert md.convert("plain") == "<p>plain</p>"
    with pytest.raises(AssertionError):
        md.convert("# Head")


class Nesting(inlinepatterns.InlineProcessor):
    """Gives text to be read, and text not to be read."""

    def handleMatch(self, m, data):  # noqa: N802  -- Python-Markdown's name
        element = Element("span")
        element.text = "*a*"
        SubElement(element, "b").text = AtomicString("*b*")
        return element, m.start(0), m.end(0)


@pytest.mark.parametrize("kind", [Markdown, Kept])
def test_what_is_finished_is_read_no_more(kind):
    md = kind()
    md.inlinePatterns.register(Nesting("%", md), "nesting", 200)
    assert md.convert("%") == "<p><span><em>a</em><b>*b*</b></span></p>"


NESTED = (
    "[a [b](c)](d)", "[a ![b](c)](d)", "![a *b*](c)", "[*a* `b`](c)", "*a [b](c) `d`*",
    "**a *b* c**", "[a\\]b](c) *\\*", "[<b>a</b>](c)", "[a][b [c]]\n\n[b]: d\n[c]: e",
    "[&lt;](a) *&lt;*",
)  # fmt: skip


@pytest.mark.parametrize("text", NESTED)
def test_what_stands_in_another_is_read_from_the_next_pattern_on(text):
    assert BARE_KEPT.reset().convert(text) == BARE.reset().convert(text)


def test_all_stand_in_the_order_of_python_markdown():
    for registry in ("preprocessors", "inlinePatterns", "treeprocessors", "postprocessors"):
        mine, theirs = (getattr(md, registry) for md in (KEPT, Markdown(**FULL)))
        assert [type(each).__name__ for each in mine] == [type(each).__name__ for each in theirs]


def test_an_inline_processor_of_another_is_left_alone():
    class Theirs(treeprocessors.InlineProcessor): ...

    class Building(Markdown):
        def build_parser(self) -> Markdown:
            super().build_parser()
            self.treeprocessors.register(Theirs(self), "inline", 20)
            patterns.hasten_patterns(self)
            return self

    assert type(Building().treeprocessors["inline"]) is Theirs


def test_a_pattern_with_an_expression_of_its_own_is_always_tried():
    class Moody(inlinepatterns.SimpleTextInlineProcessor):
        def getCompiledRegExp(self):  # noqa: N802  -- Python-Markdown's name
            return re.compile("(a)")

    assert patterns.needed(Moody(inlinepatterns.ESCAPE_RE)) == ("", "")
    assert patterns.needed(inlinepatterns.EscapeInlineProcessor("x")) == ("", "")
    assert patterns.needed(object()) == ("", "")


def test_a_delimiter_of_an_extension_is_looked_for():
    md = Kept()
    assert md.convert("*a* _b_ ~c~") == "<p><em>a</em> <em>b</em> ~c~</p>"
    md.delimiters.add("~", "sub")
    assert md.convert("~c~") == "<p><sub>c</sub></p>"


@given(st.text("a1 *\\`" + STX + ETX))
def test_what_was_escaped_is_put_back(text):
    for kind in (str, AtomicString):
        found = BARE_KEPT.treeprocessors["unescape"].unescape(kind(text))
        assert (found, type(found)) == (BARE.treeprocessors["unescape"].unescape(kind(text)), str)
