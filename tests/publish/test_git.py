"""Publishing to a real bare repository: by file://, and by ssh to a real sshd."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
from pathlib import Path

import pytest

from publish.problem import PublishError
from publish.release import Changes, Manifest
from publish.targets.git import GitTarget
from publish.targets.target import Kept
from tests.pelican_site import files
from tests.publish.conftest import Desk, Told
from tests.publish.disk import mounted
from tests.publish.releasing import build, killed, lines, manifest, refusal, release, report
from tests.publish.sshd import HOST, free_port, serving

ODD = {
    'a b/it\'s "so".html': "odd",
    "ünï/☃.html": "snow",
    "$(touch gone)/`x`;&*.html": "no command",
    "-rf": "no option",
    "back\\slash.html": "slash",
}
LOCATIONS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    """Run git in a repository and give what it prints."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=given,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode().strip()


def subjects(repository: Path) -> list[str]:
    """The subjects of the branch's commits, latest first."""
    return git(repository, "log", "--format=%s", "gh-pages").splitlines()


def pushed(repository: Path, name: str, text: str, *, parent: str = "") -> str:
    """Put one file on the branch as somebody else does; give the commit."""
    blob = git(repository, "hash-object", "-w", "--stdin", given=text.encode())
    tree = git(repository, "mktree", given=f"100644 blob {blob}\t{name}\n".encode())
    person = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    parents = ["-p", parent] if parent else []
    commit = git(repository, *person, "commit-tree", *parents, "-m", "by hand", tree)
    git(repository, "update-ref", "refs/heads/gh-pages", commit)
    return commit


@pytest.fixture(autouse=True)
def _writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer whose git has no configuration, and whose temporary files are looked at."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bare repository without a commit."""
    git(tmp_path, "init", "--quiet", "--bare", "public.git")
    return tmp_path / "public.git"


