"""Publishing to a real S3 API on loopback, object by object."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.problem import PublishError
from publish.release import Changes, Manifest
from publish.targets.s3 import BRIEF, IMMUTABLE, Headers, S3Target, headers
from publish.targets.target import Kept
from tests.pelican_site import files
from tests.publish.conftest import Desk, Told
from tests.publish.releasing import build, killed, lines, manifest, refusal, release, report
from tests.publish.sshd import free_port
from tests.publish.storage import Storage, environment, storing

ODD = {
    'a b/it\'s "so".html': "odd",
    "ünï/☃.html": "snow",
    "$(touch gone)/`x`;&*+<>%20.html": "no command",
    "-rf": "no option",
    "back\\slash.html": "slash",
}
SITE = {
    "index.html": '<link href="/s.aaaaaaaa.css"><a href="/a.html">',
    "a.html": '<link href="/s.aaaaaaaa.css">',
    "b.html": '<link href="/s.aaaaaaaa.css">',
    "rss.xml": "/a.html /b.html",
    "s.aaaaaaaa.css": "p{}",
}
NEXT = {
    "index.html": '<link href="/s.bbbbbbbb.css"><a href="/c.html">',
    "a.html": '<link href="/s.bbbbbbbb.css">',
    "c.html": '<link href="/s.bbbbbbbb.css">',
    "rss.xml": "/a.html /c.html",
    "s.bbbbbbbb.css": "p{}",
    "release.json": "{ }",
}


@pytest.fixture(scope="module")
def _storage() -> Iterator[Storage]:
    with storing() as storage:
        yield storage


@pytest.fixture
def storage(_storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """Storage with one bucket, `site`, that is empty."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    for name, value in environment(_storage.address).items():
        monkeypatch.setenv(name, value)
    _storage.empty()
    return _storage


