"""The posts and pages of a WordPress export, as entries; what is neither is told."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from .classic import to_html
from .dates import read_wordpress
from .escape import clean, inline
from .lesson import take_lesson
from .markdown import to_markdown
from .record import Blog, Entry, Link, Loss, Notes, Picture
from .settle import TooDeepError, mend_tags
from .wxr import Export, Item

KINDS = {"post": "article", "page": "page"}
# Where plugins keep a post's description for search engines.
_DESCRIBED = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseop_description")
_SILENT = {"revision", "customize_changeset", "oembed_cache", "user_request"}  # copies, and caches
_REUSED = re.compile(r'<!--\s+wp:block\s+\{"ref":(\d+)[^{}]*\}\s*/-->')
_STATUSES = {
    "publish": "published",
    "draft": "draft",
    "pending": "draft",
    "private": "draft",
    "future": "draft",
}
_TOLD = {
    "pending": "was waiting for review",
    "private": "was private",
    "future": "was to come out later",
}


def read_blog(export: Export) -> Blog:
    """Everything in an export: each post and page an entry or, where it cannot be one, a loss."""
    entries: list[Entry] = []
    losses = list(export.losses)
    found = [item for item in export.items if item.say("post_type") == "attachment"]
    files = {item.say("post_id"): item for item in found}
    pages = {_bare(item.link): item for item in found if urlsplit(item.link).path.strip("/")}
    pages |= {f"/{page.partition('/')[2]}": item for page, item in pages.items()}
    known = {**pages, **files}  # by their addresses, and by their numbers
    text = "\n".join(item.content for item in export.items)
    shared = _shared(export)
    places = frozenset(re.findall(r"href=[\"'][^\"'#>]*#([A-Za-z][\w-]*)[\"']", text, re.ASCII))
    for item in export.items:
        kind = item.say("post_type")
        if item.say("post_id") in shared:
            continue  # its words stand in the posts that show it
        if kind in KINDS:
            item = replace(item, content=_with_shared(item.content, shared))
            entry = _entry(item, export, known, Notes(places=places))
            if isinstance(entry, Entry):
                entries.append(entry)
            else:
                losses.append(entry)
        elif kind not in _SILENT and kind != "attachment":
            losses.append(_other(item, kind))
    losses += _unused(files, entries)
    losses += [
        Loss("category", f"'{name}' stood below '{above}'") for name, above in export.parents
    ]
    comments = sum(len(item.comments) for item in export.items)
    return Blog(export.url, tuple(entries), tuple(losses), comments)


def _shared(export: Export) -> dict[str, Item]:
    """The blocks that WordPress keeps once and a post shows, by their numbers."""
    shown = {
        number
        for each in export.items
        if each.say("post_type") in KINDS and (each.say("status") or "publish") in _STATUSES
        for number in _REUSED.findall(each.content)
    }
    return {
        each.say("post_id"): each
        for each in export.items
        if each.say("post_type") == "wp_block"
        and each.say("status") == "publish"
        and each.say("post_id") in shown
    }


def _with_shared(content: str, shared: dict[str, Item]) -> str:
    """A text with the blocks in it that WordPress keeps once for several posts (`wp:block`)."""

    def block(match: re.Match[str]) -> str:
        item = shared.get(match.group(1))
        return item.content if item else match.group()

    return _REUSED.sub(block, content)


def _entry(item: Item, export: Export, files: dict[str, Item], notes: Notes) -> Entry | Loss:
    kind, status = KINDS[item.say("post_type")], item.say("status") or "publish"
    title = _title(item.title)
    where = f"'{title or '(no title)'}' (post {item.say('post_id') or '?'})"
    if status not in _STATUSES:
        words = "was in the trash" if status == "trash" else f"has the status '{status}'"
        return Loss("entry", f"{where} {words}", line=item.line)
    try:
        body = _body(item, notes, files)
    except TooDeepError as error:
        return Loss("entry", f"{where} {error}", line=item.line)
    if status in _TOLD:
        notes.lose("status", _TOLD[status])
    if item.say("post_password"):
        notes.lose("status", "was behind a password")
        status = "private"
    lesson = take_lesson(body, notes) if kind == "article" else None
    category, tags = _terms(item, notes)
    _lose_rest(item, notes)
    return Entry(
        key=_key(item, export),
        kind=kind,
        where=where,
        title=title,
        slug=unquote(item.say("post_name")) or title,
        body=lesson.body if lesson else body,
        date=read_wordpress(item.say("post_date_gmt"), item.say("post_date"), item.pub_date),
        modified=read_wordpress(item.say("post_modified_gmt"), ""),
        status=_STATUSES[status],
        category=category,
        tags=tags,
        authors=(export.authors.get(item.creator, item.creator),) if item.creator else (),
        summary=_description(item, notes),
        fields=tuple(_language(item)),
        addresses=tuple(_addresses(item)),
        pictures=tuple(_picture(each, export.url, files) for each in notes.pictures),
        links=tuple(_link(each, files) for each in notes.links),
        losses=tuple(notes.losses),
        has_lesson=bool(lesson and lesson.title),
    )


def _description(item: Item, notes: Notes) -> str:
    """The summary: what the writer wrote as such, else what a plugin has for search engines."""
    said = dict(item.fields)
    described = next((said[key] for key in _DESCRIBED if said.get(key, "").strip()), "")
    if described and item.excerpt.strip():
        notes.lose("field", f"the description for search engines '{described}'")
    return _summary(item.excerpt if item.excerpt.strip() else described)


def _key(item: Item, export: Export) -> str:
    """What the feeds know it by for life: the blog's host and WordPress's own number."""
    number = item.say("post_id") or re.sub(
        r"\W+", "-", unquote(item.say("post_name")) or item.title
    )
    return f"{urlsplit(export.url).netloc or 'wordpress'}/{number}"


def _title(html: str) -> str:
    """A title as text. WordPress lets HTML stand in it, and writes a plain `<` as `&lt;`."""
    if "<" not in html and "&" not in html:
        return " ".join(clean(html)[0].split())
    soup = BeautifulSoup(mend_tags(html), "lxml")
    for tag in soup.find_all(["script", "style"]):
        tag.decompose()
    return " ".join(clean(soup.get_text())[0].split())


def _summary(html: str) -> str:
    text = _title(html.replace("\n", " ").replace("<br", " <br").replace("</p>", " </p>"))
    return inline(text) if text else ""


def _body(item: Item, notes: Notes, files: dict[str, Item]) -> str:
    text, removed = clean(item.content)
    if removed:
        notes.lose("bytes", f"{removed} control characters, taken out")
    html = to_html(text, notes)
    said = dict(item.fields)
    featured = files.get(said.get("_thumbnail_id", ""))
    url = featured.say("attachment_url") if featured else ""
    if url and _stem(url) not in html:
        alt = dict(featured.fields).get("_wp_attachment_image_alt", "") if featured else ""
        first = notes.picture(Picture(url, " ".join(alt.split())))
        return f"{first}\n\n{to_markdown(html, notes, _footnotes(said))}".strip()
    return to_markdown(html, notes, _footnotes(said))


def _stem(url: str) -> str:
    return re.sub(r"(?:-scaled)?\.\w+$", "", url.split("://")[-1])


def _footnotes(said: dict[str, str]) -> dict[str, str]:
    """WordPress's own footnotes, a list in JSON: `[{"content": HTML, "id": ID}]`."""
    try:
        notes = json.loads(said.get("footnotes") or "[]")
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, TypeError, KeyError):
        return {}


