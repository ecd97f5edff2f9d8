"""A post as WordPress keeps it, as the HTML that it shows.

A classic post has no paragraphs: an empty line parts them, and a line end is a break (`wpautop`).
A post of the block editor has them, between comments that say what each is (`<!-- wp:… -->`).
"""

from __future__ import annotations

import json
import re
from html import escape, unescape

from .record import Notes

_BLOCK = (
    r"(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|"
    r"area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|"
    r"footer|nav|figure|figcaption|details|menu|summary|script|iframe|center)"
)
_BEGINS = re.compile(rf"(<{_BLOCK}(?=[\s/>])[^>]*>)", re.IGNORECASE)
_ENDS = re.compile(rf"(</{_BLOCK}>)", re.IGNORECASE)
_KEPT = re.compile(
    r"<(pre|script|style|textarea|svg|table|ul|ol|dl)\b.*?</\1>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_TAGS = re.compile(rf"(?:\s*</?{_BLOCK}(?=[\s/>])[^>]*>\s*)+", re.IGNORECASE)
_IN_BLOCK = re.compile(
    r"<(p|h[1-6]|dt|summary|figcaption|legend)\b.*?</\1>", re.IGNORECASE | re.DOTALL
)

_COMMENT = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_/-]*)\s*(\{.*?\})?\s*(/?)-->", re.DOTALL)
_ADDRESS = re.compile(r"^\s*(https?://[^\s<>\"]+)\s*$", re.MULTILINE)

_SHOWS = re.compile(  # whose pages WordPress shows in the post (oEmbed)
    r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com|bsky\.app|"
    r"instagram\.com|facebook\.com|soundcloud\.com|spotify\.com|flickr\.com|flic\.kr|tiktok\.com|"
    r"reddit\.com|ted\.com|slideshare\.net|dailymotion\.com|tumblr\.com|scribd\.com|imgur\.com|"
    r"mixcloud\.com|kickstarter\.com|speakerdeck\.com)/",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<!\[)\[(/?)([A-Za-z][\w-]*)((?:[\s=/][^\[\]\n]*)?)\](?!\])")
