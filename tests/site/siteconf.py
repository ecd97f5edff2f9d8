"""The small site's settings: the blog's own, below a path, with an author who can be reached."""

from pathlib import Path

from publishconf import *  # noqa: F403  -- Pelican reads one flat file of settings

# What is hostile here shows that pages and feeds hold; proofreading would not let it pass.
PLUGINS = [name for name in PLUGINS if name != "proofread"]  # noqa: F405  -- from publishconf
SITENAME = "Small Site"
SITEURL = "https://rants.example/blog"
PATH = str(Path(__file__).parent / "content")
SYNDICATION_AUTHORITY = "rants.example,2026"
SYNDICATION_LIMIT = 3
SEARCH_INDEX = False  # nobody could read a difference in it: see tests/search
CONVERSATION_EMAIL = "writer@rants.example"
PAGINATED_TEMPLATES = {**PAGINATED_TEMPLATES, "index": 3}  # noqa: F405  -- from publishconf