@pytest.fixture
def target(storage: Storage) -> S3Target:
    """The target that the whole bucket is."""
    return S3Target.parse("s3://site")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of six files."""
    return build(tmp_path / "site", SITE)


def test_assets_then_pages_then_what_leads_to_them(
    target: S3Target, storage: Storage, site: Path
) -> None:
    """What a page needs is there before it, and a page before what links to it."""
    counts: list[int] = []

    name, changes = release(target, site, counts.append)

    assert (name, changes.count, sum(counts)) == ("0001", 6, 6)
    assert storage.files() == files(site)
    puts = storage.gate.changes
    assert sorted(puts[2:4]) == ["PUT /site/a.html", "PUT /site/b.html"]
    assert [*puts[:2], *puts[4:]] == [
        "PUT /site/.publish",
        "PUT /site/s.aaaaaaaa.css",
        "PUT /site/rss.xml",
        "PUT /site/index.html",
        "PUT /site/release.json",
        "PUT /site/.publish",
    ]


def test_only_what_has_changed_is_put(target: S3Target, storage: Storage, site: Path) -> None:
    """A change of equal size and time is put, nothing else is; what is gone goes last."""
    release(target, site)
    build(site, {**SITE, "a.html": SITE["a.html"].replace("a", "b", 1), "z.html": "z"})
    release(target, site)
    storage.gate.changes.clear()
    build(site, SITE)

    name, changes = release(target, site)

    assert name == "0003"
    assert (changes.changed, changes.gone) == (("a.html",), ("z.html",))
    assert storage.gate.changes == [
        "PUT /site/.publish",
        "PUT /site/a.html",
        "DELETE /site/z.html",
        "PUT /site/.publish",
    ]
    assert storage.files() == files(site)


def test_each_file_is_told_of(target: S3Target, site: Path) -> None:
    """What is put and what stays are counted alike: a bar comes to its end."""
    release(target, site)
    build(site, {**SITE, "a.html": "new"})
    done: list[int] = []

    release(target, site, done.append)

    assert sum(done) == len(files(site))


def test_prefix(storage: Storage, site: Path) -> None:
    """Below a prefix nothing else is read, put or deleted, not even what is called like it."""
    for key in ("blog.html", "blog2/index.html", "other"):
        storage.client.put_object(Bucket="site", Key=key, Body=b"not ours")
    target = S3Target.parse("s3://site/my/blog/")
    release(target, site)

    release(target, build(site, NEXT))

    ours = {f"my/blog/{path}": content for path, content in files(site).items()}
    others = dict.fromkeys(("blog.html", "blog2/index.html", "other"), b"not ours")
    assert storage.files() == {**ours, **others}


def test_what_is_live(target: S3Target, storage: Storage, site: Path) -> None:
    """Digests are what the storage says they are, and each file can be read."""
    assert target.live() is None
    assert target.releases() == []
    build(site, {"index.html": "home", **ODD})
    release(target, site)

    live = target.live()

    assert live
    assert (live.release, live.manifest) == ("0001", manifest(target, site))
    assert {name: live.read(name).decode() for name in ODD} == ODD
    assert target.releases() == [Kept("0001", live=True)]


def test_more_objects_than_one_answer_lists(target: S3Target, storage: Storage, site: Path) -> None:
    """A site of more than a thousand files is listed whole."""
    release(target, build(site, {f"{number}.html": str(number) for number in range(1001)}))

    live = target.live()

    assert live
    assert live.manifest == manifest(target, site)


def whole(found: dict[str, bytes]) -> bool:
    """Say whether all that a page, a feed or the home page names is there."""
    texts = [content.decode() for path, content in found.items() if path != "release.json"]
    return all(
        name in found for text in texts for name in re.findall(r"/([\w.]+\.(?:css|html))", text)
    )


def test_failure_after_any_number_of_changes(
    target: S3Target, storage: Storage, site: Path
) -> None:
    """However far it came, each page is whole and has what it needs; the next publish mends it."""
    release(target, build(site, SITE))
    storage.gate.changes.clear()
    release(target, build(site, NEXT))
    changes = len(storage.gate.changes)
    told = set[str]()

    for count in range(changes):
        storage.empty()
        release(target, build(site, SITE))
        storage.gate.left = count
        told.update(refusal(lambda: release(target, build(site, NEXT))))
        storage.gate.left = None

        assert whole(storage.files()), (count, storage.keys())
        release(target, site)
        assert storage.files() == files(site)

    assert changes == 10
    assert told == {
        "s3://site: the storage says “AccessDenied: Access Denied”"
        " — set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to keys that may do this"
    }


def test_first_publish_that_fails(target: S3Target, storage: Storage, site: Path) -> None:
    """What an unfinished first publish has left is known as its own by the next."""
    storage.gate.left = 3
    refusal(lambda: release(target, site))
    storage.gate.left = None

    assert list(target.problems()) == []
    assert release(target, site)[0] == "0001"
    assert storage.files() == files(site)


@pytest.mark.parametrize("after", [1, 2, 4, 5])
def test_kill_in_the_middle(target: S3Target, storage: Storage, site: Path, after: int) -> None:
    """A run that is killed leaves every page whole, and the next one mends it."""
    release(target, site)
    build(site, NEXT)

    killed(target.name, site, after=after)

    assert whole(storage.files()), storage.keys()
    assert release(target, site)[0] == "0002"
    assert storage.files() == files(site)


def test_second_publish(target: S3Target) -> None:
    """A second publish from this machine stops and names the process that is at work."""
    with target.alone():
        told = refusal(target.alone().__enter__)

    who = f"process {os.getpid()} on {socket.gethostname()}"
    assert told == [f"s3://site: another publish is at work here ({who}) — wait for its end"]


def test_bucket_that_holds_other_files(target: S3Target, storage: Storage) -> None:
    """A bucket in which nothing was published is not published to, nor read as if it were."""
    for key in ("thesis.odt", "backup.tar.gz", "drawn-by-a-console/"):
        storage.client.put_object(Bucket="site", Key=key, Body=b"")

    fault = "holds other files (backup.tar.gz and 1 more)"
    message = (
        f"s3://site: {fault} — name an empty bucket or prefix with PUBLISH_TO=s3://bucket/prefix"
    )
    assert lines(target.problems()) == [message]
    assert refusal(target.live) == [message]


def test_empty_site(target: S3Target, storage: Storage, site: Path, tmp_path: Path) -> None:
    """An empty folder does not empty the bucket."""
    release(target, site)
    before = storage.files()
    (tmp_path / "empty").mkdir()

    told = refusal(
        lambda: target.release(
            tmp_path / "empty", Manifest({}), Changes((), (), tuple(before), ()), lambda count: None
        )
    )

    assert told == [f"{tmp_path}/empty: is empty — look at what the build said"]
    assert storage.files() == before


def test_site_that_changes_while_it_is_put(target: S3Target, storage: Storage, site: Path) -> None:
    """What is not what was planned is not put."""
    digests = {**manifest(target, site).digests, "index.html": "0" * 32}
    changes = Changes(("index.html",), (), (), ())

    told = refusal(lambda: target.release(site, Manifest(digests), changes, lambda count: None))

    fault = "was changed while it was being published — publish again"
    assert told == [f"{site}/index.html: {fault}"]
    assert storage.files() == {}


def test_bucket_that_is_not_there(storage: Storage) -> None:
    """A missing bucket is told of as the storage tells it."""
    assert lines(S3Target.parse("s3://none").problems()) == [
        "s3://none: the storage says “NoSuchBucket: The specified bucket does not exist”"
        " — make the bucket first, or name another one with PUBLISH_TO=s3://…"
    ]


def test_storage_that_is_not_up(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Storage that does not answer is told of after a few tries."""
    address = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)

    told = lines(S3Target.parse("s3://site").problems())

    url = f"{address}/site?list-type=2&prefix=&encoding-type=url"
    assert told == [
        f's3://site: Could not connect to the endpoint URL: "{url}"'
        " — look at AWS_ENDPOINT_URL, and whether the storage is up"
    ]