@pytest.fixture
def target(repository: Path) -> GitTarget:
    """The target that the repository's branch `gh-pages` is."""
    return GitTarget.parse(f"git+file://{repository}#gh-pages")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of three files."""
    return build(tmp_path / "site", {"index.html": "home 1", "a/index.html": "a"})


def test_release_is_a_commit_of_the_site_alone(
    target: GitTarget, repository: Path, site: Path, tmp_path: Path
) -> None:
    """The branch holds the site and `.nojekyll`; nothing is left on this machine."""
    counts: list[int] = []

    name, changes = release(target, site, counts.append)

    assert name == "0001"
    assert changes == Changes(("a/index.html", "index.html", "release.json"), (), (), ())
    assert sum(counts) == 3
    assert subjects(repository) == ["Release 0001"]
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(repository), "clone")
    published = {
        path: content
        for path, content in files(tmp_path / "clone").items()
        if not path.startswith(".git/")
    }
    assert published == {**files(site), ".nojekyll": b""}
    live = target.live()
    assert live
    assert (live.release, live.manifest) == ("0001", manifest(target, site))
    assert live.read("index.html") == b"home 1"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_next_release_is_a_commit_on_the_one_before(
    target: GitTarget, repository: Path, site: Path
) -> None:
    """A change of equal size and time is seen, what is gone is gone, and history is kept."""
    release(target, site)
    build(site, {"index.html": "home 2"})

    name, changes = release(target, site)

    assert (name, changes) == (
        "0002",
        Changes((), ("index.html",), ("a/index.html",), ("release.json",)),
    )
    assert subjects(repository) == ["Release 0002", "Release 0001"]
    assert git(repository, "show", "gh-pages:index.html") == "home 2"


def test_nothing_is_live_before_the_first_release(target: GitTarget) -> None:
    """A repository without the branch has no problem and nothing live."""
    assert list(target.problems()) == []
    assert target.live() is None
    assert target.releases() == []
    assert refusal(target.rollback) == [
        f"{target.name}: has no live release — publish the older site again"
    ]


def test_odd_names(target: GitTarget, site: Path) -> None:
    """Whatever a file is called, it arrives, is read back and is compared as it is called."""
    build(site, {"index.html": "home", "css/style.0123abcd.css": "p{}", **ODD})

    release(target, site)

    live = target.live()
    assert live
    assert live.manifest == manifest(target, site)
    assert {name: live.read(name).decode() for name in ODD} == ODD


def test_name_that_cannot_be_imported(target: GitTarget, repository: Path, site: Path) -> None:
    """Where ghp-import ends in a traceback the file is named, and the branch stays as it was."""
    release(target, site)
    build(site, {"index.html": "home 2", '"quoted".html': "x"})

    told = refusal(lambda: release(target, site))

    said = '“fatal: Garbage after path in: M 100644 inline "quoted".html”'
    assert told == [
        f'{site}/"quoted".html: would not be in the commit as it is here: git says {said}'
        " — publish again, or give the file a plainer name"
    ]
    assert subjects(repository) == ["Release 0001"]


def test_site_that_changes_while_it_is_imported(
    target: GitTarget, repository: Path, site: Path
) -> None:
    """A commit that is not what was planned is not pushed."""
    release(target, site)
    digests = {**manifest(target, site).digests, "index.html": "0" * 40}

    with target.alone():
        told = refusal(
            lambda: target.release(site, Manifest(digests), Changes((), (), (), ()), print)
        )

    fault = "would not be in the commit as it is here"
    assert told == [f"{site}/index.html: {fault} — publish again, or give the file a plainer name"]
    assert subjects(repository) == ["Release 0001"]


def test_empty_site(target: GitTarget, repository: Path, site: Path, tmp_path: Path) -> None:
    """An empty folder does not empty the branch."""
    release(target, site)
    (tmp_path / "empty").mkdir()
    changes = Changes((), (), tuple(files(site)), ())

    with target.alone():
        told = refusal(
            lambda: target.release(tmp_path / "empty", Manifest({}), changes, lambda count: None)
        )

    assert told == [f"{tmp_path}/empty: is empty — look at what the build said"]
    assert subjects(repository) == ["Release 0001"]


def test_branch_that_holds_somebodys_sources(
    target: GitTarget, repository: Path, site: Path
) -> None:
    """A branch on which nothing was ever published is not overwritten."""
    pushed(repository, "thesis.tex", "The work of years.")

    told = refusal(lambda: release(target, site))

    assert told == [
        f"{target.name}: holds other files (thesis.tex)"
        " — name another branch after the # of PUBLISH_TO"
    ]
    assert subjects(repository) == ["by hand"]


def test_commit_made_by_hand_on_a_release(target: GitTarget, repository: Path, site: Path) -> None:
    """What the writer did on the branch himself is seen as a change, and kept in its history."""
    release(target, site)
    pushed(repository, "release.json", "{}", parent=git(repository, "rev-parse", "gh-pages"))

    live = target.live()

    assert live
    assert (live.release, sorted(live.manifest.digests)) == ("0001", ["release.json"])
    assert release(target, site)[0] == "0002"
    assert subjects(repository) == ["Release 0002", "by hand", "Release 0001"]


def test_somebody_else_publishes_meanwhile(target: GitTarget, repository: Path, site: Path) -> None:
    """What was pushed after the plan was made is not overwritten; the next publish works."""
    release(target, site)
    build(site, {"index.html": "home 2"})
    changes = Changes((), ("index.html",), (), ())

    with target.alone():
        assert target.live()
        tip = git(repository, "rev-parse", "gh-pages")
        pushed(repository, "release.json", "{}", parent=tip)
        told = refusal(
            lambda: target.release(site, manifest(target, site), changes, lambda count: None)
        )

    assert told == [f"{target.name}: somebody else has published meanwhile — publish again"]
    assert subjects(repository) == ["by hand", "Release 0001"]
    assert release(target, site)[0] == "0002"


def test_push_that_the_server_refuses(target: GitTarget, repository: Path, site: Path) -> None:
    """The server's own reason is told in quotes."""
    hook = repository / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'No pushes on Sundays.' >&2\nexit 1\n")
    hook.chmod(0o755)

    told = refusal(lambda: release(target, site))

    assert told == [
        f"{target.name}: git says “remote: No pushes on Sundays.”"
        " — let the server accept pushes to the branch"
    ]
    assert git(repository, "for-each-ref") == ""


