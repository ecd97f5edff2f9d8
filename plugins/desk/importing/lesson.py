"""A lesson at the end of a post, found where it is plain, and written as this site writes it.

Plain is "The lesson for today is …", "Lesson: …" or a heading "The lesson" with nothing but
paragraphs below it. Words stay as they were; the first gets its capital where it begins a title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .escape import guard
from .record import Notes

END = "End rant."
LONGEST = 200  # characters of a title; more is told by the lesson plugin
_MOST = 5  # paragraphs, that of the lesson among them: what is longer is a text about lessons
_OF = (
    r"(?:\s+(?:for today|of the day|of today|here|learned|learnt|"
    r"of (?:the|this) (?:story|rant|week|post)))?"
)
_NAME = rf"(?:(?:the|my|today[’']s)\s+)?lesson{_OF}"
_LEAD = re.compile(
    rf"(?P<mark>\*\*|\*|__|_)?{_NAME}"
    r"(?:\s*(?P<is>is)(?![\w])\s*(?:…|\.\.\.|[:—–-])?|\s*[:—–]|\s*(?:…|\.\.\.))"
    r"(?(mark)(?:(?P=mark))?)\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(rf"#{{2,6}}\s+{_NAME}(?:\s+is)?\s*(?:[:.…]|\.\.\.)?", re.IGNORECASE)
_ODD = re.compile(r"[\x02\x03]|\[\^|^(?:#|```|~~~|!!!|<|\|)", re.MULTILINE)
_SENTENCE = re.compile(r"(.+?[.!?…][\"'”’)]*)(?=\s+[\"'“‘(]?[^\W\da-z_]|\s*$)", re.DOTALL)
# What proofreading takes for a lesson that was meant: a post that has none may not begin a line so.
_ALIKE = re.compile(
    r"((?:[#>*_ ]{0,3}(?:#{1,6} |>|\*\*?|__?)*)?(?:(?:the|today[’']s|my)\s+)?lesson)(\s*)"
    r"(:|of the day|for today)",
    re.IGNORECASE,
)
_END = re.compile(r"\**End rant\.?\**", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A body with its lesson, the lesson's title; or the body as it was, and why it was left."""

    body: str
    title: str = ""
    left: str = ""
    near: str = ""


def take_lesson(body: str, notes: Notes) -> Found:
    """Find the lesson of a post, and tell that it was made, or was left in the text."""
    found = find_lesson(body)
    if found.left:
        notes.lose("lesson", found.left, found.near)
    if found.title:
        notes.lose("found", found.title, f'!!! lesson "{found.title}"')
    return found


def find_lesson(body: str) -> Found:
    """Find the lesson at the end of a body in Markdown."""
    blocks = _blocks(body)
    leads = [
        at for at, block in enumerate(blocks) if _LEAD.fullmatch(block) or _HEADING.fullmatch(block)
    ]
    if "!!! lesson" in body:
        return Found(body)
    if not leads:
        return Found(unlike(body))
    at, near = leads[-1], unlike(blocks[leads[-1]]).split("\n")[0]
    if len(leads) > 1:
        return Found(unlike(body), left="there are several; which one is it?", near=near)
    below = blocks[at + 1 :]
    if len(below) >= _MOST or any(map(_ODD.search, below)):
        return Found(unlike(body), left="more follows than a lesson's text", near=near)
    above = blocks[:at]
    if any(_END.fullmatch(block) for block in above[:-1]):
        return Found(unlike(body), left="'End rant.' stands elsewhere", near=near)
    return _lesson(body, above, blocks[at], below, near)


def unlike(body: str) -> str:
    """A body without a lesson, in which no line begins like one: its sign is a reference."""

    def line(text: str) -> str:
        match = _ALIKE.match(text)
        if not match:
            return text
        sign = "&#58;" if match.group(3) == ":" else f"&#32;{match.group(3)}"
        return f"{match.group(1)}{sign}{text[match.end() :]}"

    return "\n\n".join(
        block if re.match(r"`{3,}|~{3,}| {4}", block) else "\n".join(map(line, block.split("\n")))
        for block in _blocks(body)
    )


def _lesson(body: str, above: list[str], lead: str, below: list[str], near: str) -> Found:
    named = _LEAD.fullmatch(lead)
    text = named.group("rest") if named else (below[0] if below else "")
    rest = below if named else below[1:]
    if not text or re.match(r"[-*+>]\s|\d+\.\s| {4}", text):
        return Found(unlike(body), left="no sentence follows", near=near)
    sentence = _SENTENCE.match(text)
    title = plain(" ".join((sentence.group(1) if sentence else text).split()))
    more = text[sentence.end() :].strip() if sentence else ""
    if title is None:
        return Found(
            unlike(body),
            left="its sentence holds a link or code, and a lesson's title is text",
            near=near,
        )
    title = title[:1].upper() + title[1:]
    if len(title) > LONGEST:
        return Found(
            unlike(body), left=f"its sentence is longer than {LONGEST} characters", near=near
        )
    # A lesson needs a text: where there is none but the sentence, that stands there as it was.
    paragraphs = [*([more] if more else []), *rest] or [lead if named else text]
    if any(map(_ODD.search, paragraphs)):
        return Found(unlike(body), left="its text holds more than text", near=near)
    indented = "\n\n".join(
        "\n".join(f"    {line}" if line.strip() else "" for line in _guarded(block).split("\n"))
        for block in paragraphs
    )
    while above and re.fullmatch(r"-{3,}|\*{3,}|\* \* \*", above[-1]):
        above = above[:-1]
    if above and _END.fullmatch(above[-1]):
        above = above[:-1]
    whole = [*above, END, f'!!! lesson "{title}"\n{indented}']
    return Found("\n\n".join(whole), title)


def _guarded(block: str) -> str:
    return block if re.match(r"[-*+>]\s|\d+\.\s", block) else guard(block, is_lesson=True)


def plain(text: str) -> str | None:
    """Markdown as text, where there is nothing in it but emphasis; else None."""
    if re.search(r"[`\x02]|!\[|\]\(|<[A-Za-z]|&lt;", text):
        return None
    text = re.sub(r"(?<!\\)(\*\*|__|\*|(?<!\w)_|_(?!\w))", "", text)
    text = text.replace("&#58;", ":").replace("&#61;", "=").replace("&amp;", "&")
    text = re.sub(r"\\([\\`*_{}\[\]()>#+.!-])", r"\1", text)
    return " ".join(text.split())


def _blocks(body: str) -> list[str]:
    """The blocks of a text, parted by empty lines; a fence is one."""
    blocks: list[str] = []
    fence = ""
    for part in body.split("\n\n"):
        if fence:
            blocks[-1] += f"\n\n{part}"
        elif part.strip("\n"):
            blocks.append(part.strip("\n"))
        for line in part.split("\n"):
            opened = re.match(r"(`{3,}|~{3,})", line)
            if opened and not fence:
                fence = opened.group(1)
            elif fence and line.startswith(fence) and not line.strip("`~ "):
                fence = ""
    return blocks
