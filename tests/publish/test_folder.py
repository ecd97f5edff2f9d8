"""The folder that is published to, and what may stand in the way there.

`test_publish.py` has the writer's usual days; here are the unusual ones.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish import FolderTarget, Manifest, PublishError, compare
from publish.lock import alone
from publish.site import read_manifest
from tests.pelican_site import files
from tests.publish.conftest import PLUGINS, Desk, Told

ANOTHER_RUN = r"(public/releases|\.): another publish is at work here( \(process \d+\))? — wait .+"
ANOTHER = "name another folder with PUBLISH_TO=DIR"
NOTHING = "nothing has changed; mend that, then publish again"


def test_release_kept_is_the_one_that_was_live(desk: Desk) -> None:
    """A release that was made and never live is not kept in place of the one that was."""
    desk.publish()
    (desk.folder / "public/releases/0007").mkdir()
    desk.build(index_html="second")

    told = desk.publish()

    assert told.out[0].startswith("Published release 0008 to public")
    assert sorted(path.name for path in (desk.folder / "public/releases").iterdir()) == [
        "0001",
        "0008",
    ]


def test_site_that_only_looks_new_makes_no_release(desk: Desk) -> None:
    """The same bytes with new time stamps and modes are the same site."""
    desk.publish()
    desk.build(index_html="home")
    (desk.folder / "site/rants/a.html").chmod(0o600)
    os.utime(desk.folder / "site/rants/a.html", (0, 0))
    (desk.folder / "site/empty").mkdir()

    told = desk.publish()

    assert told.out[0] == "Nothing has changed: public shows release 0001 already (2 files)"
    assert [path.name for path in (desk.folder / "public/releases").iterdir()] == ["0001"]


def test_change_of_equal_size_and_time_is_published(desk: Desk) -> None:
    """What has changed is told by the bytes, not by size and time stamp."""
    os.utime(desk.folder / "site/index.html", (0, 0))
    desk.publish()
    desk.build(index_html="moon")
    os.utime(desk.folder / "site/index.html", (0, 0))

    told = desk.publish()

    assert told.out[1] == "  changed  index.html"
    assert (desk.folder / "public/current/index.html").read_text() == "moon"


@pytest.mark.parametrize("place", ["site", "public/releases/0001"])
def test_page_that_is_changed_by_hand_at_an_equal_size_and_time(desk: Desk, place: str) -> None:
    """In the site it goes out, a live one is put right; of a blog, too, that was read before."""
    desk.record("one", "two")
    desk.publish()
    desk.publish()
    page = desk.folder / place / "rants/one/index.html"
    times = page.stat()
    page.write_bytes(b"eno")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))

    told = desk.publish()

    assert told.out[:2] == [
        "Published release 0002 to public: 6 files (1 changed, 5 as before)",
        "  changed  One  /rants/one/",
    ]
    live = (desk.folder / "public/current/rants/one/index.html").read_text()
    assert live == ("eno" if place == "site" else "one")


def test_links_in_a_live_release_stop_nothing(desk: Desk) -> None:
    """What somebody has linked there, to itself or to a file, is compared as what it leads to."""
    desk.publish()
    live = desk.folder / "public/releases/0001"
    (live / "loop.html").symlink_to("loop.html")
    (live / "nowhere.html").symlink_to("index.html/nowhere")
    (live / "b.html").symlink_to("index.html")
    desk.write("b.html", "home")

    told = desk.publish()

    assert told.out[0] == "Nothing has changed: public shows release 0001 already (3 files)"


def test_link_to_itself_in_the_site(desk: Desk) -> None:
    """It is told as the link that it is."""
    (desk.folder / "site/loop.html").symlink_to("loop.html")

    told = desk.publish()

    assert told.err == ["site/loop.html: is a link — put the file itself in its place"]


def test_site_without_its_live_release_is_published_again(desk: Desk) -> None:
    """Where current points to a release that somebody removed, the next publish mends it."""
    desk.publish()
    (desk.folder / "public/releases/0001").rename(desk.folder / "gone")

    told = desk.publish()

    assert told.status == 0
    assert (desk.folder / "public/current/index.html").read_text() == "home"


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_folders_on_the_way_are_open_to_a_web_server(desk: Desk, umask: int) -> None:
    """Of a path that has to be made, each folder can be entered, and only the writer writes."""
    desk.publish(to="deep/down/public", prepare=lambda: os.umask(umask))

    made = ("deep", "deep/down", "deep/down/public", "deep/down/public/releases")
    assert [(desk.folder / name).stat().st_mode & 0o777 for name in made] == [0o755] * 4


@pytest.mark.parametrize("name", ["my site", "it's", "ünï", "a\tb"])
def test_folder_may_have_any_name(desk: Desk, name: str) -> None:
    """A name with spaces, quotes or signs of any kind is a name."""
    told = desk.publish(to=name)

    assert told.status == 0
    assert (desk.folder / name / "current/index.html").read_text() == "home"


def test_folder_may_be_absolute_or_at_home(desk: Desk) -> None:
    """An absolute path is taken as it is, and a tilde that no shell has read is the home."""
    absolute = desk.publish(to=str(desk.folder / "absolute"))
    home = desk.publish(to="~/www", HOME=str(desk.folder))

    assert (absolute.status, home.status) == (0, 0)
    assert (desk.folder / "absolute/current/index.html").read_text() == "home"
    assert (desk.folder / "www/current/index.html").read_text() == "home"


def test_folder_with_releases_may_hold_more(desk: Desk) -> None:
    """What somebody has put beside the releases later is left alone."""
    desk.publish()
    (desk.folder / "public/nginx.conf").write_text("x")
    (desk.folder / "public/releases/notes").mkdir()
    desk.build(index_html="second")

    told = desk.publish()

    assert told.status == 0
    assert (desk.folder / "public/nginx.conf").read_text() == "x"
    assert (desk.folder / "public/releases/notes").is_dir()


def test_terminal_without_unicode_stops_nothing(desk: Desk) -> None:
    """A sign that the terminal cannot show is written as an escape."""
    told = desk.publish(PYTHONIOENCODING="ascii")

    assert (told.status, told.err) == (0, [])
    assert told.out[-1].endswith(r" 8000 \u2192 http://127.0.0.1:8000/")


def test_half_removed_release_is_removed(desk: Desk) -> None:
    """A release that lost its number before its last file goes with the next run."""
    desk.publish()
    half = desk.folder / "public/releases/.0000.old/rants"
    half.mkdir(parents=True)
    (half / "half.html").write_text("x")

    desk.publish()

    assert [path.name for path in (desk.folder / "public/releases").iterdir()] == ["0001"]


def refused(desk: Desk, *lines: str, to: str = "public", **options: object) -> None:
    """Publish, and see that these lines are told, that it failed, and that nothing has changed."""
    before = desk.listing()

    told = desk.publish(to=to, **options)  # type: ignore[arg-type]  # handed on as they come

    assert (told.status, told.out, told.err) == (1, [], list(lines))
    assert desk.listing() == before


def test_site_that_is_a_file(desk: Desk) -> None:
    """A file is no site."""
    (desk.folder / "site").rename(desk.folder / "elsewhere")
    (desk.folder / "site").write_text("x")

    refused(desk, "site: is not a folder — build the site first, as make publish does")


def test_links_in_the_site(desk: Desk) -> None:
    """A link to a folder, to nothing or to a file is named, and where it points is never read."""
    (desk.folder / "site/folder").symlink_to("..")
    (desk.folder / "site/nothing").symlink_to("nowhere")
    (desk.folder / "site/rants/file").symlink_to("/etc/passwd")

    refused(
        desk,
        "site/folder: is a link — put the file itself in its place",
        "site/nothing: is a link — put the file itself in its place",
        "site/rants/file: is a link — put the file itself in its place",
    )


def test_target_below_a_file(desk: Desk) -> None:
    """A file stands where a folder on the way should be."""
    (desk.folder / "www").write_text("x")

    refused(desk, f"www: is not a folder — move it away, or {ANOTHER}", to="www/a/public")


def test_target_that_is_a_link(desk: Desk) -> None:
    """A link to a folder is a folder; a link to nothing is none."""
    (desk.folder / "public").symlink_to("nowhere")
    (desk.folder / "real").mkdir()
    (desk.folder / "linked").symlink_to("real")

    refused(desk, f"public: is not a folder — move it away, or {ANOTHER}")
    assert desk.publish(to="linked").status == 0


def test_releases_that_is_a_file(desk: Desk) -> None:
    """A file stands where the releases should be."""
    (desk.folder / "public").mkdir()
    (desk.folder / "public/releases").write_text("x")

    refused(desk, f"public/releases: is not a folder — move it away, or {ANOTHER}")


def test_target_with_several_other_files(desk: Desk) -> None:
    """The first is named and the rest are counted."""
    (desk.folder / "public").mkdir()
    for name in ("b.txt", "a.txt", "c.txt"):
        (desk.folder / "public" / name).write_text("x")

    refused(
        desk,
        "public: holds other files (a.txt and 2 more) — name an empty folder with PUBLISH_TO=DIR",
    )


def test_current_that_is_a_file(desk: Desk) -> None:
    """A file in the place of the link is not replaced, though there are releases."""
    desk.publish()
    (desk.folder / "public/current").unlink()
    (desk.folder / "public/current").write_text("x")

    refused(
        desk, f"public/current: is a file, not a link to a release — move it away, or {ANOTHER}"
    )


@pytest.mark.parametrize("place", ["/srv/www", "../site", "releases/latest", "0001", "a/0001"])
def test_current_that_points_elsewhere(desk: Desk, place: str) -> None:
    """A link that was not made here is not replaced."""
    (desk.folder / "public").mkdir()
    (desk.folder / "public/current").symlink_to(place)

    refused(
        desk,
        f"public/current: points to {place}, not to a release — move it away, or {ANOTHER}",
    )


def test_target_in_the_site(desk: Desk) -> None:
    """What the next build would wipe is no place to publish to."""
    refused(
        desk, f"site/public: lies in site, which every build empties — {ANOTHER}", to="site/public"
    )


def obey_modes() -> None:
    """Let file modes hold for root, too: drop its right to pass over them."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
                raise OSError(ctypes.get_errno(), "cannot drop a capability")


