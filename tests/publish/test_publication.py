"""A blog with a record and feeds, from one release to the next, by the real command."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from publish import FolderTarget, Order, publish
from publish.progress import Progress, bar, lines, silent
from publish.staging.server import caddy, nginx
from tests.publish.conftest import PLUGINS, Desk, Told

SLUGS = [f"post-{number:02}" for number in range(20)]


def feed(slugs: list[str], authority: str = "site.example,2026") -> str:
    """An RSS feed of articles."""
    items = "".join(
        f"<item><title>{slug}</title><link>https://site.example/rants/{slug}/</link>"
        f'<guid isPermaLink="false">tag:{authority}:{slug}</guid></item>'
        for slug in slugs
    )
    return f'<rss version="2.0"><channel><title>Site</title>{items}</channel></rss>'


@pytest.fixture
def blog(desk: Desk) -> Desk:
    """A blog of twenty articles with a feed, published once."""
    desk.record(*SLUGS)
    desk.write("rss.xml", feed(SLUGS))
    assert desk.publish().status == 0
    return desk


def refused(told: Told) -> list[str]:
    """The refusals of a publish that put nothing out."""
    assert (told.status, told.out) == (1, [])
    return told.err


def test_new_post_is_told_by_its_title(blog: Desk) -> None:
    """The usual day: one post more, the feed and the home page changed."""
    blog.record("fresh", *SLUGS)
    blog.write("rss.xml", feed(["fresh", *SLUGS[:-1]]))
    blog.build(index_html="home 2")

    told = blog.publish()

    assert told.out[:4] == [
        "Published release 0002 to public: 26 files (1 new, 3 changed, 22 as before)",
        "  new      Fresh  /rants/fresh/",
        "  changed  index.html",
        "  changed  rss.xml",
    ]


def test_live_feed_is_compared(blog: Desk) -> None:
    """A feed that was read empty, out of order or under other ids is refused."""
    blog.write("rss.xml", feed(SLUGS[:5], "other.example,2020"))

    assert refused(blog.publish()) == [
        "SYNDICATION_AUTHORITY: 5 feed ids would change from 'site.example,2026' to"
        " 'other.example,2020', and every subscriber would get them again — write"
        ' SYNDICATION_AUTHORITY = "site.example,2026" in pelicanconf.py, as it was',
        "/rss.xml: would shrink from 20 entries to 5 — look at what the build said,"
        ' or make publish ACCEPT="feed:/rss.xml"',
    ]
    assert (blog.folder / "public/current/rss.xml").read_text() == feed(SLUGS)


def test_site_that_was_read_half(blog: Desk) -> None:
    """Half of the posts gone is refused as what it is, and all that would go is named."""
    (blog.folder / "site/release.json").unlink()
    blog.record(*SLUGS[10:])
    for slug in SLUGS[:10]:
        (blog.folder / f"site/rants/{slug}/index.html").unlink()

    lines = refused(blog.publish())

    assert [line.split(": ")[0] for line in lines] == [
        *(f"/rants/{slug}/" for slug in SLUGS[:10]),
        "content",
    ]
    assert lines[-1] == (
        "content: 10 of 20 articles would vanish (“Post-00” and 9 more) — look at what the build"
        ' said; if they are to go, make publish ACCEPT="many"'
    )


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("{", "is not JSON in UTF-8"),
        ('{"schema": 2}', "is of schema 2, not 1"),
        (
            json.dumps({"schema": 1, "siteurl": "", "plugins": [], "articles": [],
                        "assets": ["../../../etc/passwd"]}),
            "names the path '../../../etc/passwd', which leads out of the site",
        ),
    ],
)  # fmt: skip
def test_live_record_that_is_damaged(blog: Desk, damage: str, reason: str) -> None:
    """It stops nothing and is said; what URLs and feeds tell is compared still."""
    (blog.folder / "public/releases/0001/release.json").write_text(damage)
    (blog.folder / "site/rants/post-00/index.html").unlink()
    blog.record(*SLUGS[1:])

    refusals = refused(blog.publish())
    told = blog.publish("--gone=/rants/post-00/")

    assert refusals == [
        "/rants/post-00/: would disappear — write Aliases: /rants/post-00/ in the article that"
        ' takes its place, or let it go: make publish GONE="/rants/post-00/"'
    ]
    assert told.status == 0
    assert told.out[-4] == (
        f"The live release.json {reason}; its articles are compared by their URLs and feeds alone."
    )


def test_first_release_of_a_site_without_an_address(desk: Desk) -> None:
    """What would be wrong for ever is refused at the first publish already."""
    desk.record("one", siteurl="")

    assert refused(desk.publish()) == [
        "SITEURL: '' is empty — write the site's address, as \"https://example.org\","
        " in publishconf.py"
    ]
    assert desk.listing("public") == ["releases/"]


@pytest.mark.parametrize(("name", "write"), [("nginx", nginx), ("caddy", caddy)])
def test_what_a_web_server_is_told(desk: Desk, name: str, write: Callable[[str, str], str]) -> None:
    """The command writes a server's configuration, and tells what it cannot write."""
    told = desk.run(name, "/srv/www", "rants.example")
    fault = desk.run(name, "www", "rants.example")

    assert told == Told(0, write("/srv/www", "rants.example").splitlines(), [])
    assert refused(fault) == [
        "www: is no whole path that a web server's configuration can name — publish to one"
        " without quotes, braces, backslashes and dollar signs"
    ]


def test_bar_on_a_terminal(desk: Desk) -> None:
    """Where somebody looks at the standard error a bar is drawn for each long step."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen, os.fdopen(theirs, "wb") as terminal:
        done = subprocess.run(
            [sys.executable, "-m", "publish", "release", "site", "--to=public"],
            cwd=desk.folder,
            env={**os.environ, "PYTHONPATH": str(PLUGINS), "TERM": "xterm", "COLUMNS": "80"},
            stdout=subprocess.PIPE,
            stderr=terminal,
            timeout=60,
            check=True,
        )
        drawn = screen.read(100_000).decode()

    assert done.stdout.startswith(b"Published release 0001 to public: 2 files (2 new)\n")
    assert "Staging" in drawn
    assert "Releasing" in drawn
    assert "Releasing 2 files" not in drawn


@pytest.mark.parametrize("progress", [lines, silent, bar])
def test_each_file_of_a_step_is_told_once(desk: Desk, progress: Progress) -> None:
    """However it is shown, a step comes as far as it has files, and no further."""
    told: dict[str, tuple[int, int]] = {}

    @contextmanager
    def counted(step: str, count: int) -> Iterator[Callable[[int], None]]:
        done: list[int] = []

        def tell(number: int) -> None:
            done.append(number)
            shown(number)

        with progress(step, count) as shown:
            yield tell
        told[step] = (count, sum(done))

    publish(Order(desk.folder / "site"), FolderTarget(desk.folder / "public"), counted)

    assert told == {"Staging": (2, 2), "Releasing": (2, 2)}
