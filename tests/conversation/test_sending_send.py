"""What is told to whom, and when again: against a server that receives as the public cases do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conversation.sending.send import SendError
from conversation.sending.source import read_sources
from conversation.sending.state import LATER, NONE, REFUSED, SENT, Mention, State, read_state
from tests.conversation.rocks import CASES, Blog, Rocks, blogging

WHEN = "2026-11-25T12:00:00Z"


@pytest.fixture
def parts() -> Iterator[tuple[Blog, Rocks]]:
    """A blog and a server that receives."""
    with blogging() as both:
        yield both


@pytest.fixture
def blog(parts: tuple[Blog, Rocks]) -> Blog:
    """The blog."""
    return parts[0]


@pytest.fixture
def rocks(parts: tuple[Blog, Rocks]) -> Rocks:
    """The server."""
    return parts[1]


def post(blog: Blog, *links: str, words: str = "Words.", slug: str = "a") -> None:
    """Write a post, or write it anew, and publish the blog."""
    blog.posts[slug] = (words, links)
    blog.publish()


def results(blog: Blog) -> list[str]:
    """What the lines tell after the target."""
    return [line.partition(" → ")[2].partition(": ")[2] for line in blog.lines]


def test_all_public_cases_are_passed(blog: Blog, rocks: Rocks) -> None:
    """Each receives one webmention at its endpoint, and none comes to a wrong one."""
    targets = [rocks.url(path) for path in CASES]
    post(blog, *targets)

    assert blog.send()

    assert rocks.failures == []
    assert [target for _, _, target in rocks.received] == targets
    assert {source for _, source, _ in rocks.received} == {blog.url("a")}
    assert blog.lines == [f"{blog.url('a')} → {target}: sent" for target in targets]
    assert rocks.agents == {"tests (Webmention)"}


def test_page_is_read_once(blog: Blog, rocks: Rocks) -> None:
    """Its keys are good for one time: no second look, and none at its headers first."""
    post(blog, rocks.url("/test/23/page"))

    blog.send()

    assert [path.split("/k")[0] for path in rocks.gets] == ["/test/23/page", "/test/23/page"]


def test_update_1(blog: Blog, rocks: Rocks) -> None:
    """A link that is added is told to its page, and to the page that was linked to before."""
    first, second = rocks.url("/update/1"), rocks.url("/update/1/part/2")
    post(blog, first)
    blog.send()
    before = [target for _, _, target in rocks.received]

    post(blog, first, second)
    blog.send()

    assert before == [first]
    assert [target for _, _, target in rocks.received] == [first, first, second]
    assert len({endpoint for endpoint, _, _ in rocks.received}) == 3
    assert (rocks.failures, len(rocks.known)) == ([], 2)


def test_update_2(blog: Blog, rocks: Rocks) -> None:
    """A link that is removed is told to both, once."""
    first, second = rocks.url("/update/2"), rocks.url("/update/2/part/2")
    post(blog, first, second)
    blog.send()

    post(blog, first)
    blog.send()
    blog.send()

    assert [target for _, _, target in rocks.received] == [first, second, first, second]
    assert (rocks.failures, list(rocks.known)) == ([], [(blog.url("a"), first)])
    assert list(blog.mentions()) == [first]


def test_delete_1(blog: Blog, rocks: Rocks) -> None:
    """A post that is taken away has a page that says so, and then it is told, once."""
    target = rocks.url("/delete/1")
    post(blog, target)
    blog.send()

    del blog.posts["a"]
    blog.publish()
    blog.send()
    told = list(blog.lines)
    blog.publish()
    blog.send()

    assert told == [f"{blog.url('a')} → {target}: sent"]
    assert blog.lines == []
    assert (rocks.failures, rocks.known) == ([], {})
    assert len(rocks.received) == 2
    assert b"410 Gone" in (blog.output / "rants/a/index.html").read_bytes()


def test_post_that_comes_back_is_told_again(blog: Blog, rocks: Rocks) -> None:
    """The very same words, too: whoever was told that it is gone has forgotten it."""
    post(blog, rocks.url("/page/p"))
    blog.send()
    del blog.posts["a"]
    blog.publish()
    blog.send()

    post(blog, rocks.url("/page/p"))
    blog.send()

    assert list(rocks.known) == [(blog.url("a"), rocks.url("/page/p"))]
    assert not read_state(blog.state).posts["rants/a/"].gone


def test_post_that_moved_leaves_no_tombstone(blog: Blog, rocks: Rocks) -> None:
    """Where an alias leads on, the old address is told as well as the new."""
    target = rocks.url("/page/p")
    post(blog, target)
    blog.send()

    blog.posts["b"] = blog.posts.pop("a")
    blog.aliases["rants/a/index.html"] = "rants/b/"
    blog.publish()
    blog.send()

    assert blog.lines == [
        f"{blog.url('b')} → {target}: sent",
        f"{blog.url('a')} → {target}: sent",
    ]
    assert list(rocks.known) == [(blog.url("b"), target)]


def test_post_that_its_host_leads_on_is_gone(blog: Blog, rocks: Rocks) -> None:
    """Whoever is told comes to the new address: that another post is there is no mistake."""
    target = rocks.url("/page/p")
    post(blog, target)
    blog.send()
    blog.posts["b"] = blog.posts.pop("a")
    blog.aliases["rants/a/index.html"] = "rants/b/"
    blog.publish()
    (blog.folder / "live" / "moved.txt").write_text("/rants/a/ /rants/b/")

    assert blog.send()

    assert results(blog) == ["sent", "sent"]


def test_hidden_post_is_not_gone(blog: Blog, rocks: Rocks) -> None:
    """Its page still says what it said, though no list has it; what it says anew is told."""
    target = rocks.url("/page/p")
    post(blog, target)
    blog.send()
    for words in ("Words.", "Other words."):
        post(blog, target, words=words)
        for folder in ("site", "live"):
            record = blog.folder / folder / "release.json"
            record.write_text(json.dumps({**json.loads(record.read_text()), "articles": []}))
        blog.send()

    assert blog.lines == [f"{blog.url('a')} → {target}: sent"]
    assert len(rocks.received) == 2


def test_nothing_is_sent_twice(blog: Blog, rocks: Rocks) -> None:
    """Without a change nothing is asked, whatever came of it the first time."""
    post(blog, rocks.url("/page/p"), rocks.url("/nowhere"), "http://192.0.2.1/", slug="a")
    post(blog, rocks.url("/page/q#part"), slug="b")
    blog.send()
    gets, state = list(rocks.gets), blog.state

    assert blog.send()

    assert (blog.lines, rocks.gets, blog.state) == ([], gets, state)
    assert len(rocks.received) == 2
    assert rocks.url("/page/q#part") in [target for _, _, target in rocks.received]


def test_change_of_words_is_told(blog: Blog, rocks: Rocks) -> None:
    """To every page that the post links to."""
    post(blog, rocks.url("/page/p"))
    blog.send()

    post(blog, rocks.url("/page/p"), words="Other words.")
    blog.send()

    assert list(rocks.known.values()) == ["aOther words. x"]


def test_what_is_told_of_each(blog: Blog, rocks: Rocks) -> None:
    """A line a target: sent, no endpoint, refused and why, or later and why; then it is kept."""
    rocks.trouble |= {"get away": [404], "post no": [400], "get busy": [503], "post ill": [500]}
    rocks.trouble |= {"post there": [201]}
    paths = ("/page/away", "/page/no", "/page/ill", "/page/there", "/update/x", "/page/busy")
    post(blog, *map(rocks.url, paths), "http://10.0.0.1/", "https://no-such-host.invalid/")

    done = blog.send()

    assert not done
    told = dict(zip((*paths, "http", "host"), results(blog), strict=True))
    assert told | {"http": "", "host": ""} == {
        "/page/away": "refused: the page answers 404",
        "/page/no": "refused: its endpoint answers 400",
        "/page/ill": "later: its endpoint answers 500",
        "/page/there": f"sent; see {rocks.url('/page/there/status/1')}",
        "/update/x": "sent",
        "/page/busy": "later: the page answers 503",
        "http": "",
        "host": "",
    }
    assert told["http"].startswith("refused: http://10.0.0.1/: ")
    assert told["http"].endswith(" — only https is asked: link to https://, if the page has that")
    assert told["host"].startswith("later: https://no-such-host.invalid/: ")
    found = blog.mentions()
    hash_ = found[rocks.url("/page/no")].hash
    assert [replace(found[rocks.url(path)], hash="") for path in paths] == [
        Mention("", REFUSED, 404, when=WHEN),
        Mention("", REFUSED, 400, told=True, when=WHEN),
        Mention("", LATER, 500, told=True, tries=1, when=WHEN),
        Mention("", SENT, 201, told=True, when=WHEN),
        Mention("", SENT, 202, told=True, when=WHEN),
        Mention("", LATER, 503, tries=1, when=WHEN),
    ]
    assert {each.hash for each in found.values()} == {hash_}


def test_page_without_an_endpoint_is_told_of_once(blog: Blog, rocks: Rocks) -> None:
    """It is asked again when the post changes; that the link is gone is none of its business."""
    plain = rocks.url("/plain")
    post(blog, plain)
    rocks.plain.add("/plain")
    blog.send()
    told, kept = results(blog), blog.mentions()[plain]
    post(blog)
    blog.send()

    assert told == ["no endpoint"]
    assert replace(kept, hash="") == Mention("", NONE, 200, when=WHEN)
    assert (blog.lines, rocks.gets, blog.mentions()) == ([], ["/plain"], {})


def test_private_endpoint_is_never_asked(blog: Blog, rocks: Rocks) -> None:
    """What a stranger's page names may lie within: it is refused, and nobody was told."""
    with blogging() as (_, other):
        rocks.plain.add("/plain")
        rocks.links["/plain"] = f"<{other.url('/test/1/webmention')}>; rel=webmention"
        post(blog, rocks.url("/plain"))
        blog.send()

        assert results(blog)[0].startswith(f"refused: {other.url('/test/1/webmention')}: ")
        assert (other.failures, other.received) == ([], [])
    assert not blog.mentions()[rocks.url("/plain")].told