def test_full_disk(tmp_path: Path, site: Path) -> None:
    """A disk that is full leaves the branch as it was, and is mended by room alone."""
    with mounted(tmp_path / "disk") as disk:
        git(disk, "init", "--quiet", "--bare", "--template=", "public.git")
        target = GitTarget.parse(f"git+file://{disk}/public.git#gh-pages")
        release(target, site)
        build(site, {"index.html": "home 2", "big.html": os.urandom(2_000_000)})

        told = refusal(lambda: release(target, site))

        assert [line.split("“")[0] for line in told] == [f"{target.name}: git says "]
        assert told[0].endswith("” — make room there, then publish again")
        assert subjects(disk / "public.git") == ["Release 0001"]
        build(site, {"index.html": "home 2"})
        assert release(target, site)[0] == "0002"


def test_rollback(target: GitTarget, repository: Path, site: Path) -> None:
    """It goes back one release at a time by new commits; the next release is the highest."""
    for text in ("1", "2", "3"):
        build(site, {"index.html": text})
        release(target, site)

    gone_back = [target.rollback(), target.rollback()]

    assert gone_back == [Kept("0002", live=True), Kept("0001", live=True)]
    assert git(repository, "show", "gh-pages:index.html") == "1"
    assert target.releases() == [
        Kept("0001", live=True),
        Kept("0002", live=False),
        Kept("0003", live=False),
    ]
    assert refusal(target.rollback) == [
        f"{target.name}: has no release before 0001 — publish the older site again"
    ]
    assert release(target, site)[0] == "0004"
    assert subjects(repository) == [
        "Release 0004",
        "Back to release 0001",
        "Back to release 0002",
        "Release 0003",
        "Release 0002",
        "Release 0001",
    ]


def test_releases_are_the_last_few(repository: Path, site: Path) -> None:
    """As many are listed as are to be kept, though git keeps them all."""
    target = GitTarget.parse(f"git+file://{repository}#gh-pages", keep=2)
    for text in ("1", "2", "3"):
        build(site, {"index.html": text})
        release(target, site)

    assert target.releases() == [Kept("0002", live=False), Kept("0003", live=True)]


def test_kill_before_the_push(
    target: GitTarget, repository: Path, site: Path, tmp_path: Path
) -> None:
    """A run that is killed leaves the branch as it was; the next one removes what it has left."""
    release(target, site)
    build(site, {"index.html": "home 2"})

    killed(target.name, site, after=1)

    assert subjects(repository) == ["Release 0001"]
    assert release(target, site)[0] == "0002"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_second_publish(target: GitTarget) -> None:
    """A second publish from this machine stops and names the process that is at work."""
    with target.alone():
        told = refusal(target.alone().__enter__)

    who = f"process {os.getpid()} on {socket.gethostname()}"
    assert told == [f"{target.name}: another publish is at work here ({who}) — wait for its end"]


