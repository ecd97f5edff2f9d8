"""Publishing to a real sshd on loopback, with the real rsync."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.problem import PublishError
from publish.release import Changes, Manifest
from publish.targets.connection import Address, Connection, ssh
from publish.targets.ssh import SshTarget
from publish.targets.target import Kept
from tests.pelican_site import files
from tests.publish.conftest import Desk, Told
from tests.publish.disk import mounted, read_only
from tests.publish.releasing import build, killed, lines, manifest, refusal, release, report
from tests.publish.sshd import HOST, Sshd, free_port, serving

ODD = {
    'a b/it\'s "so".html': "odd",
    "ünï/☃.html": "snow",
    "$(touch gone)/`x`;&*.html": "no command",
    "back\\slash\nline.html": "escaped by sha256sum",
    "-rf": "no option",
}
LIVE = ["index.html", "release.json"]
OTHER = "name another folder with PUBLISH_TO=ssh://…"


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """A server that is up as long as these tests run."""
    with serving(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture
def public(tmp_path: Path, sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is published to; its name needs quoting."""
    monkeypatch.setenv("PUBLISH_SSH", sshd.command)
    return tmp_path / "the public's"


@pytest.fixture
def target(public: Path, sshd: Sshd) -> SshTarget:
    """The target that the folder is, by ssh."""
    return SshTarget.parse(sshd.address(public))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of three files."""
    return build(tmp_path / "site", {"index.html": "home 1", "a/index.html": "a"})


def names(folder: Path) -> list[str]:
    """All that lies in a folder, but the lock's file, which holds nobody up."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_release_is_what_a_folder_on_this_machine_would_hold(
    target: SshTarget, public: Path, site: Path
) -> None:
    """The site is in `releases/0001`, `current` links to it, and it can be read back."""
    counts: list[int] = []

    name, changes = release(target, site, counts.append)

    assert name == "0001"
    assert changes == Changes(("a/index.html", "index.html", "release.json"), (), (), ())
    assert sum(counts) == 3
    assert (public / "current").readlink() == Path("releases/0001")
    assert names(public) == ["current", "releases"]
    assert names(public / "releases") == ["0001"]
    assert files(public / "current") == files(site)
    live = target.live()
    assert live
    assert (live.release, live.manifest) == ("0001", manifest(target, site))
    assert live.read("index.html") == b"home 1"


def test_nothing_is_live_before_the_first_release(target: SshTarget) -> None:
    """Before the first release there is nothing to compare with, and nothing was made."""
    assert list(target.problems()) == []
    assert target.live() is None
    assert target.releases() == []


def test_unchanged_files_are_links_and_keep_their_time(
    target: SshTarget, public: Path, site: Path
) -> None:
    """A file with the same bytes is the same file; one of equal size and time is not skipped."""
    release(target, site)
    os.utime(public / "releases/0001/a/index.html", (5, 5))
    build(site, {"index.html": "home 2", "a/index.html": "a"})
    counts: list[int] = []

    name, changes = release(target, site, counts.append)

    old, new = public / "releases/0001", public / "releases/0002"
    assert (name, changes.changed, sum(counts)) == ("0002", ("index.html",), 3)
    assert (new / "a/index.html").samefile(old / "a/index.html")
    assert (new / "a/index.html").stat().st_mtime == 5
    assert (old / "index.html").read_text() == "home 1"
    assert (new / "index.html").read_text() == "home 2"
    assert (public / "current").readlink() == Path("releases/0002")


def test_odd_names(target: SshTarget, public: Path, site: Path) -> None:
    """Whatever a file is called, it arrives, is read back and is compared as it is called."""
    build(site, {"index.html": "home", "css/style.0123abcd.css": "p{}", **ODD})

    release(target, site)

    assert files(public / "current") == files(site)
    live = target.live()
    assert live
    assert live.manifest == manifest(target, site)
    assert [live.read(name).decode() for name in list(ODD)[:2]] == list(ODD.values())[:2]


def test_web_server_may_read_everything(target: SshTarget, public: Path, site: Path) -> None:
    """Files are 0644 and folders 0755, whatever they are here."""
    (site / "index.html").chmod(0o600)
    (site / "a").chmod(0o700)

    release(target, site)

    modes = {
        path.stat().st_mode & 0o7777 for path in (public / "current/").rglob("*") if path.is_file()
    }
    assert modes == {0o644}
    folders = (public, public / "releases", public / "current", public / "current/a")
    assert {path.stat().st_mode & 0o7777 for path in folders} == {0o755}


