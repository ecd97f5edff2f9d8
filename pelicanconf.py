"""The site's facts, in groups. `publishconf.py` says what differs when the site is live."""

import sys
from pathlib import Path

HERE = Path(__file__).parent

# Who and what
SITENAME = "End Rant"
SITESUBTITLE = "Rants that end in a lesson. Lessons that end in a conversation."
SITEURL = ""
AUTHOR = "Joseph"
AUTHOR_BIO = (
    "Joseph rants, learns something on the way down, and writes it out before it gets away."
)
SIGN_OFF = "Until the next time we look in the mirror together,"
SOCIAL = (
    ("Mastodon", "https://social.example/@joseph"),
    ("Bluesky", "https://bsky.app/profile/endrant.example"),
)
MENUITEMS = (
    ("Rants", "rants/"),
    ("Lessons", "lessons/"),
    ("About", "about/"),
    ("Subscribe", "subscribe/"),
)

# When and in what language; nothing on a page depends on the machine's locale. The words of
# `translations/LANGUAGE.po` count more than the theme's, English ones too.
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
TRANSLATION_PATH = str(HERE / "translations")
LOCALE = ("C.UTF-8", "C")

# The lesson, the conversation and the feeds: see each plugin's README
LESSON_KICKER = "The lesson for today is…"
CONVERSATION_QUESTION = "Who would you like to hear say something about this?"
CONVERSATION_EMAIL = "joseph@endrant.example"
CONVERSATION_CREATOR = "@joseph@social.example"
SYNDICATION_AUTHORITY = "endrant.example,2026"
PROOFREAD_PATHS = ("/lessons/[12][0-9][0-9][0-9]/*", "/category/*/lessons/*")  # the lesson's pages
SEARCH_INDEX = False  # it is made while publishing; SEARCH_SAVE_AS = "" is no search at all

# Where things lie
PATH = "content"
ARTICLE_PATHS = ["rants"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
CACHE_PATH = str(HERE / ".build" / "cache")
THEME = "theme"
THEME_TEMPLATES_OVERRIDES = [str(HERE / "own")]  # the owner's style, and templates of their own
THEME_STATIC_DIR = "assets"
PLUGIN_PATHS = [str(HERE / "plugins")]
sys.path += PLUGIN_PATHS  # where Pelican looks for its class
PELICAN_CLASS = "incremental.Pelican"
PLUGINS = [
    "proofread",
    "desk",
    "incremental",
    "translation",
    "lesson",
    "images",
    "card",
    "conversation",
    "neighbours",
    "inline",
    "syndication",
    "people",
    "search",
    "addresses",
]
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Rants"
WITH_FUTURE_DATES = False  # what is dated ahead is a draft until then
FILENAME_METADATA = r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.+)"
SLUGIFY_SOURCE = "basename"
SLUG_REGEX_SUBSTITUTIONS = [
    (r"\+", "-plus-"),  # C++ and C# are two tags, not one
    (r"#", "-sharp-"),
    (r"[^\w\s-]", ""),
    (r"(?u)\A\s*", ""),
    (r"(?u)\s*\Z", ""),
    (r"[-\s]+", "-"),
    (r"\A-|-\Z", ""),
]

# Addresses: each page is a folder, so that no address ends in .html
ARTICLE_URL = "rants/{slug}/"
ARTICLE_SAVE_AS = "rants/{slug}/index.html"
ARTICLE_LANG_URL = "rants/{slug}/{lang}/"
ARTICLE_LANG_SAVE_AS = "rants/{slug}/{lang}/index.html"
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = "drafts/{slug}/index.html"
DRAFT_LANG_URL = "drafts/{slug}/{lang}/"
DRAFT_LANG_SAVE_AS = "drafts/{slug}/{lang}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{slug}/{lang}/"
PAGE_LANG_SAVE_AS = "{slug}/{lang}/index.html"
DRAFT_PAGE_URL = "drafts/pages/{slug}/"
DRAFT_PAGE_SAVE_AS = "drafts/pages/{slug}/index.html"
DRAFT_PAGE_LANG_URL = "drafts/pages/{slug}/{lang}/"
DRAFT_PAGE_LANG_SAVE_AS = "drafts/pages/{slug}/{lang}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
AUTHOR_SAVE_AS = ""
AUTHORS_SAVE_AS = ""
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
DIRECT_TEMPLATES = [
    "index",
    "archives",
    "categories",
    "tags",
    "drafts",
    "lessons",
    "wrote",
    "404",
    "sitemap",
    "robots",
    "security",
]
ARCHIVES_SAVE_AS = "rants/index.html"
CATEGORIES_SAVE_AS = "categories/index.html"
TAGS_SAVE_AS = "tags/index.html"
DRAFTS_URL = "drafts/"
DRAFTS_SAVE_AS = "drafts/index.html"
LESSONS_URL = "lessons/"
LESSONS_SAVE_AS = "lessons/index.html"
WROTE_URL = "lessons/people/"
WROTE_SAVE_AS = "lessons/people/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"
SECURITY_SAVE_AS = ".well-known/security.txt"
# So many that no page weighs more than the first window of a TCP connection, 14,600 bytes
PAGINATED_TEMPLATES = {
    "index": 10,
    "category": 20,
    "tag": 20,
    "period_archives": 100,
    "lessons_year": 30,
    "lessons_booklet": 10,
}
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/{number}/", "{base_name}/{number}/index.html"),
]

# Feeds are written by the syndication plugin
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# Markdown and templates; what a field holds is text until a template says otherwise
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
