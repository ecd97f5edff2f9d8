"""The footnotes of a text in HTML: those of WordPress, and those that plugins and hands have made.

WordPress (6.3) keeps the words beside the text and in it `<sup data-fn="ID"><a>1</a></sup>`. Others
have `<sup><a href="#fn1">1</a></sup>` and a list whose items have the ids.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString


class Mark(NavigableString):
    """A text that is Markdown already."""


_BACK = re.compile(r"[\s↩↑^\ufe0e↵]*")


def take_footnotes(soup: BeautifulSoup, beside: dict[str, str]) -> list[str]:
    """Put `[^1]` where footnotes are called, take them out, and give back their HTML, in order."""
    texts: list[str] = []
    numbers: dict[str, int] = {}
    for sup in list(soup.find_all("sup")):
        name = str(sup.get("data-fn") or "")
        link = sup.find("a")
        target = str(link.get("href") or "")[1:] if isinstance(link, Tag) else ""
        key = name if name in beside else target
        if key not in numbers:
            html = beside[name] if name in beside else _take(soup, target)
            if not html:
                continue
            texts.append(html)
            numbers[key] = len(texts)
        mark = soup.new_tag("fnote")
        mark["number"] = str(numbers[key])
        sup.replace_with(mark)
    for mark in list(soup.find_all("fnote")):
        mark.replace_with(Mark(f"[^{mark['number']}]"))
    return texts


def _take(soup: BeautifulSoup, target: str) -> str:
    note = soup.find(id=target) if target else None
    if not isinstance(note, Tag) or note.name not in ("li", "p", "div", "dd"):
        return ""
    for link in list(note.find_all("a", href=re.compile("^#"))):
        if _BACK.fullmatch(link.get_text()) or "back" in " ".join(link.get("class") or []):
            link.decompose()
    html = note.decode_contents()
    holder = note.parent
    note.decompose()
    if isinstance(holder, Tag) and holder.name in ("ol", "ul") and not holder.find("li"):
        holder.decompose()
    return html if html.strip() else ""
