"""The kinds of pages that a reader may meet, and what each is at worst."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

POST = "/rants/forget-how-many-followers-you-have/"
KINDS = {
    "home": "/",
    "second page": "/2/",
    "rant": POST,
    "rants": "/rants/",
    "year": "/2026/",
    "category": "/category/social-media/",
    "categories": "/categories/",
    "tag": "/tag/people/",
    "tags": "/tags/",
    "lessons": "/lessons/",
    "lessons of a year": "/lessons/2026/",
    "booklet": "/category/social-media/lessons/",
    "people written to": "/lessons/people/",
    "about": "/about/",
    "subscribe": "/subscribe/",
    "colophon": "/colophon/",
    "search": "/search/?q=followers",
    "nowhere": "/no/such/page/",
}
# Posts of the small site, `tests/site/content`, each with too much of one thing.
LIMITS = {
    "long words": "/rants/long-words/",
    "long title": "/rants/long-title/",
    "one line": "/rants/one-line/",
    "twelve pictures": "/rants/twelve-pictures/",
    "wide tables": "/rants/wide-tables/",
    "every mark": "/rants/every-mark/",
    "wide code": "/rants/wide-code/",
    "right to left": "/rants/right-to-left/ar/",
}
ALL = (*KINDS, *LIMITS)
WIDTHS = (320, 360, 768, 1280)
SCHEMES = ("light", "dark")


def address(kind: str, blog: str, small_site: str) -> str:
    """Where a page of this kind is, on one of the two sites."""
    return blog + KINDS[kind] if kind in KINDS else small_site + LIMITS[kind]


@contextmanager
def opened(browser: Browser, url: str, *, width: int = 1280) -> Iterator[Page]:
    """The page at `url`, in a browser of its own; to be resized rather than opened again."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(url)
    if "/search/" in url:  # the one page whose list comes by itself
        page.wait_for_selector("#search li")
    yield page
    context.close()


def resize(page: Page, width: int) -> None:
    """Make the window as wide as that."""
    page.set_viewport_size({"width": width, "height": 900})
