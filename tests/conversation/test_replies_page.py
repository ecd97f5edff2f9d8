"""What people said, on the pages of the blog's own theme, as machines read them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import brotli
import html5lib
import mf2py
import pytest

from proofread.audit.count import counted
from proofread.audit.document import parse_html
from tests.conversation.replied_blog import HOST, SITE, TOOT, build_blog, write_blog
from tests.conversation.replying import address
from tests.conversation.test_replies_words import TAGS
from tests.pelican_site import build, files
from tests.small_site import Site

LINK = {"nofollow", "ugc", "noopener"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built blog, whose audit has found nothing."""
    return build_blog(tmp_path_factory.mktemp("replied"))


def text(output: Path, name: str) -> str:
    return (output / f"rants/{name}/index.html").read_text(encoding="utf-8")


def section(output: Path, name: str) -> Any:
    """The conversation of a post, as a browser builds it."""
    root = html5lib.parse(text(output, name), namespaceHTMLElements=False)
    return next(each for each in root.iter("section") if each.get("id") == "conversation")


def comments(output: Path, name: str) -> list[dict[str, Any]]:
    """The replies that a reader of microformats finds in the post's entry."""
    url = f"{SITE}/rants/{name}/"
    items = mf2py.parse(doc=text(output, name), url=url)["items"]
    (entry,) = [item for item in items if "h-entry" in item["type"]]
    found: list[dict[str, Any]] = entry["properties"].get("comment", [])
    return found


def told(comment: dict[str, Any]) -> dict[str, Any]:
    """Who said what, where and when, and who answered."""
    properties = comment["properties"]
    (author,) = properties["author"]
    return {
        "type": comment["type"],
        "name": author["properties"]["name"],
        "author": author["properties"].get("url", []),
        "url": properties.get("url", []),
        "published": properties["published"],
        "on": properties.get("publication", []),
        "content": [content["value"].strip()[:30] for content in properties["content"]],
        "summary": properties.get("summary", []),
        "comment": list(map(told, properties.get("comment", []))),
    }


def test_machines_read_who_said_what_and_where(output: Path) -> None:
    """mf2py finds the thread: h-cites within each other, each with its author, url, day, words."""
    cite = {"type": ["h-cite"], "summary": [], "comment": []}
    sara = cite | {
        "name": ["سارة"],
        "author": ["https://sara.example/"],
        "url": ["https://sara.example/2026/answer"],
        "published": ["2026-11-04T04:30:00+0000"],
        "on": ["sara.example"],
        "content": ["كتبت لها أمس."],
        "summary": ["a sad story, 3 likes"],
    }
    ada = cite | {
        "name": ["Ada"],
        "author": [f"{HOST}/@ada"],
        "url": [address("ada")],
        "published": ["2026-11-02T08:00:00+0000"],
        "on": ["social.example"],
        "content": ["And what did Jo say?"],
        "comment": [sara],
    }
    mira = cite | {
        "name": ["MIRA"],
        "author": [f"{HOST}/@mira"],
        "url": [address("mira")],
        "published": ["2026-11-01T08:00:00+0000"],
        "on": ["social.example"],
        "content": ["I wrote to Jo. 12 likes!"],
        "comment": [ada],
    }
    jo = cite | {
        "name": ["bsky.app"],
        "author": ["https://bsky.app/profile/jo.example"],
        "url": ["https://bsky.app/profile/did:plc:x/post/3l"],
        "published": ["2026-11-05T08:00:00+0000"],
        "on": ["Bluesky"],
        "content": ["word word word word word word w"[:30]],
    }
    olu = cite | {
        "name": ["Olu"],
        "author": [],
        "url": [],
        "published": ["2026-11-25"],
        "content": ["I called."],
        "on": [],
    }

    found = list(map(told, comments(output, "kind")))

    for each in found:
        each["on"] = each["on"][:1]
    assert found == [mira, jo, olu]