def test_who_commits_and_when(
    target: GitTarget, repository: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer commits as git knows him, or else a name of our own, on the day that is set."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    release(target, site)
    git(repository, "config", "--global", "user.name", "A Writer")
    git(repository, "config", "--global", "user.email", "writer@example.org")
    release(target, build(site, {"index.html": "2"}))
    target.rollback()

    people = git(repository, "log", "--format=%an <%ae> %cn <%ce> %at %ct", "gh-pages")

    writer = "A Writer <writer@example.org>"
    nobody = "End Rant publish <publish@end-rant.invalid>"
    when = "1000000000 1000000000"
    assert people.splitlines() == [
        f"{writer} {writer} {when}",
        f"{writer} {writer} {when}",
        f"{nobody} {nobody} {when}",
    ]


def test_git_that_is_led_elsewhere(
    target: GitTarget, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a hook of the writer's own repository, that repository is not touched."""
    git(tmp_path, "init", "--quiet", "own")
    before = files(tmp_path / "own")
    for name in LOCATIONS:
        monkeypatch.setenv(name, str(tmp_path / "own/.git"))

    assert release(target, site)[0] == "0001"

    assert files(tmp_path / "own") == before


def test_repository_with_sha256(tmp_path: Path, site: Path) -> None:
    """A repository whose ids are SHA-256 is read and written as well."""
    git(tmp_path, "init", "--quiet", "--bare", "--object-format=sha256", "public.git")
    pushed(tmp_path / "public.git", "release.json", "{}")
    target = GitTarget.parse(f"git+file://{tmp_path}/public.git#gh-pages")

    name, changes = release(target, site)

    assert (name, changes.same) == ("0001", ("release.json",))
    live = target.live()
    assert live
    assert live.manifest == manifest(target, site)


def test_repository_that_is_not_there(tmp_path: Path) -> None:
    """A repository that is missing is told of as git tells it."""
    target = GitTarget.parse(f"git+file://{tmp_path}/none.git#gh-pages")

    assert lines(target.problems()) == [
        f"{target.name}: git says “fatal: '{tmp_path}/none.git' does not appear to be a git"
        " repository” — look at the address, or make the repository there first"
    ]


def test_host_that_is_not_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that does not answer is told of, and nothing hangs."""
    monkeypatch.delenv("PUBLISH_SSH", raising=False)
    port = free_port()
    target = GitTarget.parse(f"git+ssh://{HOST}:{port}/public.git#gh-pages")

    assert lines(target.problems()) == [
        f"{target.name}: git says “ssh: connect to host {HOST} port {port}: Connection refused”"
        " — look at the host, and whether it is up"
    ]


def test_by_ssh(
    repository: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same repository is published to by ssh, with the ssh of `PUBLISH_SSH`."""
    with serving(tmp_path / "sshd") as server:
        monkeypatch.setenv("PUBLISH_SSH", server.command)
        target = GitTarget.parse(f"git+{server.address(repository)}#gh-pages")

        assert release(target, site)[0] == "0001"
        live = target.live()

    assert live
    assert live.manifest == manifest(target, site)


def test_look(target: GitTarget, repository: Path, tmp_path: Path, site: Path) -> None:
    """The command that it is looked at with works as it is told."""
    release(target, site)
    where, _, command = target.look().partition(": ")

    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)

    assert where == "It lies on the branch gh-pages. Look at it"
    assert (tmp_path / "published/index.html").read_text() == "home 1"


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("git+https://example.org/a.git", "is no address of a repository's branch"),
        ("git+https://example.org/a.git#", "is no address of a repository's branch"),
        ("git+https://example.org/a.git#--force", "is no address of a repository's branch"),
        ("git+https://example.org/a.git#a..b", "is no address of a repository's branch"),
        ("git+https://example.org/a.git#a.lock", "is no address of a repository's branch"),
        ("git+ext://sh -c x#main", "is no address of a repository's branch"),
        ("git+http://example.org/a.git#main", "is no address of a repository's branch"),
        ("git+https:///a.git#main", "names no repository"),
        ("git+ssh://-oProxyCommand=x/a#main", "names no repository"),
        ("git+file://host/a.git#main", "names no repository"),
    ],
)
def test_what_is_no_address(to: str, fault: str) -> None:
    """What is no address is refused with the form that one has."""
    with pytest.raises(PublishError) as raised:
        GitTarget.parse(to)

    assert str(raised.value) == f"{to}: {fault} — write git+https://host/name.git#gh-pages"


def test_password_in_an_address() -> None:
    """A password is refused and not repeated."""
    with pytest.raises(PublishError) as raised:
        GitTarget.parse("git+https://me:secret@example.org/a.git#main")

    fault = "holds a password — leave it out, and let git's credential helper keep it"
    assert str(raised.value) == f"git+https://me@example.org/a.git#main: {fault}"


def test_command(desk: Desk, target: GitTarget, repository: Path) -> None:
    """The writer's commands publish, say where it lies, list what is kept and go back."""
    desk.record("a")
    first = desk.publish(to=target.name)
    desk.record("a", "b")
    second = desk.publish(to=target.name)
    again = desk.publish(to=target.name)
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
    assert (again.status, again.err, again.out) == (
        0,
        [],
        report(target, "Nothing has changed: TARGET shows release 0002 already (6 files)"),
    )
    assert back == Told(0, [f"{target.name} shows release 0001 again", target.look()], [])
    assert listed == Told(0, ["0001  live", "0002"], [])
    assert subjects(repository) == ["Back to release 0001", "Release 0002", "Release 0001"]
