"""Publishing to a folder by the real command: the writer's usual days."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pelican_site import files
from tests.publish.conftest import PLUGINS, Desk, Told

LOOK = (
    "Look at it: python3 -m http.server --bind 127.0.0.1 --directory public/current 8000"
    " → http://127.0.0.1:8000/"
)
TOOK = "It took: live 0.0 s, stage 0.0 s, plan 0.0 s, release 0.0 s"


def test_first_release_is_live(desk: Desk) -> None:
    """The site is in the first release, `current` links to it, and the report says so."""
    told = desk.publish()

    assert told == Told(
        status=0,
        out=[
            "Published release 0001 to public: 2 files (2 new)",
            "  new      index.html",
            "  new      rants/a.html",
            TOOK,
            "It lies in public/releases/0001; public/current points to it.",
            LOOK,
        ],
        err=[],
        steps=("Staging 2 files", "Releasing 2 files"),
    )
    assert desk.listing("public") == [
        "current -> releases/0001",
        "releases/",
        "releases/0001/",
        "releases/0001/index.html",
        "releases/0001/rants/",
        "releases/0001/rants/a.html",
    ]
    assert files(desk.folder / "public/current") == files(desk.folder / "site")


def test_five_releases_are_kept_and_older_ones_go(desk: Desk) -> None:
    """Of seven releases the last is live and the four before it are there."""
    for number in range(1, 8):
        desk.build(index_html=f"home {number}")
        assert desk.publish().status == 0

    public = desk.folder / "public"
    kept = sorted(path.name for path in (public / "releases").iterdir())
    assert kept == ["0003", "0004", "0005", "0006", "0007"]
    assert (public / "current").readlink() == Path("releases/0007")
    assert (public / "releases/0003/index.html").read_text() == "home 3"


def test_report_tells_new_changed_and_gone(desk: Desk) -> None:
    """A second release is told by what differs from the first."""
    desk.publish()
    desk.build(index_html="home 2", b_html="b")
    (desk.folder / "site/rants/a.html").unlink()

    told = desk.publish("--gone", "/rants/a.html")

    assert told.out == [
        "Published release 0002 to public: 2 files (1 new, 1 changed, 1 gone)",
        "  new      b.html",
        "  changed  index.html",
        "  gone     rants/a.html",
        TOOK,
        "It lies in public/releases/0002; public/current points to it; 0001 is kept.",
        LOOK,
    ]


def test_same_site_makes_no_release(desk: Desk) -> None:
    """Without a change nothing is done, and that is said."""
    desk.publish()
    before = desk.state("public/releases/0001"), desk.state("public/current")

    told = desk.publish()

    assert told == Told(
        status=0,
        out=[
            "Nothing has changed: public shows release 0001 already (2 files)",
            "It took: live 0.0 s, stage 0.0 s, plan 0.0 s",
            "It lies in public/releases/0001; public/current points to it.",
            LOOK,
        ],
        err=[],
        steps=("Staging 2 files",),
    )
    assert (desk.state("public/releases/0001"), desk.state("public/current")) == before
    assert [path.name for path in (desk.folder / "public/releases").iterdir()] == ["0001"]


def test_url_that_would_disappear_is_kept(desk: Desk) -> None:
    """A page that the new site lacks is refused, and what is live is what it was."""
    desk.publish()
    before = desk.state("public/releases/0001"), desk.state("public/current")
    (desk.folder / "site/rants/a.html").unlink()

    told = desk.publish()

    assert told == Told(
        status=1,
        out=[],
        err=[
            "/rants/a.html: would disappear — write Aliases: /rants/a.html in the article that"
            ' takes its place, or let it go: make publish GONE="/rants/a.html"'
        ],
        steps=("Staging 1 file",),
    )
    assert (desk.state("public/releases/0001"), desk.state("public/current")) == before


def test_consent_comes_from_the_command_and_the_environment(desk: Desk) -> None:
    """Flags may be repeated or hold several, and what make hands on counts as well."""
    desk.build(b_html="b", c_html="c", d_html="d")
    desk.publish()
    for name in ("rants/a.html", "b.html", "c.html", "d.html"):
        (desk.folder / "site" / name).unlink()

    told = desk.publish("--gone", "/b.html  /c.html", "--gone=/d.html", GONE=" /rants/a.html ")

    assert (told.status, told.out[0]) == (
        0,
        "Published release 0002 to public: 1 file (4 gone, 1 as before)",
    )


def test_word_of_consent_comes_from_the_command_and_the_environment(desk: Desk) -> None:
    """`--accept` and `ACCEPT` are one; a word that is neither asked for nor known is refused."""
    told = desk.publish("--accept", "mny", ACCEPT="siteurl")

    assert (told.status, told.err) == (
        1,
        [
            "ACCEPT: 'mny' is unknown — write many",
            "ACCEPT: 'siteurl' is nothing that is asked for — take it out",
        ],
    )


@pytest.mark.parametrize("given", ["--dry-run", "1", "yes"])
def test_dry_run_changes_nothing(desk: Desk, given: str) -> None:
    """It tells what would be, and nothing at the target is made, written or locked."""
    desk.publish()
    desk.build(index_html="home 2", b_html="b")
    before = desk.state("public")

    arguments = [given] if given == "--dry-run" else []
    told = desk.publish(*arguments, DRY_RUN="" if arguments else given)

    assert told == Told(
        status=0,
        out=[
            "A release would be published to public: 3 files (1 new, 1 changed, 1 as before)",
            "  new      b.html",
            "  changed  index.html",
            "It took: live 0.0 s, stage 0.0 s, plan 0.0 s",
        ],
        err=[],
        steps=("Staging 3 files",),
    )
    assert desk.state("public") == before


def test_dry_run_before_the_first_release_makes_no_folder(desk: Desk) -> None:
    """Where nothing is published yet nothing is made."""
    told = desk.publish("--dry-run")

    assert told.out[0] == "A release would be published to public: 2 files (2 new)"
    assert not (desk.folder / "public").exists()


def test_dry_run_of_a_plan_that_is_refused(desk: Desk) -> None:
    """It tells the plan and every refusal, and its exit status says that it would not go."""
    desk.build(b_html="b")
    desk.publish()
    (desk.folder / "site/rants/a.html").unlink()
    (desk.folder / "site/b.html").unlink()

    told = desk.publish(DRY_RUN="1")

    assert told.status == 1
    assert told.out[:3] == [
        "A release would be published to public: 1 file (2 gone, 1 as before)",
        "  gone     b.html",
        "  gone     rants/a.html",
    ]
    assert [line.split(": ")[0] for line in told.err] == [
        "/b.html",
        "/rants/a.html",
        "To let all of them go",
    ]
    assert told.err[2] == 'To let all of them go: make publish GONE="/b.html /rants/a.html"'
    assert (desk.folder / "public/current").readlink() == Path("releases/0001")


def test_dry_run_of_nothing_is_none(desk: Desk) -> None:
    """`DRY_RUN=0`, as one may write it to be sure, publishes."""
    assert desk.publish(DRY_RUN="0").out[0].startswith("Published release 0001")


def test_web_server_may_read_everything(desk: Desk) -> None:
    """Files are 0644 and folders 0755, whatever the writer's umask, twice over."""
    desk.publish(prepare=lambda: os.umask(0o077))
    desk.build(index_html="home 2", deep__er__b_html="b")
    (desk.folder / "site/index.html").chmod(0o600)

    desk.publish(prepare=lambda: os.umask(0o077))

    modes = {
        path.relative_to(desk.folder).as_posix(): path.stat().st_mode & 0o777
        for path in sorted((desk.folder / "public").rglob("*"))
        if not path.is_symlink()
    }
    assert {mode for name, mode in modes.items() if name.endswith("html")} == {0o644}
    assert {mode for name, mode in modes.items() if not name.endswith("html")} == {0o755}