def test_people_read_who_and_when(output: Path) -> None:
    """Name, place and day in words; the writer's own is marked; the rest is elsewhere."""
    heads = [
        " ".join("".join(element.itertext()).split())
        for item in section(output, "kind").iter("li")
        if "h-cite" in item.get("class", "")
        for element in item.findall("p")
    ]

    assert heads == [
        "M MIRA on social.example, 1 November 2026",
        "A Ada who wrote this post on social.example, 2 November 2026",
        "س سارة on sara.example, 4 November 2026",
        "B bsky.app on Bluesky, 5 November 2026",
        "The rest is at Bluesky.",
        "O Olu by email, 25 November 2026",
    ]
    said = " ".join("".join(section(output, "kind").itertext()).split())
    assert "There is more on social.example." in said
    assert not re.search("hidden|waiting|blocked", said)


def test_language_and_direction_are_the_words_own(output: Path) -> None:
    """Words, and the warning before them, have their language; names stand for themselves."""
    item = next(each for each in section(output, "kind").iter("details"))
    summary, content = item.find("summary"), item.find("div")

    assert (summary.get("lang"), summary.get("dir")) == ("ar", "auto")
    assert (content.get("lang"), content.get("dir")) == ("ar", "auto")
    assert item.get("open") is None
    names = [e for e in section(output, "kind").iter() if "h-card" in e.get("class", "")]
    assert [name.tag == "bdi" or name[0].tag == "bdi" for name in names] == [True] * 5


@pytest.mark.parametrize("name", ["kind", "hostile", "hostile-too", "names", "long"])
def test_nothing_but_words_and_links(output: Path, name: str) -> None:
    """In what others wrote stand known elements; every link of theirs is one that helps nobody."""
    lists = [e for e in section(output, name).iter("ol") if e.get("class") == "said"]

    for element in lists[0].iter():
        own = {"bdi", "time", "details", "summary", "div", "span"}
        assert element.tag in TAGS | own
        assert not [key for key in element.attrib if key.startswith("on") or key == "style"]
        if element.tag == "a":
            assert set(element.get("rel").split()) == LINK
            assert element.get("referrerpolicy") == "no-referrer"
            assert element.get("href").startswith(("https://", "http://"))
    assert list(lists[0].iter("img")) == []