def kept(public: Path, *texts: str) -> None:
    """Make releases by hand, the last of them live."""
    for number, text in enumerate(texts, 1):
        build(public / f"releases/{number:04}", {"index.html": text})
    (public / "current").symlink_to(f"releases/{len(texts):04}")


def test_old_releases_are_pruned_by_number(public: Path, sshd: Sshd, site: Path) -> None:
    """The highest numbers are kept, as many as were asked for."""
    target = SshTarget.parse(sshd.address(public), keep=2)
    kept(public, "1", "2", "3")

    release(target, site)

    assert names(public / "releases") == ["0003", "0004"]
    assert target.releases() == [Kept("0003", live=False), Kept("0004", live=True)]


def test_rollback(target: SshTarget, public: Path, site: Path) -> None:
    """It goes back one release at a time; the next release is counted from the highest."""
    kept(public, "1", "2", "3")

    gone_back = [target.rollback(), target.rollback()]

    assert gone_back == [Kept("0002", live=True), Kept("0001", live=True)]
    assert (public / "current/index.html").read_text() == "1"
    assert refusal(target.rollback) == [
        f"{target.name}: keeps no release before 0001 — publish the older site again"
    ]
    assert release(target, site)[0] == "0004"
    assert names(public / "releases") == ["0001", "0004"]


def test_rollback_before_the_first_release(target: SshTarget) -> None:
    """Without a release there is none to go back from."""
    assert refusal(target.rollback) == [
        f"{target.name}: has no live release — publish the older site again"
    ]


@pytest.mark.parametrize(
    ("call", "left"),
    [
        pytest.param(3, ["0001"], id="locked"),
        pytest.param(6, ["0001"], id="before-the-copy"),
        pytest.param(7, [".0002.new", "0001"], id="before-it-is-read-again"),
    ],
)
def test_kill_between_two_steps(
    target: SshTarget,
    public: Path,
    site: Path,
    tmp_path: Path,
    sshd: Sshd,
    call: int,
    left: list[str],
) -> None:
    """Killed before any word to the server, it leaves a whole site live and nothing to mend."""
    kept(public, "home 1")
    (tmp_path / "ssh").write_text(
        f"#!/bin/sh\necho >>{tmp_path}/calls\n"
        f'if [ "$(wc -l <{tmp_path}/calls)" = {call} ]; then kill -9 "$PUBLISHER"; fi\n'
        f'exec {sshd.command} "$@"\n'
    )
    (tmp_path / "ssh").chmod(0o755)

    killed(target.name, site, after=1000, PUBLISH_SSH=shlex.quote(str(tmp_path / "ssh")))

    live = (public / "current").resolve()
    assert (live.name, sorted(files(live))) == ("0001", LIVE)
    assert [name[:9] for name in names(public / "releases")] == left
    assert release(target, site)[0] == "0002"
    assert files(public / "current") == files(site)
    assert names(public / "releases") == ["0001", "0002"]


def test_kill_while_files_are_copied(target: SshTarget, public: Path, site: Path) -> None:
    """Killed in the middle of the copying, it leaves what was live, and the next run works."""
    kept(public, "home 1")
    build(site, {f"{number}.html": "x" * 10_000 for number in range(200)})

    killed(target.name, site, after=1)

    assert sorted(files(public / "current")) == LIVE
    release(target, site)
    assert files(public / "current") == files(site)


def test_leftovers_are_removed(target: SshTarget, public: Path, site: Path) -> None:
    """What killed runs have left is gone after the next one."""
    kept(public, "home 1")
    for name in (".0002.new", ".0002.new.0123abcd", ".0000.old"):
        (public / "releases" / name).mkdir()
    (public / ".current.new").symlink_to("releases/0009")

    assert release(target, site)[0] == "0002"

    assert names(public / "releases") == ["0001", "0002"]
    assert names(public) == ["current", "releases"]


def test_second_publish_from_the_same_machine(target: SshTarget) -> None:
    """A second publish stops and names the process that is at work."""
    with target.alone():
        told = refusal(target.alone().__enter__)

    who = f"process {os.getpid()} on {socket.gethostname()}"
    assert told == [f"{target.name}: another publish is at work here ({who}) — wait for its end"]


