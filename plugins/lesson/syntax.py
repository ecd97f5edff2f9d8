"""The lesson's Markdown: `!!! lesson`, `End rant.` and quotations with a source.

An extension for Python-Markdown. Converting a text sets `md.lesson` and `md.lesson_problems`;
with the Meta extension on they become the metadata `lesson` and `lesson_problems`, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from .deadline import Deadline, parse_deadline
from .fields import LINE, Field, meant, split_fields
from .lesson import Lesson, Problem
from .marks import END, Marks
from .source import MARK, Source, marked_lines, unmark

if TYPE_CHECKING:
    from markdown import Markdown

BLOCK = "lesson-block"
TAGS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "section"}
ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"class", "id", "lang", "dir", "title"},
    "img": nh3.ALLOWED_ATTRIBUTES["img"] | {"loading", "decoding"},
    "time": {"datetime"},
}
_HEADING = re.compile(r"!!! ?lesson\b", re.IGNORECASE)
_MOST = {
    "Do": (1, "a lesson has one thing to do"),
    "By": (1, "a lesson has one time to do it by"),
    "Say": (3, "a lesson has at most three messages to start with"),
}


class LessonExtension(Extension):
    """Reads the lesson out of a text, and marks its end and its quotations.

    `end` is what is shown for `End rant.`, and may be written in its place.
    """

    is_pure = True  # it looks at the text alone, so that a post may be read once for all

    def __init__(self, end: str = END) -> None:
        super().__init__()
        self.end = end

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        """Add the processors to `md`; each conversion begins with no lesson."""
        self.reading = Reading(md)
        md.registerExtension(self)
        md.preprocessors.register(Begin(self.reading), "lesson-begin", 28)  # before Meta, 27
        md.preprocessors.register(Number(self.reading), "lesson-number", 26)  # before fences, 25
        md.parser.blockprocessors.register(LessonProcessor(md.parser), "lesson", 106)
        md.treeprocessors.register(
            Marks(md, self.end), "rant-marks", 34
        )  # all before highlighting, 30
        md.treeprocessors.register(Fields(self.reading), "lesson-fields", 33)
        md.treeprocessors.register(Unnumber(md), "lesson-unnumber", 32)
        md.treeprocessors.register(TakeOut(self.reading), "lesson-take-out", -1)  # the very last
        md.postprocessors.register(UnnumberText(md), "lesson-unnumber", -1)

    def reset(self) -> None:
        """Forget the text before."""
        self.reading.begin([])


class Reading:
    """What is known of the lesson while `md` converts one text."""

    def __init__(self, md: Markdown) -> None:
        self.md = md
        self.begin([])

    def begin(self, lines: list[str]) -> None:
        """Forget the text before; `lines` are what is read now."""
        self.source = Source(lines)
        self.problems: list[Problem] = []
        self.block: Element | None = None
        self.line = 0
        self.deadline: Deadline | None = None
        self.openers: tuple[str, ...] = ()
        self.hand_over(None)

    def problem(self, line: int, message: str) -> None:
        """Keep one thing that the writer has to mend."""
        self.problems.append(Problem(line, message))

    def hand_over(self, lesson: Lesson | None) -> None:
        """Put the lesson and all problems, in the order of their lines, where they are read."""
        problems = tuple(sorted(self.problems, key=lambda problem: problem.line))
        self.md.lesson = lesson  # type: ignore[attr-defined]  # an extension's own attribute
        self.md.lesson_problems = problems  # type: ignore[attr-defined]  # the same


class Begin(Preprocessor):
    """Keeps the source as it was written."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.md)
        self.reading = reading

    def run(self, lines: list[str]) -> list[str]:
        """Take the lines before any other extension changes them."""
        self.reading.begin(list(lines))
        return lines


class Number(Begin):
    """Numbers the lines that may belong to a lesson."""

    def run(self, lines: list[str]) -> list[str]:
        """Mark the lines when the front matter is gone and the fences still stand."""
        return self.reading.source.mark(lines)


