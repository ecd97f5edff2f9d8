"""The blog's theme with posts that were answered: kindly, with hostility, at length, not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from conversation.replies.record import Record, Source, write_record
from conversation.replies.reply import Author, Reply
from tests.conversation.hostile_replies import HOSTILE
from tests.conversation.replying import HOST, address, reply
from tests.pelican_site import ROOT, build

SITE = "https://rants.example"
TOOT = f"{HOST}/@ada/1"
POSTS = ("kind", "hostile", "hostile-too", "names", "quiet", "off", "long")
SHOWN = {"state": "approved", "why": "favourited"}
KIND = (
    reply("mira", html="<p>I wrote to Jo. 12 likes!</p>", lang="en", **SHOWN),
    reply(
        "ada",
        parent="mira",
        day=2,
        author=Author("Ada", f"{HOST}/@ada", is_me=True),
        html="<p>And what did Jo say?</p>",
        **SHOWN,
    ),
    Reply(
        key="https://sara.example/2026/answer",
        via="webmention",
        author=Author("سارة", "https://sara.example/"),
        published="2026-11-03T23:30:00-05:00",
        html="<p>كتبت لها <a href='https://x.example/'>أمس</a>.</p>",
        parent=address("ada"),
        lang="ar",
        warning="a sad story, 3 likes",
        state="approved",
        why="reviewed",
    ),
    Reply(
        key="https://bsky.app/profile/did:plc:x/post/3l",
        via="bluesky",
        author=Author("", "https://bsky.app/profile/jo.example"),
        published="2026-11-05T08:00:00Z",
        html=f"<p>{'word ' * 500}</p>",
        state="approved",
        why="reviewed",
    ),
    reply("hidden", day=6, state="hidden", why="reviewed"),
    reply("waiting", day=6),
    reply("blocked", day=6, **SHOWN),
)
NAMES = (
    "<img src=x onerror=alert(1)>", "\u202egro.live", "Z\u0335\u0300" * 30, "12 followers", "",
    '"><script>alert(1)</script>', "x" * 5000, "שלום", "🦋", "{{ 7 * 7 }}",
)  # fmt: skip
LETTER = "Name: Olu\nConsent: yes, 25 November 2026\n\nI *called*.\n"


def write_blog(folder: Path, **settings: object) -> Path:
    """Write the sources into `folder`; the file of their settings."""
    rants, said = folder / "content/rants", folder / "content/conversation"
    shutil.copytree(ROOT / "content", folder / "content")
    for day, name in enumerate(POSTS, start=1):
        text = f"Title: About {name}\nDate: 2026-01-0{day} 09:00\nQuestion: Who?\nToot: {TOOT}\n"
        text += "Conversation: off\n" if name == "off" else ""
        lesson = '!!! lesson "Look first."\n    Then leap.\n\n    Do: look\n'
        (rants / f"2026-01-0{day}-{name}.md").write_text(f"{text}\nText.\n\n{lesson}")
    (said / "kind").mkdir(parents=True)
    (said / "kind/2026-11-25-olu.md").write_text(LETTER)
    for name, replies in records().items():
        sources = {"mastodon": Source(TOOT, "2026-11-25T08:00:00Z", True, name != "kind")}
        text = write_record(Record(f"{SITE}/rants/{name}/", sources, replies))
        (said / f"{name}.json").write_text(text, encoding="utf-8")
    given = {
        "PATH": str(folder / "content"),
        "SITEURL": SITE,
        "CONVERSATION_BLOCK": [f"{HOST}/@blocked"],
        "CONVERSATION_WEBMENTION": "https://webmention.io/rants.example/webmention",
        **settings,
    }
    lines = [f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\n"]
    lines += [f"{name} = {value!r}\n" for name, value in given.items()]
    (folder / "conf.py").write_text("".join(lines), encoding="utf-8")
    return folder / "conf.py"


def records() -> dict[str, tuple[Reply, ...]]:
    """The replies of each post that has some."""
    hostile = [
        reply(f"x{number:03}", html=html, warning=html[:200] if number % 7 == 0 else "", **SHOWN)
        for number, html in enumerate(HOSTILE.values())
        if len(html) < 100_000
    ]
    names = [
        reply(f"n{number}", author=Author(name, f"{HOST}/@n{number}"), **SHOWN)
        for number, name in enumerate(NAMES)
    ]
    chain = [
        reply(
            f"l{number}",
            parent=f"l{number - 1}" if number % 9 else "",
            day=1 + number % 28,
            **SHOWN,
        )
        for number in range(150)
    ]
    return {
        "kind": KIND,
        "hostile": tuple(hostile[:60]),
        "hostile-too": tuple(hostile[60:]),
        "names": tuple(names),
        "off": KIND,
        "long": tuple(chain),
    }


def build_blog(folder: Path, **settings: object) -> Path:
    """Build it, with the audit of what is written; its output."""
    build(write_blog(folder, **settings), folder / "output")
    return folder / "output"
