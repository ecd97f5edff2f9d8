"""The commands: what they tell, what they write, and their exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from conversation.sending.state import read_state
from tests.conversation import server as said
from tests.conversation.server import Server, serving
from tests.conversation.test_fetch import context, mention, mentions, status
from tests.pelican_site import DAY, files
from tests.small_site import PLUGINS, Site

# The command as it is, but for the addresses that it may reach: those of a server of the test's.
COMMAND = """
import sys
from conversation import __main__ as command
from conversation.fetching.fetch import Places
origin, place = sys.argv[1:3]
command.ALLOW, command.PLACES = frozenset({place}), Places("http", origin, origin)
sys.exit(command.main(sys.argv[3:]))
"""
THEME = """<!doctype html><html><body><article class="h-entry">
<h1 class="p-name">{{ article.title }}</h1><div class="e-content">{{ article.content|safe }}</div>
</article></body></html>"""

STRICT = """
from pelican import signals

class OddError(Exception):
    exitcode = 1

def stop(generator):
    raise OddError("a.md:1: is odd — mend it")

def register():
    signals.article_generator_finalized.connect(stop)
"""


@dataclass(frozen=True)
class Run:
    """What one run of a command left behind; the server is HOST in what it told."""

    status: int
    told: tuple[str, ...]
    errors: tuple[str, ...] = ()


class Blog:
    """A small blog, and the server that all its sources and targets are on."""

    def __init__(self, site: Site, server: Server) -> None:
        self.site, self.server = site, server
        site.configure(PLUGINS=["conversation", "addresses"], SITEURL=server.origin)
        site.write("theme/templates/article.html", THEME)

    def toot(self, key: str) -> str:
        """The address of a toot."""
        return f"https://{self.server.place}/@me/{key}"

    def run(self, *arguments: str, **environment: str) -> Run:
        """Run a command with the blog's settings."""
        if not (self.site.folder / "pelicanconf.py").exists():
            self.configured()
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, self.server.origin, self.server.place, *arguments],
            cwd=self.site.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(PLUGINS),
                "PYTHONDONTWRITEBYTECODE": "1",
                "SOURCE_DATE_EPOCH": DAY,
                **environment,
            },
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        told, errors = (
            tuple(text.replace(self.server.place, "HOST").splitlines())
            for text in (done.stdout, done.stderr)
        )
        return Run(done.returncode, told, errors)

    def configured(self) -> None:
        """Write the file of settings."""
        lines = [f"{name} = {value!r}\n" for name, value in self.site.settings.items()]
        self.site.write("pelicanconf.py", "".join(lines))

    def fetch(self, **environment: str) -> Run:
        """Fetch what people answered."""
        return self.run("fetch", "--settings", "pelicanconf.py", **environment)

    def send(self, *arguments: str, **environment: str) -> Run:
        """Tell the pages that the posts link to."""
        return self.run("send", "output", "--settings", "pelicanconf.py", *arguments, **environment)

    def publish(self) -> None:
        """Build the site, and let the server show it."""
        build = self.site.build(SOURCE_DATE_EPOCH=DAY)
        assert build.status == 0, build.messages
        for name in build.files:
            page = said.page(build.bytes(name).decode())
            self.server.routes[f"/{name.removesuffix('index.html')}"] = page


@pytest.fixture
def blog(site: Site) -> Iterator[Blog]:
    with serving() as server:
        yield Blog(site, server)


def test_fetch_writes_a_file_for_each_post_that_was_answered(blog: Blog) -> None:
    """The newest post comes first; what has no replies, a draft and a closed post have no file."""
    blog.site.post("2026-01-01-old", Slug="old", Toot=blog.toot("1"))
    blog.site.post("2026-01-02-new", Slug="new", Toot=blog.toot("2"))
    blog.site.post("2026-01-03-quiet", Slug="quiet", Toot=blog.toot("3"))
    blog.site.post("2026-01-04-draft", Slug="draft", Toot=blog.toot("4"), Status="draft")
    blog.site.post("2026-01-05-off", Slug="off", Toot=blog.toot("5"), Conversation="off")
    for number, replies in enumerate(([("2", "ada")], [("3", "mira"), ("4", "cy")], []), start=1):
        thread = context(*(status(*reply, in_reply_to_id=f"{number}") for reply in replies))
        blog.server.routes[f"/api/v1/statuses/{number}/context"] = thread

    run = blog.fetch()

    assert run == Run(
        0,
        (
            "content/posts/2026-01-02-new.md: Mastodon: waiting: Mira, Cy",
            "content/posts/2026-01-01-old.md: Mastodon: waiting: Ada",
            "What waits is yours to decide: make review",
        ),
    )
    written = files(blog.site.folder / "content/conversation")
    assert sorted(written) == ["new.json", "old.json"]
    assert b'"fetched": "2026-11-25T12:00:00Z"' in written["old.json"]
    assert [request.path for request in blog.server.requests] == [
        f"/api/v1/statuses/{number}/context" for number in (3, 2, 1)
    ]


