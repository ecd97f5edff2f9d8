"""The site that is built again and again: its sources, its plugin, its settings."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.incremental.site_kind import LESSON, Files
from tests.incremental.site_plugin import PLUGIN
from tests.incremental.site_theme import SHOWN, TEMPLATES

CATEGORIES = ("Work", "Life", "C++")
TAGS = ("people", "tools", "C#", "rain", "")
DATES = (
    "2024-12-31 23:30", "2025-03-01", "2025-03-01 10:00", "2026-02-02 08:00:30",
    "2026-11-25 09:00", "2026-12-24 18:00", "5 March 2026",
)  # fmt: skip
AUTHORS = ("Ada", "Grace, Ada", "Alan")
SENTENCES = ("Stop counting.", "Ask *one* person.", "Go outside & look.")
POSTS = 40
# What is installed, a dependency of the site: Markdown's extension that says its version.
INSTALLED = """
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

class Saying(Postprocessor):
    def run(self, text):
        return text.replace("%version%", "VERSION")

class Said(Extension):
    is_pure = True

    def extendMarkdown(self, md):
        md.registerExtension(self)
        md.postprocessors.register(Saying(md), "saying", 1)

    def reset(self):
        pass

def makeExtension(**options):
    return Said(**options)
"""
# The settings that are code.
CODE = """
def shout(text):
    return text.upper() + "!"

