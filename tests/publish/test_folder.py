"""The folder that is published to, and what may stand in the way there.

`test_publish.py` has the writer's usual days; here are the unusual ones.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from publish import PublishError, folder, publish
from tests.publish.conftest import Desk, Told

PLUGINS = Path(folder.__file__).parents[1]
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

    assert told.out[0] == "Nothing has changed: public/current is release 0001 already (2 files)"
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


def test_two_pages_read_together_are_of_one_release(desk: Desk) -> None:
    """During thirty publishes no read fails, and the pages of a release belong together."""
    desk.build(index_html="0", rants__a_html="0")
    desk.publish()
    live = desk.folder / "public/current"
    seen: list[tuple[str, str] | OSError] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                (live / "index.html").read_text()
                release = live.resolve()
                pages = (release / "index.html", release / "rants/a.html")
                seen.append((pages[0].read_text(), pages[1].read_text()))
            except OSError as error:
                seen.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    statuses = []
    for number in range(1, 31):
        desk.build(index_html=str(number), rants__a_html=str(number))
        statuses.append(desk.publish().status)
        # One whole read of what is live now: nobody reads a page for the time of two publishes.
        reads = len(seen)
        while len(seen) < reads + 2:
            time.sleep(0.001)
    done.set()
    reader.join()

    pages = {(str(number), str(number)) for number in range(31)}
    assert statuses == [0] * 30
    assert [read for read in seen if read not in pages] == []
    assert set(seen) == pages


DYING = """
import os, signal, sys
from publish.__main__ import main

steps = int(sys.argv[1])
STEPS = {"os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}

def count(event, arguments):
    global steps
    if event in STEPS or event == "open" and arguments[1] == "xb":
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
sys.exit(main(["site", "--to=public"]))
"""


def test_run_killed_at_each_step_leaves_a_whole_site(desk: Desk) -> None:
    """Before each step on the disk: all numbered releases are whole, and the next run works."""
    desk.build(index_html="first", rants__a_html="first")
    desk.publish()
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1"}
    live, statuses = desk.folder / "public/current", []
    while 0 not in statuses:
        before, after = f"{len(statuses)} before", f"{len(statuses)} after"
        desk.build(index_html=before, rants__a_html=before)
        assert desk.publish().status == 0
        desk.build(index_html=after, rants__a_html=after)

        command = [sys.executable, "-c", DYING, str(len(statuses))]
        run = subprocess.run(command, cwd=desk.folder, env=environment, stdout=subprocess.DEVNULL)

        statuses.append(run.returncode)
        assert (live / "index.html").read_text() in (before, after)
        for release in (desk.folder / "public/releases").glob("[0-9]*"):
            assert (release / "index.html").read_text() == (release / "rants/a.html").read_text()
        assert desk.publish().status == 0
        assert (live / "index.html").read_text() == after
        assert list((desk.folder / "public").rglob(".*")) == []

    # Two folders and two files made, the rename, the link, the switch, the pruning: many steps.
    assert statuses == [-signal.SIGKILL] * (len(statuses) - 1) + [0]
    assert len(statuses) > 12


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

    assert told == Told(1, [], list(lines))
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


def test_target_that_is_an_address(desk: Desk) -> None:
    """An address is not taken for the name of a folder."""
    refused(
        desk,
        "ssh://host/www: is an address — name a folder on this machine with PUBLISH_TO=DIR",
        to="ssh://host/www",
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

    assert told == Told(1, [], [f"site/{name}: Permission denied — {NOTHING}"])


def test_write_that_fails(desk: Desk) -> None:
    """When the disk takes no more, the live site stands and nothing half-copied stays."""
    desk.publish()
    desk.build(big_html="x" * 100_000)

    refused(
        desk,
        f"public/releases/.0002.new/big.html: File too large — {NOTHING}",
        prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )


def test_site_that_changes_while_it_is_copied(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a build writes during the copying, what is half old and half new does not go out."""
    desk.publish()
    desk.build(index_html="second")
    copy = folder._copy

    def copy_late(source: Path, place: Path) -> None:
        if source.name == "index.html":
            source.write_text("third")
        copy(source, place)

    monkeypatch.setattr(folder, "_copy", copy_late)

    with pytest.raises(PublishError) as raised:
        publish(desk.folder / "site", desk.folder / "public")

    fault = "was changed while it was being published — publish again"
    assert str(raised.value) == f"{desk.folder / 'site'}: {fault}"
    assert (desk.folder / "public/current/index.html").read_text() == "home"
    assert [path.name for path in (desk.folder / "public/releases").iterdir()] == ["0001"]


def test_second_run_at_the_same_time(desk: Desk) -> None:
    """A run that meets another one stops, and changes nothing of what that one is making."""
    desk.publish()
    desk.build(index_html="second")
    (desk.folder / "public/releases/.0002.new").mkdir()
    handle = os.open(desk.folder / "public/releases", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    try:
        refused(desk, "public/releases: another publish is at work here — wait for its end")
    finally:
        os.close(handle)


def refuse_to_remove(path: Path) -> None:
    """Take the place of `shutil.rmtree`."""
    raise PermissionError(1, "Operation not permitted", str(path))


def test_what_cannot_be_removed_waits_for_the_next_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that is out is out: what could not be tidied after it is no failure."""
    for text in ("first", "second"):
        desk.build(index_html=text)
        desk.publish()
    desk.build(index_html="third")

    with monkeypatch.context() as patched:
        patched.setattr(folder.shutil, "rmtree", refuse_to_remove)
        outcome = publish(desk.folder / "site", desk.folder / "public")

    assert (str(outcome.release), [str(release) for release in outcome.kept]) == ("0003", ["0002"])
    assert (desk.folder / "public/releases/.0001.old").is_dir()
    assert desk.publish().status == 0
    assert not (desk.folder / "public/releases/.0001.old").exists()
