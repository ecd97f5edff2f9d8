"""A site with a theme of Pelican's own, and no plugin but the one that is tested."""

from __future__ import annotations

from tests.incremental import site_nasty
from tests.incremental.site_kind import Files, Kind
from tests.incremental.site_posts import CODE, SETTINGS, make_files
from tests.incremental.site_state import set_field

POSTS = 15
_DROPPED = (
    "THEME", "PLUGIN_PATHS", "DIRECT_TEMPLATES", "ARTICLE_URL", "ARTICLE_SAVE_AS", "DRAFT_URL",
    "DRAFT_SAVE_AS", "ARTICLE_LANG_URL", "ARTICLE_LANG_SAVE_AS", "CATEGORY_URL", "CATEGORY_SAVE_AS",
    "PAGINATED_TEMPLATES", "TEMPLATE_PAGES", "FEED_ALL_ATOM", "CATEGORY_FEED_ATOM",
    "AUTHOR_FEED_RSS", "TRANSLATION_FEED_ATOM", "AUTHOR_FEED_ATOM", "USE_FOLDER_AS_CATEGORY",
)  # fmt: skip


def _make_files() -> Files:
    files = {}
    for path, data in make_files().items():
        number = path.removeprefix("content/posts/p")[:2]
        if (
            path.startswith(("theme/", "plugins/", "content/conversation"))
            or path == "content/about.tpl"
        ):
            continue
        if number.isdigit() and int(number) >= POSTS:
            continue
        text = data
        if isinstance(data, str) and path.endswith(".md"):
            text = set_field(data, "Template", None)
        files[path] = text
    files["code.py"] = CODE
    return files


KIND = Kind(
    plugins=("incremental",),
    make_files=_make_files,
    settings={
        **{name: value for name, value in SETTINGS.items() if name not in _DROPPED},
        "THEME": "simple",
        "INCREMENTAL_JOBS": 2,
        "PLUGIN_PATHS": [],
        "DEFAULT_PAGINATION": 5,
    },
    posts="content/posts/",
    linked=("p01", "p07"),
    shown=("article", "page_like"),
    texts={
        "overrides/article.html": (
            '{% extends "!simple/article.html" %}{% block content %}+{{ super() }}{% endblock %}',
            "{{ article.title }}{{ articles[0].title }}",
            None,
        ),
        "overrides/pagination.html": ("pages", None),
        "overrides/author.html": ('{% extends "index.html" %}', None),
        "overrides/page_like.html": ('{% extends "base.html" %}', "{{ article.summary }}"),
    },
    breaks={
        path: texts
        for path, texts in site_nasty.BREAKS.items()
        if path.startswith(("content/posts/", "code.py"))
    }
    | {"overrides/index.html": ("{% for %}",), "overrides/base.html": ("{{ a.b.c }}",)},
    choices=site_nasty.CHOICES
    | {
        "INCREMENTAL_JOBS": (1, 2),
        "THEME": ("notmyidea", "simple"),
        "USE_FOLDER_AS_CATEGORY": (False, True),
        "DISPLAY_PAGES_ON_MENU": (False, True),
        "MENUITEMS": ((("Home", "/"),), ()),
        "FEED_ALL_RSS": ("all.rss", ...),
        "DEFAULT_PAGINATION": (5, 3, False),
        "SOCIAL": ((("a", "https://a.example"),), ...),
    },
    replacements=(
        ("code.py", '"h" +', '"i" +'),
        ("content/pages/about.md", "It", "That"), ("content/pages/more.md", "hidden", "draft"),
        ("content/posts/old.html", "Old", "Older"),
    ),
)  # fmt: skip