@pytest.mark.parametrize("name", ["kind", "hostile", "hostile-too", "names", "long"])
def test_nobody_breaks_out(output: Path, name: str) -> None:
    """The page parses without a fault of its replies, and ends as every other does."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(text(output, name))
    quiet = html5lib.HTMLParser(namespaceHTMLElements=False)
    quiet.parse(text(output, "quiet"))

    assert [error[1] for error in parser.errors] == [error[1] for error in quiet.errors]
    assert [element.tag for element in root.find("body")][:3] == ["a", "header", "main"]
    assert len(root.findall(".//main")) == 1


def test_names_are_harmless(output: Path) -> None:
    """Whatever somebody calls themselves stands there as text, in one line, of some length."""
    found = [told(comment)["name"][0] for comment in comments(output, "names")]

    assert found == [
        "<img src=x onerror=alert(1)>", "gro.live",
        ("Z\u0335\u0300" * 20)[:59] + "…", "12 followers",
        "social.example", '"><script>alert(1)</script>', "x" * 59 + "…", "שלום", "🦋",
        "{{ 7 * 7 }}",
    ]  # fmt: skip


def test_long_thread_ends(output: Path) -> None:
    """A hundred are shown, at most four deep, and where the others are; no number is told."""
    found = [e for e in section(output, "long").iter("li") if "h-cite" in e.get("class", "")]
    lists = "//" + "//".join(["ol"] * 4)

    assert len(found) == 100
    assert section(output, "long").findall(f".{lists}") != []
    assert section(output, "long").findall(f".{lists}//ol") == []
    assert "There is more on" in "".join(section(output, "long").itertext())
    said = [each for each in section(output, "long").iter("p") if each.get("class") == "hint"]
    assert not [each for each in said if re.search(r"\d", "".join(each.itertext()))]


def test_quiet_post_invites(output: Path) -> None:
    """Without replies there is an invitation, no list, no sheet for one, and no nought."""
    quiet = section(output, "quiet")

    words = " ".join("".join(quiet.itertext()).split())
    assert (
        "What people said Nobody has answered here yet. Be the first, or ask one person." in words
    )
    assert list(quiet.iter("ol")) == []
    assert ".said" not in text(output, "quiet")


def test_quiet_post_weighs_little_more(output: Path) -> None:
    """The invitation costs at most 60 bytes of a compressed page."""
    page = text(output, "quiet")
    before = re.sub(r'<h3 id="said">.*?</h3>\s*<p>.*?</p>\s*', "", page, count=1)
    assert before != page

    sizes = [len(brotli.compress(each.encode())) for each in (page, before)]

    assert sizes[0] - sizes[1] <= 60


def test_no_conversation_no_voices(output: Path) -> None:
    """A post whose conversation is off shows nobody."""
    assert "What people said" not in text(output, "off")


def test_page_says_where_mentions_go(output: Path) -> None:
    """Every page names the endpoint of the setting, once, in its head."""
    for path in ("index.html", "rants/kind/index.html"):
        page = (output / path).read_text(encoding="utf-8")
        rels = mf2py.parse(doc=page, url=SITE)["rels"]
        assert rels["webmention"] == ["https://webmention.io/rants.example/webmention"]


def test_feed_has_no_voices(output: Path) -> None:
    """An entry does not change because somebody answered."""
    for path in output.rglob("*"):
        if path.suffix in (".xml", ".json"):
            assert "p-comment" not in path.read_text(encoding="utf-8")


def test_numbers_of_others_are_theirs(output: Path) -> None:
    """The audit takes what people said for theirs; it excuses nothing that the theme counts."""
    page = text(output, "kind")
    found = counted(parse_html(page.encode()))
    theme = counted(parse_html(page.replace("What people said", "12 likes").encode()))
    beside = counted(parse_html(page.replace("who wrote this post", "3 likes").encode()))

    assert (found.theme, found.writer) == ((), frozenset())
    assert [count.phrase for count in theme.theme] == ["12 likes"]
    assert [count.phrase for count in beside.theme] == ["3 likes"]


def test_build_is_the_same_anywhere(output: Path, tmp_path: Path) -> None:
    """Another folder, zone, language and hash seed make the same bytes, without the network."""
    settings = write_blog(tmp_path)
    build(
        settings,
        tmp_path / "output",
        PYTHONHASHSEED="7",
        TZ="Asia/Tokyo",
        LANG="C",
        http_proxy="http://127.0.0.1:9",
        https_proxy="http://127.0.0.1:9",
    )

    assert files(tmp_path / "output") == files(output)


# Without the theme: what stops a build


@pytest.fixture
def posts(site: Site) -> Site:
    site.configure(PLUGINS=["conversation"], ARTICLE_PATHS=[""], ARTICLE_LANG_URL="{slug}/{lang}/",
                   ARTICLE_LANG_SAVE_AS="{slug}/{lang}/index.html")  # fmt: skip
    site.write(
        "theme/templates/article.html",
        '{{ (article.replies.said if article.replies else "none")|map(attribute="name")|list'
        "|tojson }}",
    )
    site.post("a")
    return site


def record(*names: str, **changed: object) -> str:
    """A record of which nothing is to be said but for `changed`."""
    reply = {
        "author": {"name": ""}, "html": "x", "published": "2026-01-01T00:00:00Z",
        "state": "approved", "via": "mastodon",
    }  # fmt: skip
    replies = [{**reply, "key": f"https://x.example/{n}", "author": {"name": n}} for n in names]
    return json.dumps({"schema": 1, "post": "", "replies": replies, **changed}, indent=1)


def test_each_language_has_its_own(posts: Site) -> None:
    """A translation's replies lie in a file that ends in its language; letters beside."""
    posts.post("b", Slug="a", Lang="de", Title="B")
    posts.write("content/conversation/a.json", record("Mira"))
    posts.write("content/conversation/a.de.json", record("Jo"))
    posts.write("content/conversation/a/2026-01-02-olu.md", "Name: Olu\nConsent: yes\n\nWords.")
    posts.write("content/conversation/_sent.json", '{"schema": 1}')

    build = posts.build()

    assert (build.status, build.messages) == (0, ())
    assert (build.data("a/index.html"), build.data("a/de/index.html")) == (["Mira", "Olu"], ["Jo"])


