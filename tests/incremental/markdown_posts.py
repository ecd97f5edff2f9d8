"""Texts full of what Markdown finds hard, and what a reader makes of one."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG

SITE = {
    "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
    "markdown.extensions.extra": {},
    "markdown.extensions.meta": {},
}
FRONT = (
    "Title: A\nDate: 2026-01-02 09:00\nTags: a, b\nSummary: *One* HTML[^1] [ref]\n\n",
    "Title: B\nTags: a\nTags: b\nModified: 2026-01-02\nAuthors: X; Y\n    Z\n\n",
    "---\nTitle: C\nsummary: two\n    [^1]: lines\nlesson: none\n---\n",
    "Summary: ```python\n    x\n    ```\n\n",
    "Date: some day\n\n",
    "Lesson:\n\n",
    "",
)
PARTS = (
    "[^1] and [^2] and [^1]", "[^1]: A note\n\n    of two *paragraphs*", "[^2]: More[^1]",
    "*[HTML]: Hyper Text", "*[HTML]: ''", "HTML and HTML", "[ref]: http://a.example 'T'",
    "[ref] [ref][] [a][ref] ![ref] ![a][ref]", "[a](b 'c') ![d](e) [f](<g h>)", "[open [nested](x)",
    "# One {#one .two}", "## One #", "One\n===", "Two\n---", "[TOC]", "para\n{: .c k=v }",
    "- a\n\n    b\n- c\n    1. d\n    2. e",
    "3. three\n4. four", "* * *", "> quoted\n> - list\n\n> more",
    "| a | b |\n|:--|--:|\n| `1|` | **2** |", "a | b\n--|--\n1 | 2", "Term\n:   one\n:   two",
    "<div markdown='1'>\n*in* HTML\n\n- x\n</div>", "<div>\n*raw*\n</div>",
    "<div markdown='span'>*a*",
    "<!-- *open", "<b>x</b> <br/> &amp; &#38; &nope <x@y.example> <http://z.example>",
    "```python\nx = '*'\n```", "```{.python hl_lines='1'}\ny = 1\n```", "~~~\nz\n~~~",
    "```\nnever closed", "    :::python\n    y = 1", "    #!python\n    z = 2", "`a` ``b`c`` `open",
    r"\* \_ \[ \\ \` \x", "**bold *both*** ***x*** _a_b_c_ __d *e__ f*", "two  \nlines", "a\n: b",
    '!!! lesson "Title"\n    Text *of* it.\n\n    Do: it\n    By: tomorrow\n    Say: why?',
    '!!! lesson\n    Do: nothing', "!!! note\n    a\n\n    b", "Do: outside", "End rant.",
    "> Words.\n> — Somebody", "\x02line:1\x03 \x02klzzwxh:0000\x03", "\t tab", "", " ", "\u2003",
)  # fmt: skip
TRIGGERS = "[]()!<>*_`&;\\#|:^{}~=-+.@\"'/ \n\taZ1"
parts = st.lists(st.sampled_from(PARTS), max_size=6).flatmap(
    lambda chosen: st.sampled_from(["\n\n", "\n", " ", "\n\n    ", "\n> "]).map(
        lambda joint: joint.join(chosen)
    )
)
texts = parts | st.text(alphabet=TRIGGERS, max_size=60) | st.just("\n \n")
posts = st.builds(str.__add__, st.sampled_from(FRONT), texts)


def pelican_settings(*extensions: Any, **configs: Any) -> dict[str, Any]:
    """Pelican's settings, with the site's Markdown and more extensions."""
    markdown = {"extensions": list(extensions), "extension_configs": {**SITE, **configs}}
    return {**DEFAULT_CONFIG, "MARKDOWN": {**markdown, "output_format": "html5"}}


def outcome(reader: Any, path: Path) -> Any:
    """The HTML and the metadata, values and classes; or what was raised."""
    try:
        content, metadata = reader.read(str(path))
    except Exception as error:
        return type(error), str(error)
    return content, {name: (type(value), repr(value)) for name, value in metadata.items()}
