"""What an import says at its end: what came, and whatever did not, with where and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .plan import Draft
from .record import Loss

# Each kind of loss: what it is, and its remedy. In the order in which they are told.
KINDS = {
    "conflict": (
        "Not imported: a file is in the way",
        "take that file away or rename it, and import once more",
    ),
    "entry": (
        "Not imported",
        "if it is to come, change that in the old blog and export once more",
    ),
    "changed": (
        "Left as it is: the file is other than the import would write it",
        "take the file away to have it imported anew",
    ),
    "draft": (
        "Made a draft",
        "write what is missing, and take the line 'Status: draft' out",
    ),
    "status": (
        "Made a draft, because not everybody could read it",
        "take the line 'Status: draft' out to publish it",
    ),
    "lesson": (
        "Perhaps a lesson, left in the text",
        'write it as !!! lesson "…" at the end',
    ),
    "found": (
        "Made a lesson",
        "read it once, and add a line 'Do: …'",
    ),
    "title": (
        "Titles that are changed",
        "word it otherwise, if that is not what you mean",
    ),
    "slug": (
        "Names that are changed",
        "write another 'Slug: …' before you publish, if you like",
    ),
    "name": (
        "Tags and categories that are changed",
        "write the name that you prefer everywhere",
    ),
    "categories": (
        "Posts with several categories, of which a post here has one",
        "write another 'Category: …', if another is meant",
    ),
    "category": (
        "Categories that stood below others; here they stand side by side",
        "nothing has to be done",
    ),
    "address": (
        "Old addresses that do not lead to the post",
        "let your host redirect it, if people come by it",
    ),
    "link": (
        "Links that lead to no post that is here",
        "write where it is to lead, or take the link out",
    ),
    "anchor": (
        "Links to a place within a post that has no name any more",
        "take the link out, or write where it leads",
    ),
    "picture": (
        "Pictures that are not here",
        "fetch them: make import FILE=… IMAGES=1",
    ),
    "unfetched": (
        "Pictures that could not be fetched",
        "put the file into content/images/ and write it in the post",
    ),
    "unused": (
        "Files that no post shows",
        "save those that you want to keep",
    ),
    "file": (
        "Files that are not brought along",
        "put those that you need into content/images/",
    ),
    "frame": (
        "Films and other sites' pages inside a post, now a link",
        "nothing has to be done; a page here loads nothing from elsewhere",
    ),
    "shortcode": (
        "Shortcodes, kept as text",
        "write what it showed, or take it out",
    ),
    "block": (
        "Blocks that WordPress filled in when a page was asked for",
        "write what it showed, if that is missing",
    ),
    "element": (
        "Parts that no post here can have, left out",
        "write it in words, or leave it",
    ),
    "template": (
        "Tags of a template language, kept as text",
        "write what it showed, or take it out",
    ),
    "table": (
        "Tables that look other than before",
        "look at it once",
    ),
    "heading": (
        "Headings of the first level, which is the title's: now of the second",
        "nothing has to be done",
    ),
    "numbering": (
        "Lists that did not begin with 1",
        "write the numbers into the text, if they count",
    ),
    "style": (
        "Looks that Markdown does not have",
        "look at it once",
    ),
    "indent": (
        "Lists indented by fewer than four spaces, which are one list here",
        "indent by four",
    ),
    "fence": (
        "Fenced code that is indented or quoted, which is none here",
        "begin the fence at the line's start; within a list indent the code by eight spaces",
    ),
    "front": (
        "Lines of the front matter that have no place here",
        "name the key in PROOFREAD_KEYS and import once more, or leave it",
    ),
    "usual": (
        "Keys that blogs of that kind have, and that say nothing here",
        "nothing has to be done",
    ),
    "field": (
        "What was kept beside a post",
        "write it into the text, if readers need it",
    ),
    "menu": (
        "Menus",
        "write MENUITEMS in pelicanconf.py",
    ),
    "type": (
        "What plugins have added to the old blog",
        "write a page, if it is to be one",
    ),
    "comments": (
        "Comments, which stay in the old blog",
        "ask those who wrote them, and add their words to content/conversation/",
    ),
    "bytes": (
        "Bytes that were no text",
        "read that place once",
    ),
    "unread": (
        "Files that are not read",
        "make it Markdown with front matter, or leave it",
    ),
}
SHOWN = 8  # of each kind in the terminal; the file has all


@dataclass(frozen=True)
class Told:
    """One line of the list: its kind, its file and line, the words."""

    kind: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


def place_losses(drafts: Iterable[Draft], texts: dict[str, str], folder: str) -> list[Told]:
    """The losses of each post, with the line of the written file in which each stands."""
    told = []
    for draft in drafts:
        text, seen = texts.get(draft.entry.key, ""), dict[str, int]()
        for loss in draft.losses:
            near = loss.near.split("\x02")[0]  # what comes after it is other in the file
            at = text.find(near, seen.get(near, 0)) if near else -1
            if at >= 0:
                seen[near] = at + len(near)
            line = f":{text.count(chr(10), 0, at) + 1}" if at >= 0 else ""
            told.append(Told(loss.kind, f"{folder}/{draft.path}{line}", loss.what))
    return told


def place_others(losses: Iterable[Loss], source: str) -> list[Told]:
    """What is told of no post of ours: it stands in the source."""
    return [
        Told(
            loss.kind,
            f"{loss.path or source}:{loss.line}" if loss.line else loss.path,
            loss.what,
        )
        for loss in losses
    ]


def tell(told: Sequence[Told], shown: int | None = None) -> str:
    """The list, kind by kind: what it is, the remedy, and each place; the same bytes each time."""
    kinds = defaultdict(list)
    for each in told:
        kinds[each.kind].append(str(each))
    parts = []
    for kind, (title, remedy) in KINDS.items():
        lines = list(dict.fromkeys(kinds.get(kind, ())))
        if lines:
            some = lines if shown is None or len(lines) <= shown + 1 else lines[:shown]
            more = [f"  … and {len(lines) - len(some)} more"] if len(some) < len(lines) else []
            parts.append(
                "\n".join(
                    [f"{title} ({len(lines)}) — {remedy}:", *(f"  {line}" for line in some), *more]
                )
            )
    return "\n\n".join(parts)


def count(number: int, one: str, many: str) -> str:
    """`1 post`, `2 posts`."""
    return f"{number:,} {one if number == 1 else many}"