def test_address_of_the_storage_that_is_none(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endpoint that is no address ends in no traceback."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nonsense")

    assert lines(S3Target.parse("s3://site").problems()) == [
        "s3://site: Invalid endpoint: nonsense"
        " — look at AWS_ENDPOINT_URL, and whether the storage is up"
    ]


def test_names_that_storage_has_no_place_for(
    target: S3Target, storage: Storage, site: Path
) -> None:
    """They are told, all of them, before the first object is put."""
    release(target, site)
    before = storage.files()
    for name in (".publish", "caf\udce9.txt", "new.html"):
        (site / name).write_text("new")

    assert refusal(lambda: release(target, site)) == [
        f"{site}/.publish: has a name that publishing needs for its own — give it another",
        f"{site}/caf\N{REPLACEMENT CHARACTER}.txt: has a name that is not UTF-8, which storage"
        " cannot have — give it another",
    ]
    assert storage.files() == before


def test_keys_that_are_not_set(target: S3Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are told at once."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    assert lines(target.problems()) == [
        "AWS_ACCESS_KEY_ID: is not set — set it to a key of the storage",
        "AWS_SECRET_ACCESS_KEY: is not set — set it to a key of the storage",
    ]


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_key_that_is_not_set(target: S3Target, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Keys come from the environment; one that is not there is named."""
    monkeypatch.delenv(name)

    assert lines(target.problems()) == [f"{name}: is not set — set it to a key of the storage"]


def test_rollback(target: S3Target) -> None:
    """There is no way back, and what to do instead is told."""
    assert refusal(target.rollback) == [
        "s3://site: keeps no releases to go back to"
        " — check the older version out of the site's own git repository and publish that"
    ]


def test_look(target: S3Target, storage: Storage) -> None:
    """It says where the site lies."""
    assert target.look() == f"It lies in s3://site at {storage.address}."


def test_headers_are_put(target: S3Target, storage: Storage, site: Path) -> None:
    """The storage sends each file with its type, its packing and how long it may be kept."""
    release(
        target,
        build(site, {"index.html": "home", "index.html.br": "packed", "s.01234567.css": "p"}),
    )

    page, packed, style = (
        storage.client.head_object(Bucket="site", Key=key)
        for key in ("index.html", "index.html.br", "s.01234567.css")
    )

    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", BRIEF)
    assert "ContentEncoding" not in page
    assert (packed["ContentType"], packed["ContentEncoding"]) == ("text/html; charset=utf-8", "br")
    assert (style["ContentType"], style["CacheControl"]) == ("text/css; charset=utf-8", IMMUTABLE)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", Headers("text/html; charset=utf-8", "", BRIEF)),
        ("a/rss.xml", Headers("application/rss+xml; charset=utf-8", "", BRIEF)),
        ("atom.xml", Headers("application/atom+xml; charset=utf-8", "", BRIEF)),
        ("feed.json", Headers("application/feed+json; charset=utf-8", "", BRIEF)),
        ("release.json", Headers("application/json; charset=utf-8", "", BRIEF)),
        ("sitemap.xml", Headers("application/xml; charset=utf-8", "", BRIEF)),
        ("people.opml", Headers("text/xml; charset=utf-8", "", BRIEF)),
        ("a.0123abcd.js", Headers("text/javascript; charset=utf-8", "", IMMUTABLE)),
        ("a.0123abcd.js.gz", Headers("text/javascript; charset=utf-8", "gzip", IMMUTABLE)),
        ("icon.svg", Headers("image/svg+xml; charset=utf-8", "", BRIEF)),
        ("Photo.JPG", Headers("image/jpeg", "", BRIEF)),
        ("old.tar.gz", Headers("application/gzip", "", BRIEF)),
        ("CNAME", Headers("application/octet-stream", "", BRIEF)),
    ],
)
def test_headers(path: str, expected: Headers) -> None:
    """The type comes from a table of our own, whatever the machine's own says."""
    assert headers(path, {path, "a.0123abcd.js"}) == expected


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("s3://", "is no address of a bucket"),
        ("s3:///blog", "is no address of a bucket"),
        ("s3://My_Bucket/blog", "is no address of a bucket"),
        ("s3://a..b/blog", "is no address of a bucket"),
        ("s3://key:secret@bucket/blog", "is no address of a bucket"),
        ("s3://bucket/a b", "is no address of a bucket"),
        ("s3://bucket/a//b", "has a prefix with an empty part in it"),
        ("s3://bucket/../b", "has a prefix with an empty part in it"),
    ],
)
def test_what_is_no_address(to: str, fault: str) -> None:
    """What is no address is refused with the form that one has."""
    with pytest.raises(PublishError) as raised:
        S3Target.parse(to)

    assert str(raised.value) == f"{to}: {fault} — write s3://bucket or s3://bucket/prefix"


def test_command(desk: Desk, target: S3Target, storage: Storage) -> None:
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
    remedy = "check the older version out of the site's own git repository and publish that"
    assert back == Told(1, [], [f"s3://site: keeps no releases to go back to — {remedy}"])
    assert listed == Told(0, ["0002  live"], [])
    assert storage.files() == files(desk.folder / "staged")