def test_failure_for_a_time_is_tried_five_times(blog: Blog, rocks: Rocks) -> None:
    """Once a run, then not before the post changes; and then five times again."""
    rocks.trouble["post p"] = [500] * 6
    post(blog, rocks.url("/page/p"))

    told = [(blog.send(), *results(blog)) for _ in range(6)]
    post(blog, rocks.url("/page/p"), words="Other words.")

    later = "later: its endpoint answers 500"
    last = "given up after 5 tries, until it changes: its endpoint answers 500"
    assert told == [(False, later)] * 4 + [(True, last), (True,)]
    assert [(blog.send(), *results(blog)) for _ in range(2)] == [(False, later), (True, "sent")]


def test_farewell_that_fails_is_tried_again(blog: Blog, rocks: Rocks) -> None:
    """The target of a removed link is kept until it was told, or will not be."""
    target = rocks.url("/page/p")
    post(blog, target)
    blog.send()
    rocks.trouble["post p"] = [500, 429]
    post(blog)

    told = [(blog.send(), *results(blog)) for _ in range(4)]

    assert [done for done, *_ in told] == [False, False, True, True]
    assert (rocks.known, read_state(blog.state).posts) == ({}, {})


def test_host_that_is_tired_is_left_alone(blog: Blog, rocks: Rocks) -> None:
    """After 429 or 503 nothing more is asked of it in this run, which is no try."""
    rocks.trouble["get p"] = [429]
    post(blog, rocks.url("/page/p"), rocks.url("/page/q"))

    assert not blog.send()
    told, gets = results(blog), list(rocks.gets)
    assert blog.send()

    rest = f"later: {rocks.place} is not asked again before the next run"
    assert (told, gets) == (["later: the page answers 429", rest], ["/page/p"])
    assert results(blog) == ["sent", "sent"]