def test_unchanged_files_are_hard_links(desk: Desk) -> None:
    """A file that has not changed is the same one in both releases, with its old time."""
    desk.publish()
    page = desk.folder / "public/releases/0001/rants/a.html"
    os.utime(page, (1, 1))
    desk.build(index_html="home 2", rants__a_html="a")

    desk.publish()

    later = desk.folder / "public/releases/0002"
    assert (later / "rants/a.html").samefile(page)
    assert (later / "rants/a.html").stat().st_mtime == 1
    assert page.stat().st_nlink == 2
    assert not (later / "index.html").samefile(desk.folder / "public/releases/0001/index.html")


def test_build_that_writes_in_place_does_not_reach_what_is_live(desk: Desk) -> None:
    """No live file is the built one: what overwrites that changes nothing that is live."""
    desk.publish()
    desk.build(index_html="half")
    with (desk.folder / "site/rants/a.html").open("r+") as file:
        file.write("torn")

    assert files(desk.folder / "public/current") == {"index.html": b"home", "rants/a.html": b"a"}
    assert desk.publish().status == 0
    assert files(desk.folder / "public/releases/0001") == {
        "index.html": b"home",
        "rants/a.html": b"a",
    }


def test_file_that_was_closed_by_hand_is_open_again(desk: Desk) -> None:
    """A live file that the web server may not read is not linked but copied."""
    desk.publish()
    (desk.folder / "public/releases/0001/rants/a.html").chmod(0o600)
    desk.build(index_html="home 2")

    desk.publish()

    assert (desk.folder / "public/current/rants/a.html").stat().st_mode & 0o777 == 0o644


