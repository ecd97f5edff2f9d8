"""No page is heavier than its kind may be: on this blog, and at ten thousand posts in twenty years.

A list is as heavy as it gets when it is full, so that its budget is that of the large site.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import brotli
import pytest

from bench import words
from bench.corpus import BEGIN, CATEGORIES, DAYS
from bench.sites import write_ours
from tests.pelican_site import ROOT, build

LIMIT = 14_600  # bytes: what a server sends before it waits, ten segments of 1,460 (RFC 6928)
WORDS = 700
PARTS = {
    "style": re.compile(r"<style>.*?</style>", re.DOTALL),
    "script": re.compile(r"<script.*?</script>", re.DOTALL),  # with what is said to machines
    "head": re.compile(r"<head>.*?(?=<style>)", re.DOTALL),
    "main": re.compile(r"<main.*?</main>", re.DOTALL),
    "foot": re.compile(r"<footer.*?</footer>", re.DOTALL),
}


@dataclass(frozen=True)
class Budget:
    """What the pages of a kind may weigh, and what the parts of the heaviest weighed then."""

    path: str  # a pattern
    gzip: int
    parts: tuple[int, ...]
    brotli: int | None = None


BUDGETS = {
    "home": Budget(r"", 6_400, (1931, 362, 570, 2608, 236)),
    "home, going on": Budget(r"\d+/", 5_100, (1440, 0, 553, 2279, 227)),
    "rant": Budget(r"rants/.+/", 9_600, (2531, 325, 974, 4775, 219), brotli=8_200),
    "page": Budget(r"(about|colophon)/", 4_200, (1646, 0, 664, 1006, 220)),
    "subscribe": Budget(r"subscribe/", 4_300, (1656, 0, 638, 1176, 241)),
    "rants": Budget(r"rants/", 8_400, (1461, 0, 577, 5542, 254)),
    "year": Budget(r"2\d{3}/(\d+/)?", 8_700, (1465, 0, 583, 5818, 256)),
    "categories": Budget(r"categories/", 3_400, (1440, 0, 564, 579, 241)),
    "category": Budget(r"category/[^/]+/(\d+/)?", 7_000, (1443, 0, 574, 4143, 226)),
    "tags": Budget(r"tags/", 5_600, (1510, 0, 577, 2772, 264)),
    "tag": Budget(r"tag/[^/]+/(\d+/)?", 7_100, (1445, 0, 557, 4280, 232)),
    "lessons": Budget(r"lessons/", 8_800, (1460, 597, 524, 3858, 244)),
    "lessons of a year": Budget(r"lessons/2\d{3}/(\d+/)?", 8_700, (1471, 616, 544, 3597, 267)),
    "booklet": Budget(r"category/[^/]+/lessons/(\d+/)?", 8_400, (2029, 327, 518, 3986, 225)),
    "people I wrote to": Budget(r"lessons/people/", 5_000, (1949, 986, 715, 421, 255)),
    "search": Budget(r"search/", 3_500, (1454, 54, 685, 539, 257)),
    "nothing here": Budget(r"404\.html", 3_500, (1434, 0, 655, 518, 240)),
}
# A rant of 700 words with all that goes with it: the design's own numbers.
POST_SLUG = "what-a-rant-of-seven-hundred-words-weighs"
POST = Budget(POST_SLUG, 9_216, (2501, 318, 1007, 4474, 208), brotli=8_192)

# English, as far as a compressor sees it: more than half of it are words as these.
OFTEN = (
    "the a to of and I it that in is you was for on with as not he be at but they this by what "
    "have all who so one out up if my no when said there from or than then had her his your"
)
GLUE = OFTEN.split()
VERBS = [
    word
    for line in (ROOT / "plugins/lesson/verbs.txt").read_text(encoding="utf-8").splitlines()
    for word in line.split()
    if line[:1] != "#" and word.isalpha()
]
RANKS = [1 / (rank + 2) for rank in range(len(GLUE))]


def sentence(random: Random, length: int) -> str:
    """Words of about so many characters, without a full stop."""
    said = ""
    while len(said) < length:
        glue = random.random() < 0.62
        said += f" {random.choices(GLUE, RANKS)[0] if glue else random.choice(VERBS)}"
    return said[1:].capitalize()


def write_post(folder: Path, date: str, slug: str, body: str, random: Random, *front: str) -> None:
    """Write a post with a lesson as long as this blog's own; its title is its slug, spelt out."""
    title = slug.replace("-", " ").capitalize()
    text = (
        f"Title: {title}\nDate: {date}\n" + "".join(f"{line}\n" for line in front) + f"\n{body}\n\n"
        f'End rant.\n\n!!! lesson "{sentence(random, 55)}."\n    {sentence(random, 240)}.\n\n'
        f"    Do: {sentence(random, 85)}\n    By: Friday\n"
        f"    Say: {sentence(random, 85)}?\n    Say: {sentence(random, 70)}?\n"
    )  # fmt: skip
    (folder / f"content/rants/{date[:10]}-{slug}.md").write_text(text, encoding="utf-8")


def body(random: Random, count: int) -> str:
    """So many words, in paragraphs."""
    said: list[str] = []
    while len(said) < count:
        said += sentence(random, 70).split()
    lines = [" ".join(said[:count][first : first + 80]) for first in range(0, count, 80)]
    return "\n\n".join(f"{line}." for line in lines)