def test_host_that_does_not_answer_is_left_alone(blog: Blog, rocks: Rocks) -> None:
    """A host that is away would take its time for every page."""
    blog.allow |= {"127.0.0.1:1"}
    post(blog, "http://127.0.0.1:1/a", rocks.url("/page/p"), "http://127.0.0.1:1/b")

    assert not blog.send()

    assert results(blog) == [
        "later: http://127.0.0.1:1/a: the connection was refused",
        "sent",
        "later: 127.0.0.1:1 is not asked again before the next run",
    ]
    assert blog.mentions()["http://127.0.0.1:1/a"].tries == 1
    assert "http://127.0.0.1:1/b" not in blog.mentions()


def test_page_that_took_it_without_an_answer_is_told_when_it_goes(blog: Blog, rocks: Rocks) -> None:
    """A line that broke after the post may have broken after the other side knew."""
    rocks.trouble["post p"] = [0]
    post(blog, rocks.url("/page/p"))
    done, known = blog.send(), len(rocks.known)
    post(blog)

    assert blog.send()

    assert (done, known, rocks.known) == (False, 1, {})


def test_host_that_is_left_alone_is_no_try(blog: Blog, rocks: Rocks) -> None:
    """However often another page of it was in the way."""
    rocks.trouble |= {"post q": [500], "get p": [503]}
    post(blog, rocks.url("/page/q"), rocks.url("/page/p"))
    blog.send()
    blog.posts["b"] = ("Words.", (rocks.url("/page/r"),))
    rocks.trouble["get q"] = [503]
    post(blog, rocks.url("/page/q"), rocks.url("/page/p"))

    blog.send()

    found = blog.mentions()
    tries = [found[rocks.url(f"/page/{name}")].tries for name in "qp"]
    assert tries == [2, 1]
    assert blog.send()