def test_what_was_fetched_is_on_the_page(blog: Blog) -> None:
    """With the next build an approved reply is shown, and one that waits is not."""
    blog.site.configure(CONVERSATION_ALLOW=("https://s.example/@ada",))
    said_by = "{% for said in article.replies.said %}{{ said.name }}: {{ said.words }}{% endfor %}"
    blog.site.write("theme/templates/article.html", said_by)
    blog.site.post("a", Toot=blog.toot("1"))
    replies = (status("2", "ada", "<p>Called Jo.</p>"), status("3", "mira"))
    blog.server.routes["/api/v1/statuses/1/context"] = context(*replies)

    run = blog.fetch()
    build = blog.site.build()

    assert run.told[0] == "content/posts/a.md: Mastodon: new: Ada; waiting: Mira"
    assert build.status == 0, build.messages
    assert build.bytes("a/index.html") == b"Ada: <p>Called Jo.</p>"


@pytest.mark.parametrize(
    ("slug", "name"),
    [("_sent", "%5Fsent"), (".dot", "%2Edot"), ("a/b", "a%2Fb"), ("100%2F", "100%252F")],
)
def test_every_slug_has_a_file_of_its_own(blog: Blog, slug: str, name: str) -> None:
    """No slug takes the place of what was sent, or leads out of the folder; its page is shown."""
    said_by = "{% for said in article.replies.said %}{{ said.words }}{% endfor %}"
    blog.site.write("theme/templates/article.html", said_by)
    blog.site.configure(CONVERSATION_ALLOW=("s.example",), ARTICLE_SAVE_AS="page.html")
    blog.site.post("a", Slug=slug, Toot=blog.toot("1"))
    blog.server.routes["/api/v1/statuses/1/context"] = context(status("2", "ada", "<p>Jo.</p>"))

    run = blog.fetch()
    build = blog.site.build()

    assert run.told == ("content/posts/a.md: Mastodon: new: Ada",)
    assert [*files(blog.site.folder / "content/conversation")] == [f"{name}.json"]
    assert build.status == 0, build.messages
    assert build.bytes("page.html") == b"<p>Jo.</p>"


def test_fetch_takes_the_token_from_the_environment(blog: Blog) -> None:
    """Where webmention.io receives it is asked with the token, which is told and kept nowhere."""
    endpoint = "https://webmention.io/site.example/webmention"
    blog.site.configure(CONVERSATION_WEBMENTION=endpoint)
    blog.site.post("a")
    entry = mention("a", "ana") | {"wm-target": f"{blog.server.origin}/a/"}
    blog.server.routes["/api/mentions.jf2"] = mentions(entry)

    run = blog.fetch(WEBMENTION_IO_TOKEN="s3cret")  # noqa: S106

    (request,) = blog.server.requests
    assert request.headers["authorization"] == "Bearer s3cret"
    assert request.headers["user-agent"] == f"conversation (Webmention; +{blog.server.origin})"
    assert "s3cret" not in request.path
    assert run.told[0] == "content/posts/a.md: webmention.io: waiting: Ana"
    assert "s3cret" not in f"{run} {files(blog.site.folder)}"


def test_fetch_survives_servers(blog: Blog) -> None:
    """Where a server fails the files stay, the fault has its remedy, and the status is 0."""
    blog.site.post("a", Toot=blog.toot("1"))
    blog.server.routes["/api/v1/statuses/1/context"] = context(status("2", "ada"))
    blog.fetch()
    before = files(blog.site.folder)
    blog.server.routes["/api/v1/statuses/1/context"] = said.json({}, status=500)

    run = blog.fetch()

    assert run == Run(
        0,
        (
            "content/posts/a.md: Mastodon: 500 Internal Server Error: HOST is out of order"
            " — fetch again later",
            "What waits is yours to decide: make review",
        ),
    )
    assert files(blog.site.folder) == before


def test_files_that_are_wrong_are_told_and_nothing_is_asked(blog: Blog) -> None:
    """All that is to be mended in the files of replies is told at once; the status is 1."""
    blog.site.post("a", Toot=blog.toot("1"))
    blog.site.write("content/conversation/a.json", "{")
    blog.site.write("content/conversation/z.json", "[]")
    blog.configured()
    before = files(blog.site.folder)

    run = blog.fetch()

    assert run == Run(
        1,
        (),
        (
            "content/conversation/a.json:1: is broken here — mend it, or take back the last change",
            "content/conversation/z.json:1: is no record, which is { … }"
            " — take back the last change",
        ),
    )
    assert blog.server.requests == []
    assert files(blog.site.folder) == before


