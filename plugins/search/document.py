"""What one page says, as far as it can be found and is shown where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .text import plain, spaced

FORMAT = 1  # of what is made of the documents; another one makes every index anew


@dataclass(frozen=True, order=True)
class Document:
    """A page by its address below the site's root: its title, and what else is shown of it.

    `text` is all that is searched besides. `lang` is empty where it is the site's.
    """

    url: str
    title: str
    text: str
    date: str = ""
    category: str = ""
    lesson: str = ""
    lang: str = ""

    def record(self, language: str) -> dict[str, Any]:
        """The document as Pagefind takes it, in an index of `language`."""
        names = ("title", "date", "category", "lesson", "lang")
        meta = {name: getattr(self, name) for name in names if getattr(self, name)}
        return {"url": self.url, "content": self.text, "language": language, "meta": meta}


def write_document(
    url: str,
    title: str,
    parts: Iterable[str],
    *,
    date: str = "",
    category: str = "",
    lesson: str = "",
    lang: str = "",
) -> Document:
    """Make the document of a page; `parts` are the HTML of what it says, the rest is text."""
    return Document(
        url=url,
        title=spaced(title),
        text=" ".join(filter(None, map(plain, parts))),
        date=spaced(date),
        category=spaced(category),
        lesson=spaced(lesson),
        lang=lang,
    )


def digest(documents: Iterable[Document], language: str, program: str) -> str:
    """Name all that decides an index: the documents, its language, the program that makes it."""
    found = sha256(json.dumps([FORMAT, language, program]).encode())
    for each in documents:
        found.update(json.dumps(each.record(language), sort_keys=True).encode())
    return found.hexdigest()