def test_leftovers_of_a_killed_run_are_removed(desk: Desk) -> None:
    """What a run that was killed has left is gone after the next one."""
    desk.publish()
    releases = desk.folder / "public/releases"
    (releases / ".0002.new").mkdir()
    (releases / ".lock").write_text("1")
    (desk.folder / "public/.current.new").symlink_to("releases/0009")
    desk.build(index_html="home 2")

    told = desk.publish()

    assert (told.status, told.err) == (0, [])
    assert sorted(path.name for path in releases.iterdir()) == ["0001", "0002"]
    assert not os.path.lexists(desk.folder / "public/.current.new")


def test_releases_are_listed(desk: Desk) -> None:
    """Each with its number, oldest first, and the live one marked."""
    none = desk.run("releases", "--to=public")
    for text in ("one", "two"):
        desk.build(index_html=text)
        desk.publish()

    told = desk.run("releases", "--to=public")

    assert none == Told(0, ["public has no release yet"], [])
    assert told == Told(0, ["0001", "0002  live"], [])


def test_rollback_goes_one_back(desk: Desk) -> None:
    """The release before is live at once, and that is said; before the first there is none."""
    for text in ("one", "two"):
        desk.build(index_html=text)
        desk.publish()

    told = desk.run("rollback", "--to=public")

    assert told == Told(
        0,
        [
            "public shows release 0001 again",
            "It lies in public/releases/0001; public/current points to it; 0002 is kept.",
            LOOK,
        ],
        [],
    )
    assert (desk.folder / "public/current/index.html").read_text() == "one"
    assert desk.run("rollback", "--to=public") == Told(
        1, [], ["public: keeps no release before 0001 — publish the older site again"]
    )
    assert desk.run("releases", "--to=public").out == ["0001  live", "0002"]


def test_publish_after_a_rollback(desk: Desk) -> None:
    """What was rolled back from is not the release before the next one: it is gone."""
    for text in ("one", "bad", "mended"):
        desk.build(index_html=text)
        desk.publish()
        if text == "bad":
            desk.run("rollback", "--to=public")

    assert desk.run("releases", "--to=public").out == ["0001", "0003  live"]
    desk.run("rollback", "--to=public")
    assert (desk.folder / "public/current/index.html").read_text() == "one"


def test_rollback_of_nothing(desk: Desk) -> None:
    """Where nothing is published there is nothing to go back to."""
    assert desk.run("rollback", "--to=public") == Told(
        1, [], ["public: has no live release — publish the older site again"]
    )


def test_rollback_where_no_folder_can_be(desk: Desk) -> None:
    """What the system refuses while the target is looked at ends in no traceback."""
    name = "x" * 300

    assert desk.run("rollback", f"--to={name}") == Told(
        1,
        [],
        [
            f"{name}/releases: File name too long — nothing has changed; mend that,"
            " then publish again"
        ],
    )


def test_reader_of_the_report_who_goes_early(desk: Desk) -> None:
    """What was published is: the status is 0, without a traceback, though nobody reads on."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as broken:
        done = subprocess.run(
            [sys.executable, "-m", "publish", "release", "site", "--to=public"],
            cwd=desk.folder,
            env={**os.environ, "PYTHONPATH": str(PLUGINS)},
            stdout=broken,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    assert (done.returncode, done.stderr) == (0, "Staging 2 files\nReleasing 2 files\n")
    assert (desk.folder / "public/current/index.html").read_text() == "home"


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (
            "rm -r site/*",
            "site: is empty — look at what the build said\n",
        ),
        (
            "rm site/index.html",
            "site: has no index.html — look at what the build said\n",
        ),
        (
            "ln -s /etc/hostname site/b && mkfifo site/c",
            "site/b: is a link — put the file itself in its place\n"
            "site/c: is neither a file nor a folder — remove it\n",
        ),
        (
            "rm -r site",
            "site: is not there — build the site first, as make publish does\n",
        ),
        (
            "mkdir -p public/current",
            "public/current: is a folder, not a link to a release — move it away, "
            "or name another folder with PUBLISH_TO=DIR\n",
        ),
        (
            "mkdir public && touch public/thesis.odt",
            "public: holds other files (thesis.odt) — name an empty folder with PUBLISH_TO=DIR\n",
        ),
        (
            "touch public",
            "public: is not a folder — move it away, or name another folder with PUBLISH_TO=DIR\n",
        ),
        (
            "rm site/index.html && touch public",
            "site: has no index.html — look at what the build said\n"
            "public: is not a folder — move it away, "
            "or name another folder with PUBLISH_TO=DIR\n",
        ),
        (
            "echo '{}' > site/release.json",
            "site/release.json: is of schema None, not 1 — build again\n",
        ),
    ],
)
def test_what_cannot_be_published_is_told(desk: Desk, prepare: str, message: str) -> None:
    """Every fault is told at once with its remedy, the status is 1, and nothing is live."""
    subprocess.run(["sh", "-c", prepare], cwd=desk.folder, check=True)
    before = desk.listing()

    told = desk.publish(DRY_RUN="1")

    assert (told.status, told.out) == (1, [])
    assert told.err == message.splitlines()
    assert desk.listing() == before