def test_second_publish_from_elsewhere(
    target: SshTarget, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One from another machine, which shares no lock but the server's, stops as well."""
    (tmp_path / "elsewhere").mkdir()

    with target.alone(), monkeypatch.context() as elsewhere:
        elsewhere.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
        told = refusal(SshTarget.parse(target.name).alone().__enter__)

    who = f"process {os.getpid()} on {socket.gethostname()}"
    assert told == [f"{target.name}: another publish is at work here ({who}) — wait for its end"]
    assert release(target, site)[0] == "0001"


def test_lock_of_a_process_that_has_just_been_killed(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that the server is about to free is waited for, a second or two."""
    tried = shlex.quote(str(tmp_path / "tried"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/flock").write_text(
        f"#!/bin/sh\nif [ ! -e {tried} ]; then : >{tried}; exit 1; fi\n"
        f'exec {shutil.which("flock")} "$@"\n'
    )
    (tmp_path / "bin/flock").chmod(0o755)

    with serving(tmp_path / "sshd", f"SetEnv PATH={tmp_path / 'bin'}:{os.environ['PATH']}") as slow:
        monkeypatch.setenv("PUBLISH_SSH", slow.command)
        with SshTarget.parse(slow.address(public)).alone():
            locked = (tmp_path / "tried").exists()

    assert locked


def test_lock_that_is_lost(target: SshTarget, tmp_path: Path) -> None:
    """When the connection with the lock is gone, the switch is not made."""
    connection = Connection(Address.parse(target.name))

    with connection.hold("echo held; cat", tmp_path / "socket") as said:
        answer = connection.ask("switch")
        assert connection._held
        connection._held.kill()
        connection._held.wait()

        told = refusal(lambda: connection.ask("switch"))

    assert (said, answer) == ("held", "switch")
    fault = "the connection was lost, and the lock with it"
    assert told == [f"{target.name}: {fault} — publish again"]


def test_switch_that_the_server_refuses(target: SshTarget, public: Path, site: Path) -> None:
    """What the server says is told; what was live still is, and nothing half-made stays."""
    kept(public, "home 1")
    (public / "releases/0002").write_text("in the way")

    told = refusal(lambda: release(target, site))

    fault = "the server says “0002: File exists”"
    assert told == [f"{target.name}: {fault} — mend that, then publish again"]
    assert (public / "current").readlink() == Path("releases/0001")
    assert names(public / "releases") == ["0001", "0002"]


def refused(target: SshTarget, *messages: str) -> None:
    """Hold that the target's problems are just these."""
    assert lines(target.problems()) == [
        message.replace("TARGET", target.name) for message in messages
    ]


@pytest.mark.parametrize(
    ("prepare", "messages"),
    [
        ("touch public", [f"TARGET: is not a folder — move it away, or {OTHER}"]),
        (
            "mkdir public; touch public/thesis.odt public/.profile public/z",
            [
                "TARGET: holds other files (.profile and 2 more)"
                " — name an empty folder with PUBLISH_TO=ssh://…"
            ],
        ),
        (
            "mkdir -p public/current",
            [f"TARGET/current: is a folder, not a link to a release — move it away, or {OTHER}"],
        ),
        (
            "mkdir -p public/releases/0001; touch public/current",
            [f"TARGET/current: is a file, not a link to a release — move it away, or {OTHER}"],
        ),
        (
            "mkdir public; touch public/releases; ln -s /etc public/current",
            [
                f"TARGET/releases: is not a folder — move it away, or {OTHER}",
                f"TARGET/current: points to /etc, not to a release — move it away, or {OTHER}",
            ],
        ),
    ],
)
def test_what_is_in_the_way(
    target: SshTarget, public: Path, tmp_path: Path, prepare: str, messages: list[str]
) -> None:
    """All that is in the way is told, each with its remedy, and left as it was."""
    prepare = prepare.replace("public", shlex.quote(str(public)))
    subprocess.run(["sh", "-c", prepare], check=True)
    before = sorted(tmp_path.rglob("*"))

    refused(target, *messages)

    assert sorted(tmp_path.rglob("*")) == before


def test_read_only_target(tmp_path: Path, target: SshTarget, sshd: Sshd) -> None:
    """A file system that takes no writes is told of before anything is done."""
    with mounted(tmp_path / "disk") as disk:
        on_disk = SshTarget.parse(sshd.address(disk / "public"))
        kept(disk / "public", "home 1")
        read_only(disk)

        remedy = f"change its mode, or {OTHER}"
        refused(
            on_disk,
            f"TARGET: cannot be written to — {remedy}",
            f"TARGET/releases: cannot be written to — {remedy}",
        )
        told = refusal(on_disk.alone().__enter__)
        assert sorted(files(disk / "public/current")) == LIVE

    lock = f"{disk / 'public'}/releases/.lock"
    fault = f"the server says “cannot create {lock}: Read-only file system”"
    remedy = f"let the user write there, or {OTHER}"
    assert told == [f"{on_disk.name}: {fault} — {remedy}"]


def test_full_disk(tmp_path: Path, target: SshTarget, sshd: Sshd, site: Path) -> None:
    """A disk that is full leaves what was live, and is mended by room alone."""
    with mounted(tmp_path / "disk") as disk:
        on_disk = SshTarget.parse(sshd.address(disk / "public"))
        kept(disk / "public", "home 1")
        build(site, {"index.html": "home 2", "big.html": os.urandom(2_000_000)})

        told = refusal(lambda: release(on_disk, site))

        assert [line.split("“")[0] for line in told] == [f"{on_disk.name}: rsync says "]
        assert told[0].endswith(
            "No space left on device (28)” — make room there, then publish again"
        )
        assert (disk / "public/current/index.html").read_text() == "home 1"
        assert names(disk / "public/releases") == ["0001"]
        build(site, {"index.html": "home 2"})
        assert release(on_disk, site)[0] == "0002"


def test_site_that_changes_while_it_is_copied(target: SshTarget, public: Path, site: Path) -> None:
    """What arrived is read again: when it is not what was planned, it does not go out."""
    kept(public, "home 1")
    planned = Manifest({**manifest(target, site).digests, "index.html": "0" * 64})
    changes = Changes((), ("index.html",), (), ())

    with target.alone():
        told = refusal(lambda: target.release(site, planned, changes, lambda count: None))

    assert told == [f"{site}: was changed while it was being published — publish again"]
    assert names(public / "releases") == ["0001"]


def test_nobody_listens(tmp_path: Path, target: SshTarget) -> None:
    """A server that is down is told of as ssh tells it."""
    port = free_port()

    refused(
        SshTarget.parse(f"ssh://{HOST}:{port}{tmp_path}"),
        f"TARGET: ssh says “connect to host {HOST} port {port}: Connection refused”"
        " — look at the host and its port, and whether it is up",
    )


def test_unknown_host(target: SshTarget, sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose key nobody has compared is not trusted, nor is anybody asked."""
    monkeypatch.setenv("PUBLISH_SSH", sshd.command.replace(str(sshd.folder / "known"), "/dev/null"))

    refused(
        target,
        "TARGET: ssh says “Host key verification failed.”"
        f" — connect once by hand and compare the key: ssh -p {sshd.port} {HOST}",
    )


def test_key_that_the_server_does_not_know(
    target: SshTarget, sshd: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that is refused ends it; no password is asked for."""
    other = shlex.quote(str(sshd.folder / "host"))
    monkeypatch.setenv("PUBLISH_SSH", sshd.command.replace(str(sshd.folder / "user"), other))

    told = lines(target.problems())

    assert [line.split("@")[-1] for line in told] == [
        f"{HOST}: Permission denied (publickey).”"
        " — let the server know your key, or add it to your agent: ssh-add"
    ]


def test_server_without_the_programs(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server lacks is named, with the package that brings it."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "readlink", "sha256sum"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))

    with serving(tmp_path / "sshd", f"SetEnv PATH={tmp_path / 'bin'}") as poor:
        monkeypatch.setenv("PUBLISH_SSH", poor.command)
        refused(
            SshTarget.parse(poor.address(public)),
            "TARGET: the server has no flock"
            " — install it there (Debian: apt-get install util-linux)",
            "TARGET: the server has no rsync — install it there (Debian: apt-get install rsync)",
        )


def test_server_whose_shell_prints(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A greeting in what a program prints is told of, and not taken for the program's answer."""
    greeting = 'ForceCommand echo Hello; eval "$SSH_ORIGINAL_COMMAND"'

    with serving(tmp_path / "sshd", greeting) as loud:
        monkeypatch.setenv("PUBLISH_SSH", loud.command)
        refused(
            SshTarget.parse(loud.address(public)),
            "TARGET: its shell prints “Hello” at login"
            " — let it print nothing when no terminal is there",
        )


def test_quote_left_open(target: SshTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command for ssh that is none ends in no traceback."""
    monkeypatch.setenv("PUBLISH_SSH", "ssh -o 'User me")

    refused(target, "PUBLISH_SSH: 'ssh -o 'User me' has a quote that is left open — close it")


def test_nothing_is_asked_and_nothing_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ssh that is run says that it asks nobody and gives up; what the user sets is stronger."""
    monkeypatch.setenv("PUBLISH_SSH", "ssh -F none -o 'ConnectTimeout 7'")

    shown = subprocess.run([*ssh(), "-G", "host"], check=True, capture_output=True, text=True)

    settings = {"batchmode yes", "connecttimeout 7", "serveraliveinterval 10"}
    assert settings <= set(shown.stdout.splitlines())


def test_no_ssh_on_this_machine(target: SshTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ssh here, that is what is told."""
    monkeypatch.setenv("PUBLISH_SSH", "no-such-ssh")

    refused(
        target,
        "no-such-ssh: cannot be run here (No such file or directory)"
        " — install it, or name another ssh with PUBLISH_SSH",
    )


@pytest.mark.parametrize(
    ("to", "name", "path"),
    [
        ("ssh://example.org/srv/www", "ssh://example.org/srv/www", "/srv/www"),
        ("ssh://me@example.org:22//srv/a b/", "ssh://me@example.org:22/srv/a b", "/srv/a b"),
        ("ssh://me@[::1]/srv/it's", "ssh://me@[::1]/srv/it's", "/srv/it's"),
    ],
)
def test_address(to: str, name: str, path: str) -> None:
    """An address is read, and written in one way only."""
    target = SshTarget.parse(to)

    assert target.name == name
    assert target.look().startswith(f"It lies in {path}/current on ")


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("ssh://example.org", "is no address of a folder on a server"),
        ("ssh://example.org:port/srv", "is no address of a folder on a server"),
        ("ssh://-oProxyCommand=x/srv", "is no address of a folder on a server"),
        ("ssh://-l@example.org/srv", "is no address of a folder on a server"),
        ("ssh:///srv/www", "is no address of a folder on a server"),
        ("rsync://example.org/srv", "is no address of a folder on a server"),
        ("ssh://example.org/", "names no folder of its own"),
        ("ssh://example.org/srv/../..", "names no folder of its own"),
    ],
)
def test_what_is_no_address(to: str, message: str) -> None:
    """What is no address is refused with the form that one has."""
    with pytest.raises(PublishError) as raised:
        SshTarget.parse(to)

    assert str(raised.value) == f"{to}: {message} — write ssh://user@host/absolute/path"


def test_password_in_an_address() -> None:
    """A password is refused and not repeated."""
    with pytest.raises(PublishError) as raised:
        SshTarget.parse("ssh://me:secret@example.org/srv")

    fault = "holds a password — leave it out, and let the server know your key"
    assert str(raised.value) == f"ssh://me@example.org/srv: {fault}"


def test_command(desk: Desk, target: SshTarget, public: Path) -> None:
    """The writer's commands publish, say where it lies, list what is kept and go back."""
    desk.record("a")
    first = desk.publish(to=target.name)
    desk.record("a", "b")
    second = desk.publish(to=target.name)
    back = desk.run("rollback", f"--to={target.name}")
    listed = desk.run("releases", f"--to={target.name}")

    new = ("  new      A  /rants/a/", "  new      _headers", "  new      index.html")
    assert (first.status, first.err, first.out) == (
        0,
        [],
        report(
            target,
            "Published release 0001 to TARGET: 5 files (5 new)",
            *new,
            "  new      rants/a.html",
        ),
    )
    assert (second.status, second.err, second.out) == (
        0,
        [],
        report(
            target,
            "Published release 0002 to TARGET: 6 files (1 new, 1 changed, 4 as before)",
            "  new      B  /rants/b/",
        ),
    )
    assert back == Told(0, [f"{target.name} shows release 0001 again", target.look()], [])
    assert listed == Told(0, ["0001  live", "0002"], [])
    assert (public / "current").readlink() == Path("releases/0001")
