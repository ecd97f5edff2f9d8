"""What a stranger, or a slip of the pen, tried with replies, and what became of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from conversation.replies.folder import Folder
from conversation.replies.letter import find_faults
from conversation.replies.moderation import Rules, shown
from conversation.replies.record import Record, RecordError, Source, read_record, write_record
from conversation.replies.record import find_faults as record_faults
from conversation.replies.reply import Author, Reply
from conversation.replies.thread import build_thread
from conversation.replies.words import words
from proofread.audit.document import parse_html
from proofread.audit.reference import references
from tests.conversation.replying import reply
from tests.conversation.test_replies_moderation import fetch
from tests.small_site import Site

SHARED = "https://tilde.example"
NAME = "2026-11-25-mira"


def mention(key: str, author: str, **fields: str) -> Reply:
    return Reply(key, "webmention", Author("Eve", author), "2026-11-01T08:00:00Z", "<p>x</p>",
                 **fields)  # fmt: skip


@pytest.mark.parametrize("rule", ["me", "allow"])
def test_neighbour_on_a_shared_host_is_nobody(rule: str) -> None:
    """Who only shares a host with the writer, or a friend, cannot speak as one of them."""
    rules = Rules(**{rule: frozenset({f"{SHARED}/~ada"})})
    forged = mention(f"{SHARED}/~eve/x", f"{SHARED}/~ada")
    own = mention(f"{SHARED}/~ada/x", f"{SHARED}/~ada")

    record = fetch(Record("https://rants.example/one/"), forged, own, rules=rules, via="webmention")

    found = {each.key: (each.state, each.author.is_me) for each in record.replies}
    assert found == {forged.key: ("pending", False), own.key: ("approved", rule == "me")}


@pytest.mark.parametrize(
    "host", ["%65vil.example", "ｅvil.example", "evil。example", "EVIL.example."]
)
def test_blocked_host_is_blocked_however_it_is_written(host: str) -> None:
    """A browser reads them all as one host, and so does the list."""
    told = replace(reply("a", state="approved"), author=Author("A", f"https://{host}/"))

    found = shown([told], Rules(block=frozenset({"evil.example"})))

    assert found == ()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://evil.example/">https://good.example/login</a>', " (evil.example)"),
        ('<a href="https://evil.example/">see www.good.example</a>', " (evil.example)"),
        ('<a href="https://good.example/x">good.example/x</a>', ""),
        ('<a href="https://www.good.example/x">www.good.example</a>', ""),
        ('<a href="https://evil.example/">what she said</a>', ""),
    ],
)
def test_link_tells_where_it_leads(html: str, expected: str) -> None:
    """Where a link's words name another host than its own, its own follows."""
    before = html.partition(">")[2].removesuffix("</a>")

    found = words(html).html.striptags()

    assert found == before + expected


def test_claim_to_be_another_draws_no_answers() -> None:
    """An answer stands below the reply it names, not below one that claims that one's address."""
    real, answer = reply("a", day=2), reply("b", parent="a", day=3)
    claims = mention("https://eve.example/1", "https://eve.example/", url=real.key)

    thread = build_thread([claims, real, answer])

    below = {turn.reply.key: [each.reply.key for each in turn.answers] for turn in thread.turns}
    assert below == {claims.key: [], real.key: [answer.key]}


def test_number_of_thousands_of_digits_has_its_line() -> None:
    """What Python cannot read as a number is told as any other fault."""
    with pytest.raises(RecordError) as raised:
        read_record('{\n "schema": 1,\n "post": ' + "9" * 5000 + "\n}\n")

    assert (raised.value.line, str(raised.value.message)) == (
        3,
        "has a number that nobody can read — take back the last change",
    )


def test_each_of_many_faults_has_its_line() -> None:
    """In a file with a fault in every reply each is told where it stands."""
    whole = json.loads(write_record(fetch(Record("https://r.example/"), *map(reply, "abc"))))
    for each in whole["replies"]:
        each["state"] = "maybe"
    text = json.dumps(whole, indent=1)

    found = [fault.line for fault in record_faults(text)]

    lines = [n for n, line in enumerate(text.split("\n"), start=1) if '"state": "maybe"' in line]
    assert found == lines
    assert len(found) == 3