def weigh(page: str) -> int:
    """The bytes of a page as a server sends it."""
    return len(gzip.compress(page.encode(), 9, mtime=0))


def pages(output: Path) -> Iterator[tuple[str, str]]:
    """The address and the text of each page."""
    for path in sorted(output.rglob("*.html")):
        address = path.relative_to(output).as_posix().removesuffix("index.html")
        yield address, path.read_text(encoding="utf-8")


def excess(kind: str, budget: Budget, address: str, page: str) -> str:
    """What is to be said of a page that is too heavy; nothing of one that is not."""
    zipped, whole = weigh(page), page.encode()
    told = []
    if zipped > budget.gzip:
        told.append(f"{zipped} bytes gzipped, of {budget.gzip}")
    if budget.brotli and (small := len(brotli.compress(whole, quality=11))) > budget.brotli:
        told.append(f"{small} bytes under brotli, of {budget.brotli}")
    if not told:
        return ""
    parts = (zipped - weigh(pattern.sub("", page)) for pattern in PARTS.values())
    grown = [
        f"{name} {part} ({part - then:+})"
        for name, part, then in zip(PARTS, parts, budget.parts, strict=True)
    ]
    return f"{kind}: /{address} has {', '.join(told)}: {', '.join(grown)}"


def overweight(output: Path) -> str:
    """What is to be said of the pages below a folder that are too heavy: the heaviest of a kind."""
    told: dict[str, list[tuple[int, str]]] = {}
    for address, page in pages(output):
        kinds = [name for name, each in BUDGETS.items() if re.fullmatch(each.path, address)]
        if not kinds:
            told.setdefault(address, []).append((0, f"/{address} is of no kind with a budget"))
            continue
        kind, text = kinds[-1], _shortened(page) if kinds[-1] == "rant" else page
        if said := excess(kind, BUDGETS[kind], address, text):
            told.setdefault(kind, []).append((weigh(text), said))
    return "\n".join(
        max(found)[1] + (f"; and {len(found) - 1} more" if found[1:] else "")
        for found in told.values()
    )


def _shortened(page: str) -> str:
    """A rant's page with 700 words of the rant: how long that is, is the writer's to say."""
    before, start, rest = page.partition('<div class="e-content prose flow">')
    body, end, after = rest.partition('<section class="lesson')
    kept, count = [], 0
    for line in body.split("\n"):
        count += len(re.sub(r"<[^>]*>", " ", line).split())
        if count <= WORDS:
            kept.append(line)
    return "".join((before, start, "\n".join(kept), end, after))


def test_every_kind_of_page_keeps_to_its_budget(tmp_path: Path) -> None:
    """A page of this blog that is too heavy is named, with what each part weighs and has grown by.

    After a change that is worth its bytes, write what is told into the table.
    """
    build(ROOT / "publishconf.py", tmp_path)

    told = overweight(tmp_path)
    assert not told, told


def test_rant_of_700_words_is_as_light_as_the_design_says(tmp_path: Path) -> None:
    """With its style, its lesson and its conversation, between two others, with its picture."""
    random = Random("a post")  # noqa: S311  -- words, not secrets
    settings = "PLUGINS += ['card', 'search']\nSEARCH_INDEX = PROOFREAD_AUDIT = False\n"
    write_ours(tmp_path, 0, settings)
    for day, slug in enumerate(("an-earlier-one-of-its-kind", POST_SLUG, "a-later-one"), start=1):
        front = ("Category: Work", "Tags: letters, questions, time")
        question = f"Question: {sentence(random, 70)}?"
        text = body(random, WORDS)
        write_post(tmp_path, f"2026-01-0{day} 09:00", slug, text, random, *front, question)

    build(tmp_path / "settings.py", tmp_path / "output")

    address = f"rants/{POST_SLUG}/"
    page = (tmp_path / "output" / address / "index.html").read_text(encoding="utf-8")
    told = excess("rant of 700 words", POST, address, page)
    assert not told, told


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of ten thousand posts in twenty years, but for those of the posts themselves."""
    folder = tmp_path_factory.mktemp("large")
    kept_out = "PLUGINS.remove('proofread')\nPROOFREAD_AUDIT = False\nARTICLE_SAVE_AS = ''\n"
    write_ours(folder, 0, kept_out)
    tags = [f"{kind} {each}" for kind in words.KINDS for each in VERBS[::33]][:1000]
    for number in range(10_000):
        random = Random(number)  # noqa: S311  -- words, not secrets
        date = BEGIN + number * timedelta(days=DAYS) / 10_000
        slug = sentence(random, random.randint(35, 50)).lower().replace(" ", "-")
        front = (
            f"Category: {random.choice(CATEGORIES)}",
            f"Tags: {', '.join(random.sample(tags, 3))}",
        )
        text = sentence(random, 160)
        write_post(folder, f"{date:%Y-%m-%d %H:%M}", f"{slug}-{number}", text, random, *front)
    build(folder / "settings.py", folder / "output")
    return folder / "output"


def test_no_page_outgrows_the_first_window(large: Path) -> None:
    """Whatever lists something is paged before it is too heavy: years, tags, lessons, booklets."""
    assert max(budget.gzip for budget in BUDGETS.values()) <= LIMIT
    told = overweight(large)
    assert not told, told
