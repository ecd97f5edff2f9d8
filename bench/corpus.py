"""Posts to measure with: as many as asked for, the same for the same seed, for every engine.

A post has about 600 words in paragraphs, with headings, lists, quotes, code, links, a lesson and
a question. Its body is CommonMark that every engine reads alike; `pelican_text` writes it as this
blog has it, `peer_text` with the same words as front matter (YAML) and body.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from bench.words import (
    ACTIONS,
    AND,
    CODE,
    DEADLINES,
    DID,
    KINDS,
    OPENERS,
    SUBJECTS,
    TAGS,
    WHAT,
    WHEN,
    WHO,
)

CATEGORIES = ("Friends", "Health", "Money", "Rants", "Street", "Tools", "Work", "Writing")
BEGIN = datetime(2006, 1, 1, 7, tzinfo=ZoneInfo("Europe/London"))
DAYS = 20 * 365


@dataclass(frozen=True)
class Lesson:
    """What a post came to. `say` are the openers."""

    title: str
    body: str
    do: str
    by: str
    say: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """What is known of a post before it is written."""

    name: str  # also its address: "rants/NAME/"
    title: str
    date: datetime  # in Europe/London, at an hour that no change of clocks makes doubtful

    @property
    def file(self) -> str:
        """The name of its source."""
        return f"{self.date:%Y-%m-%d}-{self.name}.md"


@dataclass(frozen=True)
class Post:
    """A post as data. `{earlier}` in the body stands for the address of the post `earlier`."""

    id: str
    heading: Heading
    category: str
    tags: tuple[str, ...]
    summary: str
    question: str
    body: str
    lesson: Lesson
    earlier: Heading


def make_posts(count: int, seed: int = 1) -> Iterator[Post]:
    """So many posts, the oldest first, spread evenly over twenty years."""
    return (make_post(number, count, seed) for number in range(count))


def make_post(number: int, count: int, seed: int = 1) -> Post:
    """One of so many posts, counted from 0."""
    random = Random(f"{seed} body {number}")  # noqa: S311  -- words, not secrets
    earlier = random.randrange(max(1, number))
    return Post(
        id=f"post-{number}",
        heading=make_heading(number, count, seed),
        category=random.choice(CATEGORIES),
        tags=tuple(sorted(random.sample(TAGS, random.choice((2, 3, 3, 4))))),
        summary=_sentence(random),
        question=f"Who would you ask about {random.choice(WHAT)}?",
        body="\n\n".join(_blocks(random)),
        lesson=Lesson(
            title=_sentence(random), body=_paragraph(random, 2), do=random.choice(ACTIONS),
            by=random.choice(DEADLINES), say=tuple(random.sample(OPENERS, random.randint(1, 2))),
        ),
        earlier=make_heading(earlier, count, seed),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def make_heading(number: int, count: int, seed: int = 1) -> Heading:
    """The title, the date and the address of one of so many posts."""
    random = Random(f"{seed} heading {number}")  # noqa: S311  -- words, not secrets
    title = f"{_clause(random)} {random.choice(WHEN)}, {number}"
    title = title[0].upper() + title[1:]
    day, rest = divmod(number * DAYS, count)
    date = BEGIN + timedelta(days=day, minutes=rest * 900 // count)
    return Heading(title.lower().replace(",", "").replace(" ", "-"), title, date)


def pelican_text(post: Post) -> str:
    """A post as a source of this blog."""
    heading, lesson = post.heading, post.lesson
    said = "".join(f"\n    Say: {opener}" for opener in lesson.say)
    return (
        f"Title: {heading.title}\nDate: {heading.date:%Y-%m-%d %H:%M}\nCategory: {post.category}\n"
        f"Tags: {', '.join(post.tags)}\nId: {post.id}\nSlug: {heading.name}\n"
        f"Summary: {post.summary}\nQuestion: {post.question}\n\n"
        f"{post.body.replace('{earlier}', f'{{filename}}{post.earlier.file}')}\n\nEnd rant.\n\n"
        f'!!! lesson "{lesson.title}"\n    {lesson.body}\n\n'
        f"    Do: {lesson.do}\n    By: {lesson.by}{said}\n"
    )


def peer_text(post: Post) -> str:
    """A post as Hugo and Eleventy read it; "End rant." is their templates' to say."""
    heading = post.heading
    front = {
        "title": heading.title, "date": heading.date.isoformat(), "id": post.id,
        "slug": heading.name, "summary": post.summary, "question": post.question,
        "categories": [post.category], "tags": post.tags, "years": [f"{heading.date:%Y}"],
    }  # fmt: skip
    lines = [f"{name}: {json.dumps(value)}" for name, value in front.items()]
    lines += [
        "lesson:",
        *(f"  {name}: {json.dumps(value)}" for name, value in asdict(post.lesson).items()),
    ]
    body = post.body.replace("{earlier}", f"/rants/{post.earlier.name}/")
    return "---\n{}\n---\n\n{}\n".format("\n".join(lines), body)


def _blocks(random: Random) -> Iterator[str]:
    for turn in range(9):
        if turn in (3, 6) and random.random() < 0.6:
            yield f"## {_sentence(random)[:-1]}"
        yield _paragraph(random, random.randint(3, 5))
        if random.random() < 0.08:
            yield "\n".join(f"- {_sentence(random)}" for _ in range(4))
        if random.random() < 0.05:
            yield f"> {_paragraph(random, 2)}"
        if random.random() < 0.03:
            language, code = random.choice(CODE)
            words = random.choice(SUBJECTS), random.choice(DID), random.randint(1, 99)
            yield f"```{language}\n{code.format(*words)}\n```"
    yield f"It began with [{_clause(random)}]({{earlier}}). {_sentence(random)}"
    if random.random() < 0.4:
        word = random.choice(KINDS)
        yield f"It is [**{word}** at best](https://example.org/{word}), says `{word}.txt`."


def _paragraph(random: Random, sentences: int) -> str:
    return " ".join(_stressed(random) for _ in range(sentences))


def _stressed(random: Random) -> str:
    sentence = _sentence(random)
    return f"*{sentence[:-1]}*." if random.random() < 0.08 else sentence


def _sentence(random: Random) -> str:
    words = f"{_clause(random)} {random.choice(WHEN)}"
    if random.random() < 0.6:
        words += f", {random.choice(AND)} {_clause(random)}"
    return words[0].upper() + words[1:] + "."


def _clause(random: Random) -> str:
    return f"{random.choice(WHO)} {random.choice(DID)} {random.choice(WHAT)}"