def test_folder_that_is_named_as_a_letter_is_none(tmp_path: Path) -> None:
    """A folder is passed by; it is no letter, and no end of the build."""
    (tmp_path / "conversation" / "one" / "2026-11-25-a.md").mkdir(parents=True)

    assert Folder(tmp_path).read("one") == (None, ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Name: Mira <mira@mira.example>",
            "1: Name 'Mira <mira@mira.example>' holds an address, which all would read"
            " — take it out",
        ),
        ("Name: mira@mira.example", "1: Name 'mira@mira.example' holds an address, which all"
         " would read — take it out"),
        ("Name: @mira", ""),
    ],
)  # fmt: skip
def test_address_of_a_letters_writer_stays_private(line: str, expected: str) -> None:
    """An email address in the name would be on the page."""
    found = [f"{f.line}: {f.message}" for f in find_faults(f"{line}\nConsent: yes\n\nx\n", NAME)]

    assert found == ([expected] if expected else [])


@pytest.mark.parametrize("day", ["20261125", "2026-W48-3"])
def test_day_is_written_in_one_way(day: str) -> None:
    """Other forms of ISO 8601 sort otherwise, and are told."""
    text = f"Name: A\nDate: {day}\nConsent: yes\n\nx\n"

    assert [fault.line for fault in find_faults(text, "a")] == [2]


@pytest.fixture
def posts(tmp_path: Path) -> Site:
    """A site whose templates escape nothing, as Pelican's own do by default."""
    site = Site(tmp_path)
    site.configure(PLUGINS=["conversation"], JINJA_ENVIRONMENT={})
    site.write(
        "theme/templates/article.html",
        "{% set replies = article.replies %}{% include 'conversation/replies.html' %}",
    )
    return site


def _write(site: Site, name: str, post: str, *replies: Reply) -> None:
    source = Source("https://social.example/@ada/1", "2026-11-25T08:00:00Z", ok=True, complete=True)
    record = Record(post, {"mastodon": source}, replies)
    site.write(f"content/conversation/{name}.json", write_record(record))


def test_strangers_are_escaped_in_any_site(posts: Site) -> None:
    """Where templates do not escape, what strangers wrote is escaped all the same."""
    posts.post("a", "x")
    evil = reply("a", warning="<img src=x onerror=alert(1)>", state="approved", why="reviewed")
    _write(posts, "a", "", replace(evil, author=Author("<script>alert(1)</script>")))

    build = posts.build()

    page = build.bytes("a/index.html").decode()
    assert (build.status, "<script" in page, "<img" in page) == (0, False, False)
    assert "&lt;script&gt;" in page


def test_record_of_another_post_is_told(posts: Site) -> None:
    """A file that was renamed to the wrong post is shown there, and told."""
    posts.post("a", "x")
    _write(posts, "a", "https://site.example/b/", reply("a", state="approved", why="reviewed"))

    build = posts.build()

    assert build.status == 0
    assert [message for message in build.messages if "b/" in message] == [
        "content/conversation/a.json: post 'https://site.example/b/' is not a/, where it is shown"
        " — write that, or rename the file"
    ]


def test_draft_with_the_same_slug_takes_no_replies(posts: Site) -> None:
    """What people answered stays with the post that they answered."""
    posts.post("a", "x")
    posts.post("0", "x", Slug="a", Status="draft")
    _write(posts, "a", "https://site.example/a/", reply("a", state="approved", why="reviewed"))

    build = posts.build()

    assert "<p>a</p>" in build.bytes("a/index.html").decode()
    assert build.status == 0


def test_audit_leaves_anothers_links_alone() -> None:
    """A dead link in a reply stops no publishing; what runs is told, whoever wrote it."""
    page = b"""<a rel="nofollow ugc" href="http://127.0.0.1/">x</a>
<a rel="ugc" href="javascript:alert(1)">x</a> <a href="http://127.0.0.1/">x</a>"""

    found = [reference.url for reference in references(parse_html(page))]

    assert found == ["javascript:alert(1)", "http://127.0.0.1/"]