def name_heading(text, separator):
    return "h" + separator + text.lower().replace(" ", separator)

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"slugify": name_heading},
        "dependency": {},
    },
    "output_format": "html5",
}
JINJA_FILTERS = {"shout": shout}
"""
SETTINGS: dict[str, object] = {
    "SITENAME": "Site",
    "SITEURL": "https://site.example",
    "AUTHOR": "Ada",
    "TIMEZONE": "UTC",
    "LOCALE": ["C"],
    "DEFAULT_LANG": "en",
    "PATH": "content",
    "ARTICLE_PATHS": ["posts"],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images", "extra"],
    "THEME": "theme",
    "THEME_TEMPLATES_OVERRIDES": ["overrides"],
    "CACHE_PATH": "cache",
    "PLUGIN_PATHS": ["plugins"],
    "USE_FOLDER_AS_CATEGORY": False,
    "FILENAME_METADATA": "(?P<file>.*)",
    "ARTICLE_URL": "{slug}/",
    "ARTICLE_SAVE_AS": "{slug}/index.html",
    "ARTICLE_LANG_URL": "{slug}/{lang}/",
    "ARTICLE_LANG_SAVE_AS": "{slug}/{lang}/index.html",
    "DRAFT_URL": "drafts/{slug}/",
    "DRAFT_SAVE_AS": "drafts/{slug}/index.html",
    "CATEGORY_URL": "category/{slug}/",
    "CATEGORY_SAVE_AS": "category/{slug}/index.html",
    "YEAR_ARCHIVE_URL": "{date:%Y}/",
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "DIRECT_TEMPLATES": ["index", "archives", "tags", "categories", "authors", "early", "drafts"],
    "PAGINATED_TEMPLATES": {"index": None, "tag": 4},
    "DEFAULT_PAGINATION": 12,
    "TEMPLATE_PAGES": {"about.tpl": "about.html"},
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "SLUG_REGEX_SUBSTITUTIONS": [
        (r"\+", "-plus-"), (r"#", "-sharp-"), (r"[^\w\s-]", ""), (r"(?u)\A\s*", ""),
        (r"(?u)\s*\Z", ""), (r"[-\s]+", "-"), (r"\A-|-\Z", ""),
    ],
    "DELETE_OUTPUT_DIRECTORY": True,
    "OUTPUT_RETENTION": [".kept"],
    "JINJA_GLOBALS": {"GREETING": "Hello", "TABLE": {"a": 1, "p03": 3}},
    "MENU": {"Home": "/", "About": "about.html"},
    "END": "End",
    "SYNDICATION_AUTHORITY": "site.example,2026",
    "SYNDICATION_LIMIT": 5,
}  # fmt: skip
PLUGINS = (
    "incremental", "lesson", "conversation", "neighbours", "syndication", "addresses", "tiny",
)  # fmt: skip


def make_files() -> Files:
    """The files of the site, by their paths in its folder."""
    files: dict[str, str | bytes] = {
        f"theme/templates/{name}": text for name, text in TEMPLATES.items()
    }
    files |= {
        "code.py": CODE,
        "theme/static/site.css": "body { color: red }\n",
        "overrides/none.html": "",
        "plugins/tiny/__init__.py": PLUGIN,
        "plugins/tiny/words.py": 'WORD = "calm"\n',
        "installed/dependency.py": INSTALLED.lstrip().replace("VERSION", "1.0"),
        "installed/dependency-1.0.dist-info/METADATA": "Name: dependency\nVersion: 1.0\n",
        "content/motto.txt": "1 step\n",
        "content/about.tpl": "{{ SITENAME }} {{ articles[0].title }} {{ MOTTO }}\n",
        "content/images/a.png": b"\x89PNG one",
        "content/images/b.png": b"\x89PNG two",
        "content/posts/own.txt": "attached",
        "content/extra/robots.txt": "User-agent: *\n",
        "content/pages/about.md": "Title: About\nSlug: about\n\n[It]({filename}../posts/p05.md)",
        "content/pages/more.md": "Title: More\nSlug: more\nStatus: hidden\n\nMore.\n",
        "content/posts/old.html": "<html><head><title>Old</title>"
        '<meta name="date" content="2025-05-05" /><meta name="tags" content="people" />'
        "</head><body>Old.</body></html>",
        "content/conversation/p02.json": write_replies("p02/", 1),
    }
    files |= {f"content/posts/p{number:02}.md": _post(number) for number in range(POSTS)}
    files["content/posts/p04.fr.md"] = (
        "Title: Quatre\nDate: 2025-03-04\nSlug: p04\nLang: fr\nTemplate: shown/translated\n\nIci\n"
    )
    return files


def write_replies(post: str, count: int, word: str = "Well") -> str:
    """A record of replies, as the conversation plugin keeps it."""
    replies = [
        {
            "key": f"https://other.example/{number}", "via": "mastodon",
            "author": {"name": "Bo", "url": "https://other.example/@bo"},
            "published": f"2026-11-2{number}T09:00:00Z", "html": f"<p>{word} {number}</p>",
            "state": "approved", "url": f"https://other.example/{number}",
        }
        for number in range(count)
    ]  # fmt: skip
    return json.dumps({"schema": 1, "post": post, "sources": {}, "replies": replies})


def _post(number: int) -> str:
    front = {
        "Title": f"Title {number}",
        "Date": f"202{4 + number % 3}-{1 + number % 12:02}-{1 + (number // 2) % 28:02} 09:00",
        "Category": CATEGORIES[number % len(CATEGORIES)],
        "Tags": ", ".join(dict.fromkeys((TAGS[number % 4], TAGS[number % 3]))),
        "Slug": f"p{number:02}",
        "Template": f"shown/{[*SHOWN][number % len(SHOWN)]}",
        "Author": AUTHORS[number % 3] if number % 2 else None,
        **_MORE.get(number, {}),
    }
    lines = [f"{key}: {value}\n" for key, value in front.items() if value]
    return f"{''.join(lines)}\n{''.join(_body(number))}"


_MORE: dict[int, dict[str, str]] = {
    1: {"Summary": "A *short* one of [two]({filename}p02.md)."},
    2: {"Toot": "https://social.example/@a/1", "Question": "Who?"},
    6: {"Status": "draft"},
    7: {"Box": "two"},
    9: {"In_reply_to": "{filename}p08.md"},
    11: {"Status": "hidden"},
    12: {"Extra": "more", "Modified": "2026-01-01"},
    13: {"Aliases": "/before/, /older.html"},
    33: {"Summary": "Short.", "Question": "What then?"},
    35: {"Status": "draft", "Date": "2025-03-01", "Template": "shown/plain"},
}


def _body(number: int) -> Iterator[str]:
    yield f"The text of {number} says *something*. %version%\n"
    if number % 8 == 3:
        yield "\n## A heading\n\nAnd more. %motto%\n"
    if number % 8 == 5:
        yield (
            f"\n[one]({{filename}}p{(number + 1) % POSTS:02}.md)"
            " ![a]({static}/images/a.png) [tag]({tag}people) [index]({index})\n"
        )
    if number == 35:  # no other page shows it, and tells of it
        yield "\n[nothing]({filename}nothing.md)\n"
    if number % 8 == 1:
        yield LESSON.format(sentence=SENTENCES[number % len(SENTENCES)], post="p01")
