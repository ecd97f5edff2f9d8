"""`serve` as a person runs it: what a save, an error, a new file and Ctrl-C come to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.desk.serving.conftest import write_settings
from tests.desk.serving.served import PATIENCE, Served, serving
from tests.small_site import PLUGINS, Site

BUILDER = "desk.serving.builder"


def test_saved_post_is_built(desk_site: Site) -> None:
    """A post, a new one, a renamed one and one that is gone: the site follows, lists too."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        draft = served.wait_for("/drafts/second/", "The second.")

        desk_site.post("first", "The first, again.")
        served.wait_for("/first/", "The first, again.")
        desk_site.post("third", "The third.")
        served.wait_for("/", "<a>third</a>")
        posts = desk_site.folder / "content/posts"
        (posts / "third.md").rename(posts / "fourth.md")
        (posts / "fourth.md").unlink()
        served.wait_for("/third/", "Nobody is here.", 404)

    assert draft.headers["cache-control"] == "no-store"


def test_address_that_leads_nowhere(desk_site: Site) -> None:
    """A page that is not there is the site's own 404; a file is a line of text."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        found = [
            served.wait_for("/nothing/", "Nobody", 404),  # until then it is being built
            served.get("/images/nothing.png"),
        ]

    assert [(each.status, each.body.partition("<script")[0]) for each in found] == [
        (404, "<p>Nobody is here.</p>"),
        (404, "<p>Nobody is here.</p>"),
    ]


def test_errors_stand_in_place_of_the_pages(desk_site: Site) -> None:
    """All errors, as text; the pages come back when they are mended; nothing is built meanwhile."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        desk_site.post("first", "The first.", Stauts="<b>draft</b>", Date="yesterday")
        shown = served.wait_for("/first/", "to be mended", 503)
        told = served.told.count("Stauts")
        elsewhere, picture = served.get("/"), served.get("/images/dot.svg")
        desk_site.post("first", "Mended.")
        served.wait_for("/first/", "Mended.")

    assert "<strong>content/posts/first.md:2</strong>" in shown.body
    assert "<strong>content/posts/first.md:3</strong>" in shown.body
    assert "Stauts &#39;&lt;b&gt;draft&lt;/b&gt;&#39; is no key — write Status" in shown.body
    assert (elsewhere.status, picture.status) == (503, 200)
    assert told <= 1


def test_error_at_the_beginning(desk_site: Site) -> None:
    """A site that cannot be built, or not even loaded, says so and waits."""
    desk_site.post("first", "The first.", Date="yesterday")
    settings = write_settings(desk_site)
    right = settings.read_text(encoding="utf-8")
    settings.write_text(f"{right}\nPLUGINS = [\n", encoding="utf-8")
    with serving(settings) as served:
        broken = served.wait_for("/first/", "to be mended", 503)
        settings.write_text(right, encoding="utf-8")
        served.wait_for("/first/", "<strong>content/posts/first.md:2</strong>", 503)
        desk_site.post("first", "Mended.")
        served.wait_for("/first/", "Mended.")

    assert "pelicanconf.py" in broken.body


def test_plugin_that_is_broken_at_the_beginning(desk_site: Site) -> None:
    """Though nothing could be loaded, not even where things lie, it is followed and mended."""
    desk_site.write("mine/shout.py", "import nothing_of_that_name\n")
    settings = write_settings(desk_site)
    right = settings.read_text(encoding="utf-8")
    settings.write_text(f"{right}\nsys.path.insert(0, 'mine')\nimport shout\n", encoding="utf-8")
    with serving(settings) as served:
        served.wait_for("/first/", "nothing_of_that_name", 503)
        desk_site.write("mine/shout.py", "def register():\n    pass\n")
        served.wait_for("/first/", "The first.")


def test_picture_is_new_when_its_page_is_told_to_load(desk_site: Site) -> None:
    """A page is loaded anew for a picture only when that stands in the output."""
    desk_site.configure(PLUGINS=["proofread", "incremental", "shout"])
    desk_site.write(
        "mine/shout.py",
        "import time\n\nfrom pelican import signals\n\n\n"
        "def wait(site):\n    time.sleep(0.3)  # between the first page and all others\n\n\n"
        "def register():\n    signals.get_writer.connect(wait)\n",
    )
    desk_site.write("theme/templates/article.html", "{{ article.content|safe }}")
    desk_site.post("first", "![A dot.]({static}/images/dot.svg)")
    with serving(write_settings(desk_site)) as served:
        seen = served.wait_for("/first/", "/images/dot.svg").headers["x-desk-version"]
        before = served.get("/images/dot.svg").body
        connection = HTTPConnection(urlsplit(served.origin).netloc, timeout=PATIENCE)
        connection.request("GET", f"/.desk/events?path=/first/&seen={seen}")
        told = connection.getresponse()
        told.readline()
        desk_site.write("content/images/dot.svg", before.replace("/>", " id='new'/>"))
        heard = told.read().decode()
        after = served.get("/images/dot.svg").body
        connection.close()

    assert heard.split() == ["event:", "reload", "data:"]
    assert "id='new'" in after