def test_posts_that_are_wrong_are_told_and_nothing_is_asked(blog: Blog) -> None:
    """All that is to be mended in the posts is told at once; the status is 1."""
    blog.site.post("a", Toot=blog.toot("1"))
    blog.site.post("b", Toot="soon")
    blog.site.post("c", Bluesky="later")
    blog.configured()
    before = files(blog.site.folder)

    run = blog.fetch()

    assert (run.status, run.told) == (1, ())
    # Pelican reads the posts in the order in which the disk gives them.
    assert (*sorted(run.errors[:-1]), run.errors[-1]) == (
        "content/posts/b.md:3: Toot 'soon' is no post of yours"
        " — write its own address, https://HOST/@you/115600000000000001",
        "content/posts/c.md:3: Bluesky 'later' is no post of yours"
        " — write its own address, https://bsky.app/profile/YOU/post/KEY",
        "mend the front matter of content/posts/b.md, content/posts/c.md",
    )
    assert blog.server.requests == []
    assert files(blog.site.folder) == before


@pytest.mark.parametrize("command", ["fetch", "send"])
def test_settings_that_are_wrong(blog: Blog, command: str) -> None:
    """A setting that is unknown or no list is told with its remedy, whatever is asked for."""
    blog.site.configure(CONVERSATION_ALOW=(), CONVERSATION_BLOCK="x.example")

    run = blog.fetch() if command == "fetch" else blog.send()

    assert run == Run(
        1,
        (),
        (
            "setting CONVERSATION_ALOW is unknown — write CONVERSATION_ALLOW, or take it out",
            "setting CONVERSATION_BLOCK is 'x.example' — write a list of names in quotes",
        ),
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SITEURL = (", "pelicanconf.py: SyntaxError: '(' was never closed"),
        ("import nowhere", "pelicanconf.py: ModuleNotFoundError: No module named 'nowhere'"),
        ("1 / 0", "pelicanconf.py: ZeroDivisionError: division by zero"),
    ],
)
def test_settings_that_cannot_be_read(blog: Blog, text: str, error: str) -> None:
    """A file of settings that is no Python is told in one line, without a traceback."""
    blog.site.write("pelicanconf.py", text)

    run = blog.fetch()

    assert (run.status, run.told, len(run.errors)) == (1, (), 1)
    assert run.errors[0].startswith(error)
    assert run.errors[0].endswith(" — mend it")


def test_plugin_that_cannot_be_loaded(blog: Blog) -> None:
    """Another plugin that is broken is told in one line, too; one that stops the build says why."""
    blog.site.write("more/broken.py", "1 / 0\n")
    blog.site.write("more/strict.py", STRICT)
    paths = [*blog.site.settings["PLUGIN_PATHS"], "more"]  # type: ignore[misc]
    runs = []
    for name in ("broken", "strict"):
        blog.site.configure(PLUGINS=["conversation", name], PLUGIN_PATHS=paths)
        blog.configured()
        runs.append(blog.fetch())

    fault = "pelicanconf.py: ZeroDivisionError: division by zero — mend it, or its plugin"
    assert runs == [Run(1, (), (fault,)), Run(1, (), ("a.md:1: is odd — mend it",))]


def test_settings_that_are_not_there(blog: Blog) -> None:
    """A file of settings that is not there is named."""
    run = blog.run("fetch", "--settings", "nowhere.py")

    assert (run.status, run.told, len(run.errors)) == (1, (), 1)
    assert run.errors[0].startswith("nowhere.py: ")


@pytest.mark.parametrize("command", ["fetch", "send"])
def test_offline_does_nothing(blog: Blog, command: str) -> None:
    """With CONVERSATION_OFFLINE nobody is asked or told anything, and it says so."""
    blog.site.post("a", "[x](https://x.example/)", Toot=blog.toot("1"))
    blog.publish()
    before = files(blog.site.folder)
    run = blog.fetch if command == "fetch" else blog.send

    done = run(CONVERSATION_OFFLINE="1")

    told = "CONVERSATION_OFFLINE is set: nobody is asked, nobody is told, nothing changes."
    assert done == Run(0, (told,))
    assert blog.server.requests == []
    assert files(blog.site.folder) == before


def test_site_of_any_name_is_named_in_ascii(blog: Blog) -> None:
    """An address in other letters can stand in the header that says who asks."""
    blog.site.configure(SITEURL="https://例え.example/日記")
    blog.site.post("a", Toot=blog.toot("1"))
    blog.server.routes["/api/v1/statuses/1/context"] = context()

    run = blog.fetch()

    assert run == Run(0, ("Nothing is new.",))
    assert [request.headers["user-agent"] for request in blog.server.requests] == [
        "conversation (Webmention; +https://%E4%BE%8B%E3%81%88.example/%E6%97%A5%E8%A8%98)"
    ]


