"""Real file systems that say no: a full disk, another one, one that is read only.

They are mounted in a namespace of their own, which ends with the command, and for which no root
is needed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.publish.conftest import PLUGINS, Desk

NOTHING = "nothing has changed; mend that, then publish again"

# What each of the programs begins with. They publish, and tell what they saw as JSON.
BEGIN = """
import json, os, subprocess
from pathlib import Path
from publish import FolderTarget, Order, PublishError, publish

def once(site="site"):
    try:
        return publish(Order(Path(site)), FolderTarget(Path("public"))).release
    except PublishError as error:
        return str(error)

def pages():
    return sorted(
        f"{path}: {path.read_text()[:6]}" for path in Path("public").rglob("*") if path.is_file()
    )

def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)
"""


def in_namespace(desk: Desk, program: str) -> Any:
    """Run a program that may mount, and give what it tells."""
    unshare = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    done = subprocess.run(
        [*unshare, sys.executable, "-c", BEGIN + program],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def synced(desk: Desk, *options: str, number: str = "0002", gone: str = "") -> list[list[str]]:
    """Publish; give what is synced before the release is numbered, before the switch, and after."""
    strace = ["strace", "-f", "-qq", "-y", "-o", "strace", "-e", "trace=fsync,syncfs,/^rename"]
    subprocess.run(
        [*strace, *options, sys.executable, "-m", "publish", "release", "site", "--to=public"],
        cwd=desk.folder,
        env={
            **os.environ,
            "PYTHONPATH": str(PLUGINS),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GONE": gone,
        },
        capture_output=True,
        timeout=60,
        check=True,
    )
    log = (desk.folder / "strace").read_text().replace(f"{desk.folder}/public", "public")
    log = log.replace(f".{number}.new", "NEW")
    parts = re.split(rf'"public/releases/{number}"|"public/current"', log)
    return [sorted(re.findall(r"((?:fsync|syncfs)\(\d+<[^>]+>)", part)) for part in parts]


def plain(calls: list[list[str]]) -> list[list[str]]:
    """The calls without the numbers of their handles."""
    return [sorted(re.sub(r"\(\d+<(.+)>", r" \1", call) for call in part) for part in calls]


def test_power_that_is_lost_at_any_moment(desk: Desk) -> None:
    """Each new file and folder is on the disk before it is numbered, and that before the switch.

    All folders come there with the file system that they lie in.
    """
    desk.publish()
    desk.build(index_html="second", new__b_html="b")

    assert plain(synced(desk)) == [
        [
            "fsync public/releases/NEW",
            "fsync public/releases/NEW/index.html",
            "fsync public/releases/NEW/new/b.html",
            "syncfs public/releases/NEW",
        ],
        ["fsync public/releases"],
        ["fsync public"],
    ]


def test_power_that_is_lost_where_no_file_system_is_synced_whole(desk: Desk) -> None:
    """Where there is no such call, or it fails, each folder is synced by itself."""
    desk.publish()
    desk.build(index_html="second", new__b_html="b")

    assert plain(synced(desk, "-e", "inject=syncfs:error=ENOSYS")) == [
        [
            "fsync public/releases/NEW",
            *(
                f"fsync public/releases/NEW/{name}"
                for name in ("index.html", "new", "new/b.html", "rants")
            ),
            "syncfs public/releases/NEW",
        ],
        ["fsync public/releases"],
        ["fsync public"],
    ]


FULL = """
os.mkdir("public")
mount("-t", "tmpfs", "-o", "size=3m", "none", "public")
first = once()
Path("site/index.html").write_text("second")
for number in range(40):
    Path(f"site/{number:02}.bin").write_bytes(bytes(100_000))
full = once()
before = pages(), os.readlink("public/current")
for path in Path("site").glob("*.bin"):
    path.unlink()
