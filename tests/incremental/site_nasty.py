"""The nasty site: what it may become."""

from __future__ import annotations

from tests.incremental.site_kind import Kind
from tests.incremental.site_posts import PLUGINS, SETTINGS, make_files
from tests.incremental.site_theme import SHOWN, VARIANTS

CHOICES: dict[str, tuple[object, ...]] = {
    "SITENAME": ("Other", "Site"),
    "MENU": ({"Home": "/", "More": "more.html"}, {"More": "more.html", "Home": "/"}),
    "DEFAULT_PAGINATION": (5, 12, False),
    "RELATIVE_URLS": (True, False),
    "SITEURL": ("", "https://site.example/blog"),
    "INCREMENTAL_SKIP": (False, True),
    "INCREMENTAL_JOBS": (2, 1),
    "INCREMENTAL_SAMPLE": (7, 0),
    "JINJA_GLOBALS": ({"GREETING": "Hi", "TABLE": {"a": 2}}, {"GREETING": "Hello", "TABLE": {}}),
    "ARTICLE_ORDER_BY": ("title", "basename"),
    "ARTICLE_URL": ("posts/{slug}/", "{slug}/"),
    "SUBTITLE": ("Said", ...),
    "SUMMARY_MAX_LENGTH": (3, 50),
    "WITH_FUTURE_DATES": (False, True),
    "DEFAULT_DATE": ("fs", ...),
    "OUTPUT_SOURCES": (True, False),
    "NEWEST_FIRST_ARCHIVES": (False, True),
    "FEED_ALL_ATOM": ("all.xml", None),
    "LESSON_KICKER": ("Learn:", "The lesson"),
    "STATIC_PATHS": (["images"], ["images", "extra"]),
    "AUTHOR": ("Bo", "Ada"),
    "DEFAULT_CATEGORY": ("Rest", "misc"),
    "EXTRA_PATH_METADATA": ({"extra/robots.txt": {"path": "robots.txt"}}, {}),
}  # fmt: skip
BREAKS: dict[str, tuple[str | bytes, ...]] = {
    "theme/templates/base.html": ("{% block", "{{ nope.nope.nope }}", "{% include 'no.html' %}"),
    "theme/templates/shown/plain.html": ("{{ article.title.x.y }}", "{% extends 'no' %}"),
    "theme/templates/archives.html": ("{% for x %}", "{{ dates|nofilter }}"),
    "theme/templates/partials/one.html": ("{{ 1/0 }}",),
    "content/posts/p08.md": ("No head", b"Title: \xff\nDate: 2025-01-01\n\nx", "Title: T\n"),
    "content/posts/p09.md": ("Title: T\nDate: 2025-01-01\nIn_reply_to: {filename}no.md\n\nx",),
    "content/posts/p01.md": ("Title: T\nDate: 2025-01-01\n\n!!! lesson \"\"\n    Do: \n",),
    "content/conversation/p02.json": ("{",),
    "plugins/tiny/__init__.py": ("raise ValueError('x')", "def register(): raise ValueError('y')"),
    "code.py": ("1 +",),
    "content/motto.txt": (b"\xff",),
}  # fmt: skip
REPLACEMENTS = (
    ("plugins/tiny/words.py", "calm", "loud"), ("plugins/tiny/words.py", "loud", "calm"),
    ("plugins/tiny/__init__.py", "len(articles)", "'x'"),
    ("plugins/tiny/__init__.py", '"hr"', '"br"'),
    ("plugins/tiny/__init__.py", "upper()", "lower()"),
    ("content/about.tpl", "SITENAME", "SITEURL"), ("content/pages/about.md", "It", "That"),
    ("code.py", '"!"', '"?"'), ("code.py", '"h" +', '"i" +'),
)  # fmt: skip


KIND = Kind(
    plugins=PLUGINS,
    make_files=make_files,
    settings=SETTINGS,
    posts="content/posts/",
    linked=("p01", "p07"),
    shown=[f"shown/{name}" for name in sorted(SHOWN)],
    texts=VARIANTS,
    breaks=BREAKS,
    choices=CHOICES,
    replacements=REPLACEMENTS,
)
