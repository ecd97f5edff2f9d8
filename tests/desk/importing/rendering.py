"""Markdown rendered as this site configures it, and read back as text."""

from __future__ import annotations

from lxml import html as lxml_html
from markdown import Markdown

from desk.importing.classic import to_html
from desk.importing.markdown import to_markdown
from desk.importing.record import Notes
from lesson.syntax import LessonExtension
from pelicanconf import MARKDOWN


def render(text: str) -> str:
    """Markdown as HTML, with the site's extensions and the lesson's."""
    configs = MARKDOWN["extension_configs"]
    assert isinstance(configs, dict)
    md = Markdown(
        extensions=[*configs, LessonExtension()],
        extension_configs=configs,
        output_format="html",
    )
    rendered = md.convert(f"Title: x\n\n{text}\n")
    assert md.lesson_problems == ()  # type: ignore[attr-defined]  # the lesson's own attribute
    return rendered


def words(html: str) -> str:
    """The text of HTML, white space but for the kinds that show as one space."""
    tree = lxml_html.fromstring(f"<div>{html.replace('<br>', '<br> ')}</div>")
    for block in tree.iter("p", "li", "td", "th", "pre", "blockquote", "dt", "dd", "h2", "h3"):
        block.tail = f" {block.tail or ''}"
        block.text = f" {block.text or ''}"
    return " ".join(tree.text_content().replace("\u200b", "").split(" ")).strip(" ")


def squeeze(text: str) -> str:
    """Every run of ASCII white space as one space."""
    return " ".join(part for part in text.replace("\n", " ").replace("\t", " ").split(" ") if part)


def imported(content: str) -> tuple[str, Notes]:
    """What a post's content becomes."""
    notes = Notes()
    return to_markdown(to_html(content, notes), notes), notes