def test_large_page_may_name_its_endpoint_in_a_header(blog: Blog, rocks: Rocks) -> None:
    """What is too much to be read, as a film may be, is asked for its headers alone."""
    rocks.plain.add("/test/1")
    rocks.links["/test/1"] = "</test/1/webmention>; rel=webmention"
    rocks.length = 400_000
    post(blog, rocks.url("/test/1"))

    assert blog.send()

    assert (results(blog), rocks.failures) == (["sent"], [])


def test_source_is_written_as_an_address(blog: Blog, rocks: Rocks) -> None:
    """Letters beyond ASCII are encoded; a post that is still live at such a one is not gone."""
    post(blog, rocks.url("/page/p"), slug="é")
    blog.send()
    del blog.posts["é"]
    blog.build()

    assert not blog.send()

    assert [source for _, source, _ in rocks.received] == [blog.url("%C3%A9")]


def test_host_may_say_itself_that_a_post_is_gone(blog: Blog, rocks: Rocks) -> None:
    """One that sends 410 needs no page for it."""
    post(blog, rocks.url("/page/p"))
    blog.send()
    del blog.posts["a"]
    blog.publish()
    (blog.folder / "live" / "gone.txt").touch()

    assert blog.send()

    assert (rocks.known, rocks.failures) == ({}, [])


def test_host_is_asked_with_a_pause(blog: Blog, rocks: Rocks) -> None:
    """Before every request to it but the first, whatever it was asked for."""
    post(blog, rocks.url("/page/p"), rocks.url("/page/q"))

    blog.send()

    assert len(blog.pauses) == 3
    assert all(0.5 < pause <= 1 for pause in blog.pauses)


def test_dry_run_asks_nobody(blog: Blog, rocks: Rocks) -> None:
    """It tells what would be told, and keeps nothing."""
    post(blog, rocks.url("/page/p"), rocks.url("/page/q"))
    blog.hubs = (rocks.url("/hub"),)
    blog.build()

    assert blog.send(dry_run=True)

    url = blog.url("a")
    assert blog.lines == [
        f"{url} → {rocks.url('/page/p')}: to be told",
        f"{url} → {rocks.url('/page/q')}: to be told",
        f"{blog.home}/feed.json → {rocks.url('/hub')}: to be told",
    ]
    assert (rocks.gets, rocks.received, rocks.failures, blog.kept) == ([], [], [], [])


@pytest.mark.parametrize("change", ["new", "changed", "reworded", "gone"])
def test_what_is_not_live_is_told_nobody(blog: Blog, rocks: Rocks, change: str) -> None:
    """Whoever is told comes and looks at once: without a release there would be nothing to see."""
    if change != "new":
        post(blog, rocks.url("/page/p"))
        blog.send()
    received = len(rocks.received)
    link = rocks.url("/page/p" if change == "reworded" else "/page/q")
    blog.posts = {} if change == "gone" else {"a": ("Other words.", (link,))}
    blog.build()

    assert not blog.send()
    fault = (
        "does not say yet that it is gone" if change == "gone" else "is not live as it was built"
    )
    told = list(blog.lines)
    still = len(rocks.received)
    blog.publish()
    assert blog.send()

    assert told == [f"{blog.url('a')} {fault} — publish the site first: make publish"]
    assert (still, rocks.failures) == (received, [])
    assert len(rocks.known) == (0 if change == "gone" else 1)


def test_site_that_does_not_answer_ends_the_run(blog: Blog, rocks: Rocks) -> None:
    """It is told once, and nothing is asked of others."""
    post(blog, rocks.url("/page/p"), slug="a")
    post(blog, rocks.url("/page/p"), slug="b")
    blog.place = "127.0.0.1:1"
    blog.allow |= {blog.place}
    blog.build()

    assert not blog.send()

    assert len(blog.lines) == 1
    assert blog.lines[0].startswith(f"{blog.home}: ")
    assert blog.lines[0].endswith(" — nothing more was sent")
    assert rocks.gets == []


def test_run_that_is_cut_short_has_forgotten_nothing(blog: Blog, rocks: Rocks) -> None:
    """Wherever it ends: what may have been told is known, so that it is told when it goes."""
    targets = [rocks.url(f"/page/{name}") for name in "pqr"]
    post(blog, *targets)
    cuts = 0
    for most in range(8):
        try:
            blog.send(most=most)
        except KeyboardInterrupt:
            cuts += 1
        assert {target for _, target in rocks.known} <= blog.mentions().keys()

    assert cuts >= 3
    assert list(rocks.known) == [(blog.url("a"), target) for target in targets]
    assert rocks.failures == []


