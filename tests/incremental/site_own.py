"""A site with the theme of this repository and all of its plugins."""

from __future__ import annotations

from pathlib import Path

from tests.images.pictures import exif, photo, saved
from tests.incremental.site_kind import LESSON, Files, Kind
from tests.incremental.site_posts import CATEGORIES, INSTALLED, SENTENCES, TAGS, write_replies

ROOT = Path(__file__).parents[2]
POSTS = 10
CODE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from publishconf import *
PROOFREAD_AUDIT = False
PAGINATED_TEMPLATES = dict.fromkeys(PAGINATED_TEMPLATES, 3)
MARKDOWN["extension_configs"]["dependency"] = {{}}
"""
_NAMES = [f"2026-0{1 + number % 9}-1{number % 10}-p{number:02}" for number in range(POSTS)]
_THEME = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for path in sorted((ROOT / "theme").rglob("*"))
    if path.is_file() and path.suffix != ".png"
}


_SEEN = ("", "\n\n![A]({static}/images/a.png)", "", "\n\n<img src='/images/a.png' alt=''>")
_PICTURES = {
    name: saved(photo(width, 40), "PNG", exif=exif(6))
    for name, width in ((b"", 50), (b"one", 60), (b"another", 50))
}
_PICTURES[b"another"] = saved(photo(50, 40).rotate(180), "PNG")


def _make_files() -> Files:
    files: dict[str, str | bytes] = {
        **_THEME,
        "code.py": CODE,
        "installed/dependency.py": INSTALLED.replace("VERSION", "1.0"),
        "installed/dependency-1.0.dist-info/METADATA": "Name: dependency\n",
        "content/images/a.png": _PICTURES[b""],
        "content/conversation/p02.json": write_replies("rants/p02/", 1),
        "content/pages/about.md": "Title: About\nSlug: about\nSummary: About.\n\nAbout.\n",
        "content/pages/subscribe.md": (
            "Title: Subscribe\nSlug: subscribe\nSummary: Feeds.\nTemplate: subscribe\n\nFeeds.\n"
        ),
    }
    for number, name in enumerate(_NAMES):
        files[f"content/rants/{name}.md"] = (
            f"Title: Rant {number}\nDate: {name[:10]} 09:00\n"
            f"Category: {CATEGORIES[number % 2]}\nTags: {TAGS[number % 2]}\n"
            f"Question: What of {number}?\n\nThe text of {number}. %version%{_SEEN[number % 4]}"
            "\n\nEnd rant.\n" + LESSON.format(sentence=SENTENCES[number % 3], post=_NAMES[1])
        )
    return files


def _text(name: str) -> str:
    return _THEME[f"theme/templates/{name}"].decode()


KIND = Kind(
    plugins=(
        "proofread", "incremental", "translation", "lesson", "conversation", "neighbours",
        "syndication", "people", "addresses", "card", "images",
    ),
    make_files=_make_files,
    settings={
        "CACHE_PATH": "cache", "PATH": "content", "THEME": "theme", "OUTPUT_RETENTION": [".kept"],
    },
    posts="content/rants/",
    linked=(_NAMES[1], _NAMES[7]),
    shown=("article", "page"),
    texts={
        f"theme/templates/{name}": (_text(name) + "<!-- more -->", _text(name))
        for name in (
            "partials/footer.html", "partials/neighbours.html", "partials/article_end.html",
            "partials/article_line.html", "css/site.css", "css/prose.css", "archives.html",
        )
    }
    | {
        "theme/templates/conversation/doors.html": (
            "{% macro link(door, before) %}<b>{{ door.name }}</b>{% endmacro %}", None,
        ),
        "theme/templates/lesson/box.html": ("<b>{{ lesson.title }}</b>", None),
        "content/people.toml": ("[[people]]\n", None),
        "theme/translations/en.po": ('msgid "Your turn"\nmsgstr "Now you"\n', None),
    },
    breaks={
        "theme/templates/base.html": ("{% block", "{{ nope.nope.nope }}"),
        f"content/rants/{_NAMES[3]}.md": ("No head", "Title: T\nDate: 2026-01-01\nStauts: x\n\n"),
        "content/conversation/p02.json": ("{",),
    },
    choices={
        "SITENAME": ("Other", "End Rant"),
        "SITEURL": ("https://other.example/blog", "https://endrant.example"),
        "INCREMENTAL_SKIP": (False, True),
        "IMAGES_WIDTHS": ((20, 40), (30,)),
        "INCREMENTAL_JOBS": (2, 1),
        "LESSON_KICKER": ("Learn:", "The lesson"),
        "DEFAULT_LANG": ("de", "en"),
        "SIGN_OFF": ("Bye,", "So long,"),
        "CONVERSATION_EMAIL": ("", "a@b.example"),
        "RELATIVE_URLS": (True, False),
    },
    pictures=_PICTURES,
    replacements=(
        ("content/pages/about.md", "About", "Who"),
        ("content/pages/subscribe.md", "Feeds", "All feeds"),
    ),
)  # fmt: skip