print(json.dumps([first, full, *before, once(), pages()]))
"""


def test_full_disk(desk: Desk) -> None:
    """On a disk of three megabytes the site of four is refused; what is live stands alone."""
    first, full, pages, current, mended, after = in_namespace(desk, FULL)

    place, fault = full.split(": ", 1)
    assert first == "0001"
    assert Path(place).match("public/releases/.0002.new/*.bin")
    assert fault == f"No space left on device — {NOTHING}"
    assert current == "releases/0001"
    assert pages == [
        "public/releases/0001/index.html: home",
        "public/releases/0001/rants/a.html: a",
    ]
    assert mended == "0002"
    assert after == [
        *pages,
        "public/releases/0002/index.html: second",
        "public/releases/0002/rants/a.html: a",
    ]


INODES = """
os.mkdir("public")
mount("-t", "tmpfs", "-o", "size=3m,nr_inodes={count}", "none", "public")
first = once()
Path("site/index.html").write_text("second")
Path("site/new.txt").write_text("new")
full = once()
releases = Path("public/releases")
listing = sorted(str(path.relative_to(releases)) for path in releases.rglob("*"))
current = os.readlink("public/current")
mount("-o", "remount,nr_inodes=100", "public")
print(json.dumps([first, full, listing, current, once()]))
"""


@pytest.mark.parametrize(
    ("count", "place"),
    [
        (8, "public/releases/.0002.new"),
        (9, "public/releases/.0002.new/index.html"),
        (10, "public/releases/.0002.new/new.txt"),
        (11, "public/releases/.0002.new/rants"),
        (12, "public/releases/.0002.new/rants/a.html"),
        (13, "public/.current.new"),
    ],
)
def test_disk_without_room_for_one_more_name(desk: Desk, count: int, place: str) -> None:
    """It is full of files and not of bytes: wherever that happens, all is taken away again."""
    first, full, listing, current, mended = in_namespace(
        desk, INODES.replace("{count}", str(count))
    )

    assert first == "0001"
    assert full == f"{place}: No space left on device — {NOTHING}"
    assert current == "releases/0001"
    assert listing == ["0001", "0001/index.html", "0001/rants", "0001/rants/a.html"]
    assert mended == "0002"


STAGING = """
os.mkdir("small")
mount("-t", "tmpfs", "-o", "size=1m", "none", "small")
Path("small/site").mkdir()
Path("small/site/index.html").write_text("home")
first = once("small/site")
Path("small/site/release.json").write_text(json.dumps({
    "schema": 1, "siteurl": "https://site.example", "plugins": [], "aliases": {},
    "articles": [{"id": "a", "path": "index.html", "title": "A", "url": ""}],
}))
with Path("small/filling").open("wb", buffering=0) as file:
    try:
        while file.write(bytes(4096)):
            pass
    except OSError:
        pass
full = once("small/site")
before = pages(), os.readlink("public/current")
Path("small/filling").unlink()
print(json.dumps([first, full, *before, once("small/site")]))
"""


def test_full_disk_beside_the_site(desk: Desk) -> None:
    """Where the release cannot even be made up, nothing live is touched."""
    first, full, pages, current, mended = in_namespace(desk, STAGING)

    assert first == "0001"
    assert full == f"small/staged/release.json: No space left on device — {NOTHING}"
    assert (pages, current) == (["public/releases/0001/index.html: home"], "releases/0001")
    assert mended == "0002"


OTHER = """
first = once()
before = Path("public/releases/0001")
mount("--bind", before, before)
Path("site/index.html").write_text("second")
second = once()
same = Path("public/current/rants/a.html").samefile(before / "rants/a.html")
print(json.dumps([first, second, same, pages()]))
"""


def test_release_before_on_another_file_system(desk: Desk) -> None:
    """Where no hard link can be made the file is copied."""
    first, second, same, pages = in_namespace(desk, OTHER)

    assert (first, second, same) == ("0001", "0002", False)
    assert pages == [
        "public/releases/0001/index.html: home",
        "public/releases/0001/rants/a.html: a",
        "public/releases/0002/index.html: second",
        "public/releases/0002/rants/a.html: a",
    ]


BUSY = """
first = once()
kept = Path("public/releases/0001/index.html")
mount("--bind", kept, kept)
for text in ("second", "third", "fourth", "fifth", "sixth"):
    Path("site/index.html").write_text(text)
    last = once()
left = os.listdir("public/releases")
subprocess.run(["umount", "public/releases/.0001.old/index.html"], check=True)
again = once()
print(json.dumps([last, left, again, os.listdir("public/releases")]))
"""


def test_what_cannot_be_removed_waits_for_the_next_run(desk: Desk) -> None:
    """A site that is out is out: what could not be tidied after it is no failure."""
    last, left, again, after = in_namespace(desk, BUSY)

    assert last == "0006"
    assert sorted(left) == [".0001.old", "0002", "0003", "0004", "0005", "0006"]
    assert again is None
    assert sorted(after) == ["0002", "0003", "0004", "0005", "0006"]


READ_ONLY = """
first = once()
mount("--bind", "public", "public")
mount("-o", "remount,bind,ro", "public")
Path("site/index.html").write_text("second")
print(json.dumps([first, once(), pages()]))
"""


def test_file_system_that_is_read_only(desk: Desk) -> None:
    """It is told before anything is tried."""
    first, second, pages = in_namespace(desk, READ_ONLY)

    remedy = "change its mode, or name another folder with PUBLISH_TO=DIR"
    assert first == "0001"
    assert second.splitlines() == [
        f"public: cannot be written to — {remedy}",
        f"public/releases: cannot be written to — {remedy}",
    ]
    assert pages == [
        "public/releases/0001/index.html: home",
        "public/releases/0001/rants/a.html: a",
    ]