@pytest.mark.parametrize("to", ["public", "public/below"])
def test_target_that_cannot_be_written_to(desk: Desk, to: str) -> None:
    """A folder that may not be written to is named before anything is copied."""
    (desk.folder / "public").mkdir(mode=0o555)

    refused(
        desk,
        f"public: cannot be written to — change its mode, or {ANOTHER}",
        to=to,
        prepare=obey_modes,
    )


@pytest.mark.parametrize("name", ["rants/a.html", "rants"])
def test_part_of_the_site_that_cannot_be_read(desk: Desk, name: str) -> None:
    """A file or folder that cannot be read is named, and not left out."""
    desk.publish()
    (desk.folder / "site" / name).chmod(0)

    told = desk.publish(prepare=obey_modes)

    assert told.err == [f"site/{name}: Permission denied — {NOTHING}"]
    assert (told.status, told.out) == (1, [])


def test_write_that_fails(desk: Desk) -> None:
    """When a file cannot be written the live site stands and nothing half-copied stays."""
    desk.publish()
    desk.build(big_html="x" * 100_000)

    refused(
        desk,
        f"public/releases/.0002.new/big.html: File too large — {NOTHING}",
        prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )


def test_site_that_changes_while_it_is_copied(desk: Desk) -> None:
    """When a build writes during the copying, what is half old and half new does not go out."""
    desk.publish()
    desk.build(index_html="second", rants__a_html="second")
    target = FolderTarget(desk.folder / "public")
    site = desk.folder / "site"
    staged = read_manifest(site)
    changes = compare(Manifest({}), staged)

    with target.alone(), pytest.raises(PublishError) as raised:
        target.release(site, staged, changes, lambda done: desk.build(rants__a_html="third"))

    fault = "was changed while it was being published — publish again"
    assert str(raised.value) == f"{site}/rants/a.html: {fault}"
    assert (desk.folder / "public/current/index.html").read_text() == "home"
    assert [path.name for path in (desk.folder / "public/releases").iterdir()] == ["0001"]