def _terms(item: Item, notes: Notes) -> tuple[str, tuple[str, ...]]:
    """The one category of a post, and its tags, the other categories among them."""
    names = [_title(term.name) for term in item.terms if term.domain == "category" and term.name]
    tags = [
        _title(term.name) for term in item.terms if term.domain in ("post_tag", "tag") and term.name
    ]
    named = ("category", "post_tag", "tag", *(["language"] if any(_language(item)) else []))
    others = [term for term in item.terms if term.domain not in named]
    for term in others:
        notes.lose("field", f"{term.domain} '{term.name}'")
    meant = [name for name in names if name.lower() not in ("uncategorized", "uncategorised")]
    first = (meant or [""])[0]
    if meant[1:]:
        notes.lose("categories", f"its category is '{first}'; made tags: {_quoted(meant[1:])}")
    return first, tuple(dict.fromkeys([*tags, *meant[1:]]))


def _language(item: Item) -> Iterator[tuple[str, str]]:
    """The language that Polylang has for a post, as `Lang`."""
    codes = [term.slug.lower() for term in item.terms if term.domain == "language"]
    if len(codes) == 1 and re.fullmatch(r"[a-z]{2,3}(?:-[a-z]{2})?", codes[0]):
        yield "Lang", codes[0]


def _quoted(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _lose_rest(item: Item, notes: Notes) -> None:
    if item.say("is_sticky") == "1":
        notes.lose("field", "stood at the head of the blog (sticky)")
    for key, value in item.fields:
        if not key.startswith("_") and key not in ("footnotes", *_DESCRIBED):
            notes.lose("field", f"{key} '{value}'")
    counts = Counter(_comment(each.approved, each.kind) for each in item.comments)
    if counts:
        said = [f"{number} {kind}" for kind, number in sorted(counts.items())]
        notes.lose("comments", ", ".join(said))


def _comment(approved: str, kind: str) -> str:
    if approved in ("spam", "trash", "post-trashed"):
        return "as spam or thrown away"
    if kind in ("pingback", "trackback"):
        return "from other sites"
    return "approved" if approved == "1" else "waiting"


def _addresses(item: Item) -> Iterator[str]:
    """The old addresses: the post's, and those of its slugs before, which WordPress answers."""
    if item.link:
        yield item.link
    slug = item.say("post_name")
    for key, value in item.fields:
        if key == "_wp_old_slug" and value and slug and f"/{slug}" in item.link:
            before, _, after = item.link.rpartition(f"/{slug}")
            yield f"{before}/{value}{after}"


def _absolute(url: str, base: str) -> str:
    url = unescape(url)
    if url.startswith("//"):
        return f"https:{url}"
    return url if urlsplit(url).scheme else urljoin(f"{base}/", url)


def _picture(picture: Picture, base: str, files: dict[str, Item]) -> Picture:
    """A picture at its whole address; one that leads to its own page is the file of that."""
    file = _file_at(picture.to, files) if picture.to else ""
    url = _absolute(file or picture.url, base)
    return Picture(url, picture.alt) if file else replace(picture, url=url)


def _link(link: Link, files: dict[str, Item]) -> Link:
    """A link; one that leads to the page of a file leads to the file, since there are no others."""
    return replace(link, href=_file_at(link.href, files) or link.href)


def _file_at(href: str, files: dict[str, Item]) -> str:
    """The file whose own page WordPress shows at an address; empty where that is none's."""
    number = re.search(r"[?&]attachment_id=(\d+)", href)
    item = files.get(number.group(1) if number else _bare(href))
    return item.say("attachment_url") if item else ""


def _bare(url: str) -> str:
    """An address by which the page of a file is known, with its host or without."""
    return unquote(re.sub(r"^(?:https?:)?//(?:www\.)?|/*(?:#.*)?$", "", url)).lower()


def _other(item: Item, kind: str) -> Loss:
    title = _title(item.title) or item.say("post_name") or item.say("post_id")
    if kind == "nav_menu_item":
        menus = [term.name for term in item.terms if term.domain == "nav_menu"]
        return Loss("menu", f"'{title}' in the menu {_quoted(menus) or '?'}", line=item.line)
    return Loss("type", f"{kind or '?'} '{title}'", line=item.line)


def _unused(files: dict[str, Item], entries: list[Entry]) -> Iterator[Loss]:
    """The pictures and files that no post has."""
    used = "\n".join(
        "\n".join(
            [*(picture.url for picture in entry.pictures), *(link.href for link in entry.links)]
        )
        for entry in entries
    )
    for item in files.values():
        url = item.say("attachment_url")
        if url and _stem(url) not in used:
            yield Loss("unused", url, line=item.line)