def test_faults_stop_the_build(posts: Site) -> None:
    """Without proofreading, too, all that is wrong is told, and nothing is written."""
    posts.write("content/conversation/a.json", record("Mira", likes=12))
    posts.write("content/conversation/b.json", "{")
    posts.write("content/conversation/_sent.json", '{"schema": 7}')
    posts.write("content/conversation/a/2026-01-02-olu.md", "Name: Olu\n\nWords.")

    build = posts.build()

    assert (build.status, build.files) == (1, [])
    lines = [line.removeprefix("conversation.settings.") for line in build.messages]
    assert [line for line in lines if "content/" in line][-4:] == [
        "ConversationError: "
        "content/conversation/a.json:16: 'likes' has no place here — take it out",
        "content/conversation/b.json:1: is broken here — mend it, or take back the last change",
        "content/conversation/a/2026-01-02-olu.md:1: has no consent — "
        "ask Olu, then write 'Consent: yes' and when",
        "content/conversation/_sent.json:1: is of schema 7, not 1 — take back the last change",
    ]


def test_post_that_others_know_of_leaves_a_tombstone(posts: Site) -> None:
    """Where a post stood that was told to others, and is gone, the build puts a page; else none."""
    mention = {"hash": "x", "result": "sent", "status": 202, "told": True, "tries": 0, "when": ""}
    known = {
        f"{name}/": {"path": f"{name}/index.html", "targets": {"https://x.example/": mention}}
        for name in ("a", "gone")
    }
    posts.write("content/conversation/_sent.json", json.dumps({"schema": 1, "posts": known}))
    posts.configure(PLUGINS=["conversation", "addresses"])

    build = posts.build()

    assert (build.status, build.messages) == (0, ())
    assert b'content="410 Gone"' in build.bytes("gone/index.html")
    assert build.data("a/index.html") == []


def test_replies_of_no_post_are_told(posts: Site) -> None:
    """A record or a letter that no post takes is named; the build goes on."""
    posts.write("content/conversation/gone.json", record("Mira"))
    posts.write("content/conversation/typo/2026-01-02-olu.md", "Name: O\nConsent: yes\n\nWords.")

    build = posts.build()

    tail = "no post has this slug, so nobody sees it — rename or remove it"
    assert build.status == 0
    assert build.messages == (
        f"content/conversation/gone: {tail}",
        f"content/conversation/typo: {tail}",
    )


def test_settings_are_checked(posts: Site) -> None:
    """Who is nobody, and an endpoint that is no address, are told before anything is read."""
    posts.configure(
        CONVERSATION_ALLOW=[
            "social.example",
            "@mira@social.example",
            "https://x.example/@a",
            "x.example, y",
        ],
        CONVERSATION_BLOCK="evil.example",
        CONVERSATION_ME=[7],
        CONVERSATION_WEBMENTION="webmention.io",
    )

    build = posts.build()

    assert build.status == 1
    lines = "\n".join(build.messages)
    for message in (
        "setting CONVERSATION_ALLOW: 'x.example, y' names nobody — "
        "write an address, as https://HOST/@name, or a host",
        "setting CONVERSATION_BLOCK is 'evil.example' — write a list of names in quotes",
        "setting CONVERSATION_ME: 7 names nobody — write an address of yours, as https://HOST/@you",
        "setting CONVERSATION_WEBMENTION 'webmention.io' is no address — "
        "write it as https://webmention.io/YOU/webmention",
    ):
        assert message in lines


def test_toot_is_the_source(output: Path) -> None:
    """Where there is more is the post's own copy."""
    links = [e.get("href") for e in section(output, "kind").iter("a")]

    assert links.count(TOOT) == 2  # the door, and where there is more