def test_offline_that_is_empty_or_0_is_none(blog: Blog) -> None:
    """What make hands on empty, and 0, do not mean yes."""
    for value in ("", "0"):
        assert blog.fetch(CONVERSATION_OFFLINE=value) == Run(0, ("Nothing is new.",))


@pytest.mark.parametrize("epoch", ["²", "9" * 30, "-1"])
def test_epoch_that_is_no_moment_is_passed_over(blog: Blog, epoch: str) -> None:
    """As one that is not set; it stops nothing."""
    blog.site.post("a")

    assert blog.fetch(SOURCE_DATE_EPOCH=epoch) == Run(0, ("Nothing is new.",))


def test_send_tells_and_keeps_what_it_told(blog: Blog) -> None:
    """A page that a post links to is told once; the second time nothing is new to anybody."""
    target = blog.server.url("/target")
    blog.server.routes |= {
        "/target": said.page('<link rel="webmention" href="/endpoint">'),
        "/endpoint": said.page("", status=202),
    }
    # Links below the site's own address are no targets, so the target is another site.
    with serving(blog.server.routes) as other:
        target = other.url("/target")
        blog.site.post("a", f"[x]({target})")
        blog.publish()
        allow = f"{blog.server.place}', '{other.place}"
        first = _send(blog, allow)
        second = _send(blog, allow)
        posted = [request.form for request in other.requests if request.method == "POST"]

    told = first.told[0].replace(other.place, "OTHER")
    assert (first.status, told) == (0, "http://HOST/a/ → http://OTHER/target: sent")
    assert second == Run(0, ("Nothing is new to anybody.",))
    assert posted == [[("source", blog.server.url("/a/")), ("target", target)]]
    state = read_state((blog.site.folder / "content/conversation/_sent.json").read_text())
    assert list(state.posts["a/"].targets) == [target]


def _send(blog: Blog, allow: str) -> Run:
    script = COMMAND.replace("{place}", f"{{'{allow}'}}")
    done = subprocess.run(
        [sys.executable, "-c", script, blog.server.origin, blog.server.place, "send", "output",
         "--settings", "pelicanconf.py"],
        cwd=blog.site.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "SOURCE_DATE_EPOCH": DAY},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    told = tuple(done.stdout.replace(blog.server.place, "HOST").splitlines())
    return Run(done.returncode, told, tuple(done.stderr.splitlines()))


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_send_only_tells_whom(blog: Blog, how: str) -> None:
    """A dry run names who would be told, asks nobody and writes nothing."""
    blog.site.post("a", "[x](https://x.example/)")
    blog.publish()
    before = files(blog.site.folder)

    run = blog.send("--dry-run") if how == "argument" else blog.send(DRY_RUN="1")

    assert run == Run(0, ("http://HOST/a/ → https://x.example/: to be told",))
    assert blog.server.requests == []
    assert files(blog.site.folder) == before


def test_send_before_the_site_is_live(blog: Blog) -> None:
    """Whoever is told comes and looks: what is not live yet is told to nobody."""
    blog.site.post("a", "[x](https://x.example/)")
    assert blog.site.build(SOURCE_DATE_EPOCH=DAY).status == 0

    run = blog.send()

    assert (run.status, run.told[-1]) == (0, "Not all is told yet: send again later.")
    assert "publish the site first: make publish" in run.told[0]


def test_send_without_a_built_site(blog: Blog) -> None:
    """Where no site was built the remedy is named, and the status is 1."""
    run = blog.send()

    assert run == Run(
        1, (), ("output: has no release.json — publish the site first: make publish",)
    )


def test_send_with_a_broken_state(blog: Blog) -> None:
    """A state file that cannot be read stops it, with the line, and stays as it is."""
    blog.site.post("a", "[x](https://x.example/)")
    blog.publish()
    blog.site.write("content/conversation/_sent.json", "{\n")

    run = blog.send()

    assert (run.status, run.told) == (1, ())
    assert run.errors == (
        "content/conversation/_sent.json:2: is no JSON from here on — take back the last change",
    )
    assert blog.server.requests == []


def test_no_traceback_when_nobody_reads_on(blog: Blog) -> None:
    """A pipe that is closed stops no fetch, and nothing is complained of."""
    blog.site.post("a", Toot=blog.toot("1"))
    blog.server.routes["/api/v1/statuses/1/context"] = context(status("2", "ada"))
    blog.configured()
    there, here = os.pipe()
    os.close(there)

    done = subprocess.run(
        [sys.executable, "-c", COMMAND, blog.server.origin, blog.server.place, "fetch",
         "--settings", "pelicanconf.py"],
        cwd=blog.site.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdout=here, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    os.close(here)

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(files(blog.site.folder / "content/conversation")) == ["a.json"]