def test_address_with_signs_of_its_own(desk_site: Site) -> None:
    """A page whose address is written with `%` is told to load anew when it changes, and not else.

    One with a dot in its name is a page, too, in whose place stands what is wrong.
    """
    desk_site.post("first", "Grand.", Save_as="größe/v1.2/index.html", Url="größe/v1.2/")
    place = "/gr%C3%B6%C3%9Fe/v1.2/"
    with serving(write_settings(desk_site)) as served:
        seen = served.wait_for(place, "Grand.").headers["x-desk-version"]
        asked = urlencode({"path": place, "seen": seen})
        connection = HTTPConnection(urlsplit(served.origin).netloc, timeout=PATIENCE)
        connection.request("GET", f"/.desk/events?{asked}")
        told = connection.getresponse()
        lines = [told.readline(), told.readline()]
        connection.sock.settimeout(0.3)
        with pytest.raises(TimeoutError):
            told.readline()
        connection.close()
        desk_site.post("first", "Wrong.", Stauts="draft")
        served.wait_for(place, "Stauts", 503)

    assert lines == [b"retry: 300\n", b"\n"]


def test_theme_plugins_and_settings_are_watched(desk_site: Site) -> None:
    """A template, a plugin's code and a setting each change the page that is looked at."""
    desk_site.configure(PLUGINS=["proofread", "incremental", "shout"])
    desk_site.write(
        "mine/shout.py",
        "from pelican import signals\n\nWORD = 'quiet'\n\n\n"
        "def add(generator):\n    generator.context['WORD'] = WORD\n\n\n"
        "def register():\n    signals.article_generator_finalized.connect(add)\n",
    )
    desk_site.write("theme/templates/article.html", "{{ WORD }} {{ SITENAME }}")
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "quiet Site")

        desk_site.write("theme/templates/article.html", "{{ WORD }}, {{ SITENAME }}!")
        served.wait_for("/first/", "quiet, Site!")
        plugin = desk_site.folder / "mine/shout.py"
        plugin.write_text(plugin.read_text(encoding="utf-8").replace("'quiet'", "'LOUD'"), "utf-8")
        served.wait_for("/first/", "LOUD, Site!")
        desk_site.configure(SITENAME="Other")
        write_settings(desk_site)
        served.wait_for("/first/", "LOUD, Other!")


def test_ctrl_c_leaves_nothing_behind(desk_site: Site) -> None:
    """It ends at once and well, though a browser listens; no process, port or file is left."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        listener = socket.create_connection(("127.0.0.1", port_of(served)))
        listener.sendall(b"GET /.desk/events?path=/first/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        builders = builders_of(served)
        served.press(b"\x03")
        status = served.end()
        listener.close()

    assert (status, len(builders), [each for each in builders if is_alive(each)]) == (0, 1, [])
    assert "Traceback" not in served.told
    with socket.create_server(("127.0.0.1", port_of(served))):
        assert sorted(path.name for path in (desk_site.folder / ".build").iterdir()) == [
            "cache",
            "html",
        ]


def test_closed_terminal_leaves_nothing_behind(desk_site: Site) -> None:
    """As Ctrl-C does: the process that builds is gone before the server is."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        builders = builders_of(served)
        served.process.send_signal(signal.SIGHUP)
        status = served.end()

        assert (status, [each for each in builders if is_alive(each)]) == (0, [])
        assert "Traceback" not in served.told


def test_killed_server_takes_the_builder_with_it(desk_site: Site) -> None:
    """Where it could not say goodbye, the process that builds ends by itself."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        (builder,) = builders_of(served)
        served.process.kill()
        served.process.wait()
        served.wait(lambda: not is_alive(builder))


def test_builder_that_died_is_begun_anew(desk_site: Site) -> None:
    """A build that was killed is told of, and the next save has a process of its own."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        (builder,) = builders_of(served)
        os.kill(builder, signal.SIGKILL)
        desk_site.post("first", "Again.")
        served.wait_for("/first/", "Again.")


def test_port_that_is_taken(desk_site: Site) -> None:
    """The port is named, with what mends it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "desk", "serve", "--settings", "x.py", "--port", str(port)],
            cwd=desk_site.folder,
            env={**os.environ, "PYTHONPATH": str(PLUGINS)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    remedy = f"end what serves there, or take another: make serve PORT={port % 65535 + 1}"
    assert (run.returncode, run.stdout, run.stderr) == (
        1,
        "",
        f"port {port}: Address already in use — {remedy}\n",
    )


def test_only_this_machine_is_answered(desk_site: Site) -> None:
    """A name from elsewhere that leads here gets nothing (DNS rebinding), nor a path upwards."""
    with serving(write_settings(desk_site)) as served:
        served.wait_for("/first/", "The first.")
        foreign = served.get("/first/", host="evil.example")
        upwards = served.wait_for("/../../pelicanconf.py", "Nobody", 404)

    assert (foreign.status, "SITENAME" in upwards.body) == (400, False)


def port_of(served: Served) -> int:
    return int(served.origin.rpartition(":")[2])


def builders_of(served: Served) -> list[int]:
    """The processes that build for this server (proc(5))."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:  # it has ended meanwhile
            continue
        if BUILDER in words and int(parent) == served.process.pid:
            found.append(int(folder.name))
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