class LessonProcessor(AdmonitionProcessor):
    """Python-Markdown's admonition, for the one class `lesson`."""

    CLASSNAME = BLOCK
    RE = re.compile(
        rf'(?:^|\n)!!! ?(lesson)(?: +"(.*)")? *(?:{MARK.pattern})? *(?:\n|$)', re.IGNORECASE
    )

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse the block as an admonition; keep its title and the number of its line."""
        match = self.RE.search(blocks[0])
        super().run(parent, blocks)
        if match:
            parent[-1].set("title", match.group(2) or "")
            parent[-1].set("line", match.group(3) or "1")

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """The title is text, not Markdown, so it is no part of the block."""
        return "", None


class Fields(Treeprocessor):
    """Finds the one lesson and takes `Do:`, `By:` and `Say:` out of its text."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.md)
        self.reading = reading

    def run(self, root: Element) -> None:
        """Read the first lesson of `root`; whatever else looks like one is a problem."""
        self._look_outside(root)
        for block in [element for element in root.iter("div") if _is_lesson(element)]:
            line = int(block.get("line", "1"))
            if block not in list(root):
                self.reading.problem(
                    line,
                    "a lesson stands by itself — take it out of the list or quotation, "
                    "so that '!!! lesson' begins the line",
                )
            elif self.reading.block is not None:
                self.reading.problem(
                    line,
                    f"'{block.get('title')}' is a second lesson — a post ends in one; "
                    "make it part of the first, or a post of its own",
                )
            else:
                self.reading.block, self.reading.line = block, line
                self._read(block)

    def _read(self, block: Element) -> None:
        """Take the fields out of the texts in `block`, and keep what they say."""
        if not block.get("title", "").strip():
            self.reading.problem(
                self.reading.line,
                'the lesson has no title — write !!! lesson "The lesson in one sentence."',
            )
        fields = [field for element in _texts(block) for field in self._take(element)]
        for paragraph in block.findall("p"):
            if not (paragraph.text or len(paragraph)):
                block.remove(paragraph)
        for field in fields:
            self._check(field)
        self._check_together(fields)
        for field in fields:
            if field.name == "Do":
                SubElement(block, "p", {"class": "lesson-action"}).text = field.value
        self.reading.openers = tuple(field.value for field in fields if field.name == "Say")

    def _take(self, element: Element) -> list[Field]:
        element.text, fields = split_fields(element.text or "")
        for line, words in marked_lines(element.text):
            name = meant(words)
            if name:
                written = words.partition(":")[0]
                self.reading.problem(line, f"'{written}:' is no line of a lesson — write '{name}:'")
        return fields

    def _check(self, field: Field) -> None:
        if not field.value:
            self.reading.problem(
                field.line, f"'{field.name}:' is empty — write what it says, or take the line out"
            )
        elif field.name == "By":
            try:
                self.reading.deadline = parse_deadline(field.value)
            except ValueError as error:
                self.reading.problem(field.line, f"By '{field.value}' is no known time — {error}")

    def _check_together(self, fields: list[Field]) -> None:
        for name, (most, rule) in _MOST.items():
            for field in [field for field in fields if field.name == name][most:]:
                self.reading.problem(
                    field.line, f"{name} '{field.value}' is one too many — {rule}; keep the best"
                )
        if "Do" not in {field.name for field in fields}:
            for field in [field for field in fields if field.name == "By"][:1]:
                self.reading.problem(
                    field.line,
                    f"By '{field.value}' has nothing to be done by then — add a line 'Do: …'",
                )

    def _look_outside(self, root: Element) -> None:
        """Lines of a lesson that stand at the margin, or a heading that is none."""
        found = (pair for element in _texts(root) for pair in marked_lines(element.text or ""))
        for line, words in found:
            if LINE.match(words) and self.reading.source.indentation(line) < self.md.tab_length:
                self.reading.problem(
                    line,
                    f"'{words}' stands outside the lesson — indent it by four spaces "
                    'below !!! lesson "…", or word it otherwise',
                )
            elif _HEADING.match(words):
                self.reading.problem(
                    line,
                    f"'{words}' begins no lesson — write "
                    '!!! lesson "The lesson in one sentence." on a line of its own',
                )