_CAPTION = re.compile(r"\[(?:wp_)?caption([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_CODE = re.compile(
    r"\[(code|sourcecode|source|[a-z]+code|python|php|bash|js|java|css|sql|ruby)([^\]]*)\]\n?(.*?)\n?\[/\1\]",
    re.DOTALL,
)
_EMBED = re.compile(r"\[embed[^\]]*\]\s*(https?://\S+?)\s*\[/embed\]", re.DOTALL)
_NOTE = re.compile(r"\[(ref|footnote|note|efn_note)\](.*?)\[/\1\]", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_ESCAPED = re.compile(r"\[(\[/?[A-Za-z][\w-]*[^\[\]]*\])\]")
KNOWN = frozenset(
    [
        "gallery",
        "playlist",
        "audio",
        "video",
        "embed",
        "caption",
        "wp_caption",
        "contact-form",
        "contact-form-7",
        "youtube",
        "vimeo",
        "soundcloud",
        "twitter",
        "tweet",
        "instagram",
        "googlemaps",
        "polldaddy",
        "poll",
        "slideshow",
        "jetpack_subscription_form",
        "su_button",
        "button",
        "column",
        "columns",
        "row",
        "tabs",
        "tab",
        "toggle",
        "accordion",
        "latest_posts",
        "products",
        "recent_posts",
        "archives",
        "sitemap",
        "toc",
        "rev_slider",
        "vc_row",
        "vc_column",
        "vc_column_text",
        "et_pb_section",
        "et_pb_row",
    ]
)
_HOLDS_TEXT = r"(?:blockquote|div|section|article|center|figure|li|dd|td|th)"


def to_html(text: str, notes: Notes) -> str:
    """The HTML that WordPress would make of a post's text; what it would ask a program is told."""
    text = _shortcodes(text, notes)
    if not _COMMENT.search(text):
        return paragraphs(_links(text, notes))
    return _blocks(text, notes)


def _blocks(text: str, notes: Notes) -> str:
    """What stands between the comments, without them; what stands outside is classic."""
    found: list[str] = []
    depth, at = 0, 0
    for match in _COMMENT.finditer(text):
        between = text[at : match.start()]
        found.append(_links(between, notes) if depth else paragraphs(_links(between, notes)))
        closes, name, said, is_single = match.groups()
        at = match.end()
        if is_single:
            _lose_block(name, said or "", notes)
        else:
            depth = max(0, depth + (-1 if closes else 1))
            if name in ("freeform", "core/freeform"):
                depth = 0
    between = text[at:]
    return "".join(
        [*found, _links(between, notes) if depth else paragraphs(_links(between, notes))]
    )


def _lose_block(name: str, said: str, notes: Notes) -> None:
    """A block without a text of its own, whose content WordPress makes when a page is asked for."""
    if name.removeprefix("core/") in ("footnotes", "spacer", "separator", "more", "nextpage"):
        return
    try:
        words = json.loads(said) if said else {}
    except ValueError:
        words = said
    notes.lose("block", f"wp:{name} {json.dumps(words, ensure_ascii=False) if words else ''}")


def _links(text: str, notes: Notes) -> str:
    """An address on a line of its own is what WordPress would embed: here it is a link."""

    def link(match: re.Match[str]) -> str:
        url = match.group(1)
        if _SHOWS.match(url):
            notes.lose("frame", unescape(url), url)
        return f'<a href="{url}">{url}</a>'

    parts = re.split(r"(<pre\b.*?</pre>)", text, flags=re.DOTALL | re.IGNORECASE)
    return "".join(
        part if number % 2 else _ADDRESS.sub(link, part) for number, part in enumerate(parts)
    )


def paragraphs(text: str) -> str:
    """A classic text with its paragraphs and breaks as tags."""
    if not text.strip():
        return ""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\n\n\x04{len(kept) - 1}\x05\n\n"

    text = _KEPT.sub(keep, text)
    text = re.sub(r"<[A-Za-z/][^<>]*>", lambda tag: tag.group().replace("\n", " "), text)
    text = _IN_BLOCK.sub(keep, text)
    text = _ENDS.sub(r"\1\n\n", _BEGINS.sub(r"\n\n\1", text))
    text = re.sub(r"<br\s*/?>[ \t]*\n", "\n", text, flags=re.IGNORECASE)
    text = re.sub(rf"(<{_HOLDS_TEXT}\b[^>]*>)", r"\1\n\n", text, flags=re.IGNORECASE)
    text = re.sub(rf"(</{_HOLDS_TEXT}>)", r"\n\n\1", text, flags=re.IGNORECASE)
    found = []
    for part in re.split(r"\n[ \t]*\n", text):
        bare = part.strip(" \t\n")
        if (
            not bare
            or re.fullmatch("\x04\\d+\x05", bare)
            or _ONLY_TAGS.fullmatch(bare)
            or _BEGINS.match(bare)
        ):
            found.append(bare)
        else:
            found.append(_paragraph(bare))
    html = "\n".join(found)
    for _ in range(3):  # what is kept may hold what was kept before
        html = re.sub("\x04(\\d+)\x05", lambda match: kept[int(match.group(1))], html)
    return html


def _paragraph(text: str) -> str:
    lines = [line.strip(" \t") for line in text.split("\n")]
    return f"<p>{'<br>'.join(lines)}</p>"


def _shortcodes(text: str, notes: Notes) -> str:
    """Carry the shortcodes that say what they are; tell the others, which stay as they are."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\x06{len(kept) - 1}\x07"

    def code(match: re.Match[str]) -> str:
        name, said, words = match.groups()
        attributes = read_attributes(said)
        language = attributes.get("language") or attributes.get("lang") or ""
        language = language or ("" if "code" in name or name == "source" else name)
        words = words if "&lt;" in words or "&gt;" in words else escape(words, quote=False)
        return keep(
            f'\n\n<pre class="language-{escape(language)}">{words}</pre>\n\n'
            if language
            else f"\n\n<pre>{words}</pre>\n\n"
        )

    text = re.sub(
        r"<(pre|code)\b.*?</\1>",
        lambda match: keep(_as_written(match.group())),
        text,
        flags=re.DOTALL | re.IGNORECASE,
    )
    text = _CODE.sub(code, text)
    text = _CAPTION.sub(_caption, text)
    text = _footnotes(_EMBED.sub(lambda match: f"\n\n{match.group(1)}\n\n", text))
    _lose_others(text, notes)
    text = _ESCAPED.sub(lambda match: match.group(1), text)
    for _ in range(3):
        text = re.sub("\x06(\\d+)\x07", lambda match: kept[int(match.group(1))], text)
    return text


def _footnotes(text: str) -> str:
    """Footnotes that stand where they are called, as a list at the end."""
    taken: list[str] = []

    def note(match: re.Match[str]) -> str:
        taken.append(match.group(2))
        return f'<sup><a href="#imported-note-{len(taken)}">{len(taken)}</a></sup>'

    text = _NOTE.sub(note, text)
    items = "".join(
        f'<li id="imported-note-{number}">{words}</li>'
        for number, words in enumerate(taken, start=1)
    )
    return f"{text}\n\n<ol>{items}</ol>" if taken else text


def _lose_others(text: str, notes: Notes) -> None:
    """Tell the shortcodes that stay as text; words in brackets that are none are the writer's."""
    closed = {match.group(2) for match in _SHORT.finditer(text) if match.group(1)}
    for match in _SHORT.finditer(text):
        closes, name, said = match.groups()
        if not closes and (name in closed or "=" in said or name.lower() in KNOWN):
            notes.lose("shortcode", unescape(match.group()), f"[{name}")


def _as_written(code: str) -> str:
    """Code as HTML: what stands in `<pre lang="…">` (WP-Syntax) may be code as it was typed."""
    match = re.fullmatch(
        r"(<pre\b[^<>]*\slang=[^<>]*>)(.*)(</pre>)", code, re.DOTALL | re.IGNORECASE
    )
    if not match or "escaped=" in match.group(1) or re.search("&[lg]t;", match.group(2)):
        return code
    return f"{match.group(1)}{escape(match.group(2), quote=False)}{match.group(3)}"


def _caption(match: re.Match[str]) -> str:
    """A picture and what is said of it, below it."""
    said, inner = match.groups()
    words = read_attributes(said).get("caption", "")
    picture = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", inner, re.DOTALL)
    if not picture:
        return f"\n\n{inner}\n\n"
    words = " ".join((picture.group(2).strip() or words).split())
    below = f"<br>{words}" if words else ""
    return f"\n\n<p>{picture.group(1)}{below}</p>\n\n"


def read_attributes(said: str) -> dict[str, str]:
    """The attributes of a shortcode."""
    return {
        match.group(1): next(filter(None, match.groups()[1:]), "")
        for match in _ATTRIBUTE.finditer(said)
    }