def test_hub_is_told_of_a_feed_that_changed(blog: Blog, rocks: Rocks) -> None:
    """Once a change; it says farewell to nobody."""
    blog.hubs = (rocks.url("/hub"), rocks.url("/hub?old"))
    blog.publish()
    blog.send()
    rocks.pings.clear()
    blog.hubs = blog.hubs[:1]
    blog.publish()
    first = (blog.send(), *blog.lines)
    known = [list(feed.targets) for feed in read_state(blog.state).feeds.values()]
    again = (blog.send(), *blog.lines)
    post(blog)
    changed = (blog.send(), *blog.lines)
    blog.hubs = ()
    blog.publish()
    without = (blog.send(), *blog.lines)

    line = f"{blog.home}/feed.json → {rocks.url('/hub')}: sent"
    assert [first, again, changed, without] == [(True, line), (True,), (True, line), (True,)]
    assert known == [[rocks.url("/hub")]]
    assert rocks.pings == [f"{blog.home}/feed.json"] * 2
    assert read_state(blog.state).feeds == {}


def test_hub_is_not_told_of_what_is_not_live(blog: Blog, rocks: Rocks) -> None:
    """It would fetch the feed as it was, and tell nobody."""
    blog.publish()
    blog.hubs = (rocks.url("/hub"),)
    blog.build()

    assert not blog.send()

    fault = "is not live as it was built — publish the site first: make publish"
    assert blog.lines == [f"{blog.home}/feed.json {fault}"]
    assert rocks.pings == []


def test_page_without_an_entry_is_told(blog: Blog, rocks: Rocks) -> None:
    """A theme that has lost its microformats takes no link back."""
    post(blog, rocks.url("/page/p"))
    blog.send()
    page = blog.output / "rants/a/index.html"
    page.write_text(page.read_text().replace("e-content", "content"))

    assert not blog.send()

    remedy = "put both classes into the theme's article.html"
    assert blog.lines == [f"{blog.url('a')} has no h-entry with an e-content — {remedy}"]
    assert len(rocks.received) == 1


def test_gone_post_without_a_tombstone_is_told(blog: Blog, rocks: Rocks) -> None:
    """A page that is just missing does not say that it is gone."""
    post(blog, rocks.url("/page/p"))
    blog.send()
    del blog.posts["a"]
    blog.publish()
    (blog.output / "rants/a/index.html").unlink()

    assert not blog.send()

    remedy = "build the site with the conversation plugin"
    assert blog.lines == [f"{blog.url('a')} is gone, and no page says so — {remedy}"]
    assert len(rocks.received) == 1


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (None, "has no release.json"),
        ("{", "has a release.json that is no JSON"),
        ("[]", "was built for None, not for 'HOME'"),
        ('{"siteurl": ""}', "was built for '', not for 'HOME'"),
        ('{"siteurl": "HOME"}', "does not say what is published"),
        ('{"siteurl": "HOME", "articles": [1]}', "does not say what is published"),
    ],
)
def test_folder_that_is_no_site_is_told(blog: Blog, record: str | None, fault: str) -> None:
    """Nothing is sent of what cannot be read, or was built to be looked at."""
    blog.publish()
    file = Path(blog.output, "release.json")
    file.unlink()
    if record is not None:
        file.write_text(record.replace("HOME", blog.home))

    with pytest.raises(SendError) as caught:
        blog.send()

    words = f"{blog.output}: {fault.replace('HOME', blog.home)}"
    assert str(caught.value) == f"{words} — publish the site first: make publish"


def test_what_a_server_says_is_no_command(blog: Blog, rocks: Rocks) -> None:
    """Nothing in a line is a sign that a terminal obeys, or that turns it round."""
    rocks.location = "status/\u202e\x9b1".encode().decode("latin-1")
    rocks.trouble["post p"] = [201]
    post(blog, rocks.url("/page/p"))

    blog.send()

    assert results(blog) == [f"sent; see {rocks.url('/page/p/status/��1')}"]


def test_site_that_was_built_for_no_address_is_told(blog: Blog) -> None:
    """Nobody could come and look at it, even where the settings name none either."""
    blog.publish()
    Path(blog.output, "release.json").write_text('{"siteurl": "", "articles": []}')

    with pytest.raises(SendError) as caught:
        read_sources(blog.output, "", State())

    fault = "was built for no address — name the settings of the live site"
    assert str(caught.value) == f"{blog.output}: {fault}"
