"""The Markdown of Hugo, Jekyll and Eleventy as that of this site: code, links, pictures, tags.

The text is the writer's and stays so, line by line; only what means something to the old program
alone is changed. What stands in code is never looked at.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from .escape import escape
from .record import Link, Notes, Picture

_HIGHLIGHT = re.compile(
    r"^[ \t]*\{%-?\s*highlight\s+([\w+#.-]+)[^%]*%\}[ \t]*\n?(.*?)\n?[ "
    r"\t]*\{%-?\s*endhighlight\s*-?%\}[ \t]*$"
    r"|^[ \t]*\{\{[<%]\s*highlight\s+\"?([\w+#.-]+)[^>%]*[>%]\}\}[ \t]*\n?(.*?)\n?[ "
    r"\t]*\{\{[<%]\s*/\s*highlight\s*[>%]\}\}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_CODE = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)?[ ]{0,3}(?P=fence)[`~]*[ \t]*$"
    r"|(?<![\\`])(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_INFO = re.compile(r"\A(`{3,}|~{3,})[ \t]*+([\w#.+-]*+)[ \t]*+(\S[^\n]*)\n")
_NESTED = re.compile(r"^[ >]*(?:>[ ]?|[ ]{1,})(?:`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])((?:[^~\n]|\n(?!\n))*[^\s~])~~(?!~)")
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_SITE = re.compile(
    r"\{\{\s*(?:site\.(?:baseurl|url)|\.Site\.BaseURL|\.Site\.BaseURL \| safeURL)\s*\}\}"
)
_FILTERED = re.compile(
    r"\{\{-?\s*[\"']([^\"']*)[\"']\s*\|\s*(?:relative_url|absolute_url|url)[^}]*\}\}"
)
_POST = re.compile(r"\{%-?\s*(?:post_url|link)\s+([^%\s]+)\s*-?%\}")
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?[\"'`]?([^\"'`>%\s]+)[\"'`]?[^>%]*[>%]\}\}")
_FIGURE = re.compile(
    r"\{\{<\s*(?:figure|img)\s+([^>]*?)/?\s*>\}\}(?:\s*\{\{<\s*/\s*figure\s*>\}\})?"
)
_FILM = re.compile(r"\{\{<\s*(youtube|vimeo)\s+(?:id=)?\"?([\w-]+)\"?[^>]*>\}\}")
_TAG = re.compile(r"\{%.*?%\}|\{\{[<%].*?[%>]\}\}|\{\{.*?\}\}", re.DOTALL)
_TO = (
    r"\(\s*(?:<([^<>\n]*)>|((?:[^()\s\\]|\\.|\([^()\s]*\))+))(\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_IMAGE = re.compile(rf"!\[((?:[^\[\]\\]|\\.)*)\]{_TO}(\{{:?[^{{}}\n]*\}})?")
_LINK = re.compile(rf"(?<=\]){_TO}")
_DEFINED = re.compile(r"^([ ]{0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*)<?([^\s>]+)>?(.*)$", re.MULTILINE)
_IMG = re.compile(r"<img\b([^<>]*?)/?>", re.IGNORECASE)
_FRAME = re.compile(
    r"<(iframe|video|audio|embed)\b([^<>]*)>.*?</\1>|<(iframe|embed)\b([^<>]*)/>",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT = re.compile(r"<(script|style|object|form)\b[^<>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"(<a\b[^<>]*?\bhref=)([\"'])(.*?)\2", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_FIELD = re.compile(r"^([ ]{0,3})(Do|By|Say):", re.MULTILINE)
_BARE = re.compile(r"^[ ]{0,3}\{:[^{}\n]*\}[ \t]*$", re.MULTILINE)  # kramdown's, above a block
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|1[.)])[ ]+\S")
_TEXT = re.compile(r"[ ]{0,3}(?![-*+][ ]|\d+[.)][ ]|[<>|:#]|\[[^\]\n]*\]:)\S")  # begins a paragraph
_INDENTED = re.compile(r"^ {2,3}(?:[-*+]|\d+\.)[ ]+\S.*$", re.MULTILINE)

Find = Callable[[str], Picture | None]


def convert_body(text: str, notes: Notes, find: Find, *, interrupts: bool = True) -> str:
    """The body with marks. `find` gives the picture for an address, or None where there is none.

    By CommonMark a list `interrupts` a paragraph, by kramdown and here it does not.
    """
    kept: list[str] = []

    def keep(code: str) -> str:
        kept.append(code)
        return f"\x06{len(kept) - 1}\x07"

    text = _HIGHLIGHT.sub(lambda match: keep(_fence(match)), text)
    text = _RAW.sub(lambda match: keep(match.group(1)), text)
    text = _CODE.sub(lambda match: keep(_code(match.group(), notes)), text)
    for match in _NESTED.finditer(text):
        notes.lose("fence", match.group().strip(), match.group())
    text = _STRUCK.sub(r"<del>\1</del>", text)
    text = _part_lists(text) if interrupts else text
    text = _SITE.sub("", text)
    text = _FILTERED.sub(lambda match: match.group(1), text)
    text = _POST.sub(lambda match: f"\x0epost:{match.group(1)}", text)
    text = _REF.sub(lambda match: f"\x0eref:{match.group(1)}", text)
    text = _FIGURE.sub(lambda match: _figure(match, notes, find), text)
    text = _FILM.sub(lambda match: _film(match, notes), text)
    text = _FRAME.sub(lambda match: _frame(match, notes), text)
    text = _SCRIPT.sub(lambda match: _script(match, notes), text)
    text = _IMG.sub(lambda match: _img(match, notes, find), text)
    text = _IMAGE.sub(lambda match: _image(match, notes, find), text)
    text = _links(text, notes)
    text = _TAG.sub(lambda match: _template(match, notes), text)
    text = text.replace("\x0epost:", "").replace("\x0eref:", "")
    for match in _BARE.finditer(text):
        notes.lose("template", match.group(), match.group())
    for match in _INDENTED.finditer(text):
        notes.lose("indent", match.group().strip(), match.group())
    text = _FIELD.sub(r"\1\2&#58;", text)
    for _ in range(3):
        text = re.sub("\x06(\\d+)\x07", lambda match: kept[int(match.group(1))], text)
    return text.strip("\n")


def _links(text: str, notes: Notes) -> str:
    """The text with a mark in place of each address that a link leads to, however it is written."""
    text = _LINK.sub(
        lambda match: f"({_to(match.group(1) or match.group(2), notes)}{match.group(3) or ''})",
        text,
    )
    text = _DEFINED.sub(
        lambda match: f"{match.group(1)}{_to(match.group(2), notes)}{match.group(3)}", text
    )
    return _HREF.sub(lambda match: f'{match.group(1)}"{_to(match.group(3), notes)}"', text)


def _fence(match: re.Match[str]) -> str:
    language, code = match.group(1) or match.group(3), match.group(2) or match.group(4) or ""
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def _code(code: str, notes: Notes) -> str:
    """Code whose fence names the language alone: with more behind it, it would be no fence here."""
    if code.startswith(" "):
        notes.lose("fence", code.split("\n")[0].strip(), code.split("\n")[0])
    match = _INFO.match(code)
    if not match or (match.group(3).startswith("{") and not match.group(2)):
        return code
    fence = f"{match.group(1)}{match.group(2)}"
    notes.lose("style", f"{match.group(2)} {match.group(3)}", f"{fence}\n")
    return f"{fence}\n{code[match.end() :]}"


def _part_lists(text: str) -> str:
    """A text in which an empty line stands above each list, as one must here."""
    lines: list[str] = []
    is_text = False  # whether the lines since an empty one are a paragraph
    for line in text.split("\n"):
        if is_text and _ITEM.match(line):
            lines.append("")
            is_text = False
        elif not lines or not lines[-1].strip():
            is_text = bool(_TEXT.match(line))
        elif is_text and re.match(r"[ ]{0,3}(?:[|>#<:]|-+$)", line):
            is_text = False
        lines.append(line)
    return "\n".join(lines)


def _to(href: str, notes: Notes) -> str:
    href = re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", href)
    if href.startswith(("#", "\x02")):
        return href
    for kind in ("post", "ref"):
        if f"\x0e{kind}:" in href:
            name, _, fragment = href.split(f"\x0e{kind}:")[1].partition("#")
            return notes.link(Link(name, key=f"{kind}:{name}", fragment=fragment))
    return notes.link(Link(href))


def _shown(
    url: str, alt: str, notes: Notes, find: Find, title: str = "",
    size: tuple[str, str] = ("", ""), looks: str | None = None,
) -> str:  # fmt: skip
    picture = find(url)
    if picture is None:
        notes.lose("unfetched", f"{url} is not in the folder", f"`{url}`")
        return f"{alt} (`{url}`)".strip()
    width, height = size
    mark = notes.picture(Picture(picture.url, alt, width, height, "", picture.file, picture.name))
    return f"{mark}{looks or ''}" + (f"  \n{title}" if title else "")


def _image(match: re.Match[str], notes: Notes, find: Find) -> str:
    alt = re.sub(r"\\(.)", r"\1", match.group(1))
    title = (match.group(4) or "").strip()[1:-1]
    words = escape(title) if title and title != alt else ""
    return _shown(match.group(2) or match.group(3), alt, notes, find, words, looks=match.group(5))


def _img(match: re.Match[str], notes: Notes, find: Find) -> str:
    said = attributes(match.group(1))
    size = said.get("width", ""), said.get("height", "")
    whole = all(re.fullmatch(r"[1-9]\d{0,4}", each) for each in size)
    return _shown(
        said.get("src", ""), said.get("alt", ""), notes, find, "", size if whole else ("", "")
    )


def _figure(match: re.Match[str], notes: Notes, find: Find) -> str:
    said = attributes(match.group(1))
    words = said.get("caption") or said.get("title") or ""
    return _shown(said.get("src", ""), said.get("alt") or words, notes, find, escape(words))


def _film(match: re.Match[str], notes: Notes) -> str:
    kind, name = match.groups()
    url = (
        f"https://www.youtube.com/watch?v={name}"
        if kind == "youtube"
        else f"https://vimeo.com/{name}"
    )
    notes.lose("frame", url, url)
    return f"<{url}>"


def _frame(match: re.Match[str], notes: Notes) -> str:
    said = attributes(match.group(2) or match.group(4) or "")
    inner = re.search(r"<source\b([^<>]*)>", match.group())
    url = said.get("src") or (attributes(inner.group(1)).get("src", "") if inner else "")
    url = f"https:{url}" if url.startswith("//") else url
    if not re.match(r"https?://", url):
        notes.lose("element", match.group())
        return ""
    notes.lose("frame", url, escape(url, in_link=True))
    return f"[{escape(said.get('title') or url, in_link=True)}]({notes.link(Link(url))})"


def _script(match: re.Match[str], notes: Notes) -> str:
    notes.lose("element", match.group())
    return ""


def _template(match: re.Match[str], notes: Notes) -> str:
    """A tag that stays as text, its braces escaped: they could be taken for attributes."""
    tag = match.group()
    if re.fullmatch(r"\{%-?\s*(?:end)?raw\s*-?%\}|\{%-?\s*comment.*", tag):
        return tag
    kept = tag.replace("{", "\\{").replace("}", "\\}").replace("<", "&lt;")
    notes.lose("template", tag, kept.split("\n")[0])
    return kept


def attributes(said: str) -> dict[str, str]:
    """The attributes of a tag, their names in small letters."""
    return {
        match.group(1).lower(): next(filter(None, match.groups()[1:]), "")
        for match in _ATTRIBUTE.finditer(said)
    }


def resolve(href: str, folder: str) -> str:
    """A path in the old blog's folder: as it is from its root, or from where the text lies."""
    path = unquote(urlsplit(href).path)
    return posixpath.normpath(
        path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    )