def test_second_run_at_the_same_time(desk: Desk) -> None:
    """A run that meets another one stops, and changes nothing of what that one is making."""
    desk.publish()
    desk.build(index_html="second")

    with FolderTarget(desk.folder / "public").alone():
        (desk.folder / "public/releases/.0002.new").mkdir()
        refused(
            desk,
            f"public/releases: another publish is at work here (process {os.getpid()})"
            " — wait for its end",
        )

    assert desk.publish().status == 0
    assert desk.listing("public/releases") == [
        "0001/",
        "0001/index.html",
        "0001/rants/",
        "0001/rants/a.html",
        "0002/",
        "0002/index.html",
        "0002/rants/",
        "0002/rants/a.html",
    ]


def test_second_run_from_the_same_site(desk: Desk) -> None:
    """The folder in which a release is made up belongs to one run, too, wherever it goes to."""
    with alone(desk.folder / ".staged.lock"):
        told = desk.publish()

    fault = f"another publish is at work here (process {os.getpid()}) — wait for its end"
    assert told == Told(1, [], [f".: {fault}"])


def test_build_that_outlives_its_run(desk: Desk) -> None:
    """The lock holds until the build has ended, too: no two builds write into one folder."""
    os.mkfifo(desk.folder / "begun")
    os.mkfifo(desk.folder / "end")
    build = ["release", "site", "--to=public", "--build=sh -c 'echo > begun; read end < end'"]
    with subprocess.Popen(
        [sys.executable, "-m", "publish", *build],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
    ) as first:
        (desk.folder / "begun").read_text()
        first.kill()
    second = desk.publish()
    with alone_after(desk.folder / ".staged.lock"):
        (desk.folder / "end").write_text("end\n")
    third = desk.publish()

    fault = f"another publish is at work here (process {first.pid}) — wait for its end"
    assert second == Told(1, [], [f".: {fault}"])
    assert third.status == 0