class Unnumber(Treeprocessor):
    """Takes the numbers off again, before anything else reads the text."""

    def run(self, root: Element) -> None:
        """Clean every text of `root`, and the HTML that was put aside."""
        for element in root.iter():
            if element.text and MARK.search(element.text):
                element.text = type(element.text)(unmark(element.text))
        stash = self.md.htmlStash.rawHtmlBlocks
        stash[:] = [unmark(html) if isinstance(html, str) else html for html in stash]


class UnnumberText(Postprocessor):
    """Takes off what numbers are left where no tree reaches."""

    def run(self, text: str) -> str:
        """Clean the finished HTML."""
        return unmark(text)


class TakeOut(Treeprocessor):
    """Takes the finished lesson out of the page and makes it data."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.md)
        self.reading = reading

    def run(self, root: Element) -> None:
        """Remove every lesson from `root`; hand over the first, and all problems."""
        lesson = self._lesson(self.reading.block) if self.reading.block is not None else None
        for parent in list(root.iter()):
            for child in [child for child in parent if _is_lesson(child)]:
                parent.remove(child)
        metadata = getattr(self.md, "Meta", None)
        if metadata and "lesson" in metadata:
            self.reading.problem(
                self.reading.source.find_key("lesson"),
                f"Lesson '{metadata['lesson'][0]}' is no field — write the lesson at the end of "
                'the text: !!! lesson "The lesson in one sentence."',
            )
        self.reading.hand_over(lesson)
        if metadata is not None:
            metadata["lesson"] = [lesson]
            metadata["lesson_problems"] = [self.md.lesson_problems]  # type: ignore[attr-defined]  # our own

    def _lesson(self, block: Element) -> Lesson:
        actions = block.findall("p[@class='lesson-action']")
        for action in actions:
            block.remove(action)
        lesson = Lesson(
            title=" ".join(block.get("title", "").split()),
            body=self._html(block),
            action=self._html(actions[0]) if actions else Markup(),
            deadline=self.reading.deadline,
            openers=self.reading.openers,
        )
        if not (lesson.body or actions):
            self.reading.problem(
                self.reading.line,
                "the lesson is empty — below it, indented by four spaces, write its text, "
                "a line 'Do: …', or both",
            )
        return lesson

    def _html(self, element: Element) -> Markup:
        """What stands in `element`, as sanitised HTML; a tag that may not stand is a problem."""
        text = self.md.serializer(element).strip()
        html = text[text.index(">") + 1 : text.rindex("</")]
        for postprocessor in self.md.postprocessors:
            html = postprocessor.run(html)
        for tag in sorted(_tags(html) - TAGS):
            self.reading.problem(
                self.reading.line,
                f"a lesson cannot hold '<{tag}>' — write `<{tag}>` to show it, "
                "or move it to the rant's text",
            )
        clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
        return Markup(clean.strip())  # noqa: S704  -- sanitised in the line above


def _is_lesson(element: Element) -> bool:
    return element.tag == "div" and (element.get("class") or "").startswith(BLOCK)


def _texts(element: Element) -> Iterator[Element]:
    """The elements that hold text in `element`, but no code and no lesson within it."""
    yield element
    for child in element:
        if child.tag not in ("pre", "code") and not _is_lesson(child):
            yield from _texts(child)


class _TagNames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)


def _tags(html: str) -> set[str]:
    parser = _TagNames()
    parser.feed(html)
    parser.close()
    return parser.names