@contextmanager
def alone_after(lock: Path) -> Iterator[None]:
    """Do what ends the one who holds a lock, and wait for that."""
    with lock.open() as file:
        yield
        fcntl.flock(file, fcntl.LOCK_EX)


STOPPED = """
import sys
from publish.__main__ import main

def stop(event, arguments):
    if event == "os.rename":
        raise KeyboardInterrupt

sys.addaudithook(stop)
sys.exit(main(["release", "site", "--to=public"]))
"""


def test_run_that_the_writer_stops(desk: Desk) -> None:
    """Control and C end it without a traceback, and what it had begun is taken away."""
    desk.publish()
    desk.build(index_html="second")

    done = subprocess.run(
        [sys.executable, "-c", STOPPED],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.splitlines()[-1] == (
        "stopped; what was live is whole, and the next publish removes what is left"
    )
    assert "Traceback" not in done.stderr
    assert [path.name for path in (desk.folder / "public/releases").iterdir()] == ["0001"]


ENDING = """
import os, sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from publish.lock import alone

ends = ["one ends"]

def end(event, arguments):
    # The one before has removed its lock and gone after this one had opened it.
    if event == "fcntl.flock" and ends:
        ends.pop()
        os.unlink("lock")

sys.addaudithook(end)
with alone(Path("lock")):
    print(Path("lock").read_text() == str(os.getpid()))
print(Path("lock").exists())
"""


def test_lock_of_a_run_that_ends_as_the_next_begins(tmp_path: Path) -> None:
    """A lock on a file that nobody finds any more is none; another one is made."""
    done = subprocess.run(
        [sys.executable, "-c", ENDING],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.stdout.split(), done.stderr) == (["True", "False"], "")


def test_many_runs_at_the_same_time(desk: Desk) -> None:
    """Of eight at once each publishes, or is told of another; none breaks what another makes."""
    command = [sys.executable, "-m", "publish", "release", "site", "--to=public"]
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    desk.build(**{f"p{number}_html": "x" * 10_000 for number in range(50)})

    runs = [
        subprocess.Popen(
            command,
            cwd=desk.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(8)
    ]
    told = [run.communicate(timeout=60) for run in runs]

    faults = [
        err.splitlines()[-1] for run, (_, err) in zip(runs, told, strict=True) if run.returncode
    ]
    assert 0 in [run.returncode for run in runs]
    assert [line for line in faults if not re.fullmatch(ANOTHER_RUN, line)] == []
    assert files(desk.folder / "public/current") == files(desk.folder / "site")
    assert (desk.folder / "public/current").readlink() == Path("releases/0001")
    assert list((desk.folder / "public").rglob(".*")) == []
