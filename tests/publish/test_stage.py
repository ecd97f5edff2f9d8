"""The folder in which a release is made up."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import brotli
import pytest

from publish import FolderTarget, Order, PublishError, publish
from publish.digests import Digests
from publish.site import files as files_of
from publish.staging.compression import Compression
from publish.staging.needs import page_needs
from publish.staging.server import headers
from publish.staging.stage import stage
from tests.pelican_site import files
from tests.publish.conftest import Desk

TEXT = "All that good stuff happened because a human decided it. " * 20
STYLE = "assets/style.{}.css".format


def staged(desk: Desk, *, compress: bool = False) -> Path:
    """Make up the release of a site that is published nowhere."""
    site = desk.folder / "site"
    return stage(site, None, files_of(site), Digests(), compress=compress).folder


def put_out(desk: Desk, *, compress: bool = False) -> None:
    """Publish the site to its folder."""
    site, public = desk.folder / "site", desk.folder / "public"
    publish(Order(site, compress=compress), FolderTarget(public))


def test_plain_folder_goes_as_it_is(desk: Desk) -> None:
    """Of a site without a record nothing is added, and each file is the built one."""
    folder = staged(desk)

    assert folder == desk.folder / "staged"
    assert files(folder) == {"index.html": b"home", "rants/a.html": b"a"}
    assert (folder / "rants/a.html").samefile(desk.folder / "site/rants/a.html")


def test_site_with_a_record(desk: Desk) -> None:
    """The record gets the site's own assets, and the pages the headers that they need."""
    desk.record("one")
    desk.write(STYLE("0a1b2c3d"), "a {}")
    desk.write("plain.css", "a {}")

    found = files(staged(desk))

    record = json.loads(found.pop("release.json"))
    pages = [found["index.html"], found["rants/a.html"], found["rants/one/index.html"]]
    assert record["assets"] == [STYLE("0a1b2c3d")]
    assert {**record, "assets": []} == {
        **json.loads((desk.folder / "site/release.json").read_text()),
        "assets": [],
    }
    assert found.pop("_headers").decode() == headers(map(page_needs, pages))
    assert sorted(found) == [
        STYLE("0a1b2c3d"),
        "index.html",
        "plain.css",
        "rants/a.html",
        "rants/one/index.html",
    ]


def test_feed_that_pages_give_different_types(desk: Desk) -> None:
    """What the last page says of it counts, however many pages say the same."""
    link = '<link rel="alternate" href="/feed" type="application/{}+xml">'
    for number, kind in enumerate(("rss", "atom", "rss", "atom", "rss")):
        desk.write(f"{number}.html", link.format(kind))
    desk.record()

    assert "application/rss+xml" in (staged(desk) / "_headers").read_text()

    desk.write("9.html", link.format("atom"))

    assert "application/atom+xml" in (staged(desk) / "_headers").read_text()


def test_built_files_are_not_written_to(desk: Desk) -> None:
    """What staging adds to the record and to `_headers` never goes through the hard link."""
    desk.record("one")
    desk.write("_headers", "/*\n  X-Own: 1\n")
    before = files(desk.folder / "site")

    folder = staged(desk)

    assert files(desk.folder / "site") == before
    assert (folder / "_headers").read_text() == "/*\n  X-Own: 1\n"
    assert not (folder / "release.json").samefile(desk.folder / "site/release.json")


def test_staging_begins_anew(desk: Desk) -> None:
    """Nothing of an earlier staging stays, and nothing that a link leads to is touched."""
    (desk.folder / "other").mkdir()
    (desk.folder / "other/kept.txt").write_text("x")
    (desk.folder / "staged").symlink_to("other")

    first = files(staged(desk))
    (desk.folder / "site/rants/a.html").unlink()
    second = files(staged(desk))

    assert sorted(first) == ["index.html", "rants/a.html"]
    assert sorted(second) == ["index.html"]
    assert files(desk.folder / "other") == {"kept.txt": b"x"}


def test_staging_again_touches_what_has_changed_alone(desk: Desk) -> None:
    """A built file that is the same one keeps its links; one in a new file's place gets one."""
    desk.build(deep__b_html="b")
    staged(desk)
    desk.build(index_html="home 2", deep__c_html="c")
    replaced = desk.folder / "site/rants/a.html"
    replaced.unlink()
    desk.write("rants/a.html", "a")
    before = desk.state("site")

    folder = staged(desk)

    after = desk.state("site")
    assert sorted(name for name in after if after[name] != before[name]) == [
        "deep/c.html",
        "rants/a.html",
    ]
    assert files(folder) == files(desk.folder / "site")
    for name in files(folder):
        assert (folder / name).samefile(desk.folder / "site" / name)


@pytest.mark.parametrize(
    "mess",
    [
        "echo moon > staged/own && mv staged/own staged/index.html",
        "cp -p site/index.html staged/own && mv staged/own staged/index.html",
        "ln -f site/rants/a.html staged/index.html",
        "ln -sf ../site/index.html staged/index.html",
        "rm staged/index.html && mkdir -p staged/index.html/deep && touch staged/index.html/deep/x",
        "rm -r staged/rants && touch staged/rants",
        "mv staged/rants staged/other && ln -s ../site/rants staged/rants",
        "mkdir -p staged/a/b/c staged/rants/d && touch staged/a/b/x && mkfifo staged/z",
        "rm -r staged && touch staged",
        "rm -r staged",
    ],
)
def test_whatever_is_in_the_staging_folder(desk: Desk, mess: str) -> None:
    """It becomes the built site's, whatever has been done to it since, and nothing else goes."""
    staged(desk)
    subprocess.run(["sh", "-c", mess], cwd=desk.folder, check=True)

    folder = staged(desk)

    assert not folder.is_symlink()
    assert desk.listing("staged") == ["index.html", "rants/", "rants/a.html"]
    for name in ("index.html", "rants/a.html"):
        assert not (folder / name).is_symlink()
        assert (folder / name).samefile(desk.folder / "site" / name)
    assert files(desk.folder / "site") == {"index.html": b"home", "rants/a.html": b"a"}


def test_assets_of_two_releases_stay(desk: Desk) -> None:
    """A release has its own assets and those of the one before; older ones have gone."""
    kept = []
    for number in range(1, 5):
        desk.record("one")
        style = STYLE(f"0a1b2c3{number}")
        desk.write(style, f"a {{ order: {number} }}")
        put_out(desk)
        (desk.folder / "site" / style).unlink()
        kept.append(sorted(path.name for path in (desk.folder / "public/current/assets").iterdir()))

    assert kept == [
        ["style.0a1b2c31.css"],
        ["style.0a1b2c31.css", "style.0a1b2c32.css"],
        ["style.0a1b2c32.css", "style.0a1b2c33.css"],
        ["style.0a1b2c33.css", "style.0a1b2c34.css"],
    ]
    assert (desk.folder / "public/current/assets/style.0a1b2c33.css").read_text() == (
        "a { order: 3 }"
    )


def test_carried_assets_make_no_release(desk: Desk) -> None:
    """The same site once more is nothing new, though what was carried would end here."""
    desk.record("one")
    desk.write(STYLE("0a1b2c31"), "a {}")
    put_out(desk)
    (desk.folder / "site" / STYLE("0a1b2c31")).unlink()
    put_out(desk)

    told = desk.publish()

    assert told.out[0] == "Nothing has changed: public shows release 0002 already (6 files)"


@pytest.mark.parametrize("path", ["assets", "assets/style.0a1b2c31.css/deeper.html"])
def test_carried_asset_in_the_way_of_a_file(desk: Desk, path: str) -> None:
    """What the new site needs the place of is not carried."""
    desk.record("one")
    desk.write(STYLE("0a1b2c31"), "a {}")
    put_out(desk)
    (desk.folder / "site" / STYLE("0a1b2c31")).unlink()
    (desk.folder / "site/assets").rmdir()
    desk.write(path, "new")

    put_out(desk)

    assert (desk.folder / "public/current" / path).read_text() == "new"


def test_hostile_live_record_carries_nothing_else(desk: Desk) -> None:
    """Only hashed files that are live are carried, whatever the live record lists."""
    desk.record("one")
    desk.write("secret.txt", "x")
    put_out(desk)
    record = desk.folder / "public/releases/0001/release.json"
    lies = ["secret.txt", "none.0a1b2c3d.css"]
    record.write_text(json.dumps({**json.loads(record.read_text()), "assets": lies}))
    (desk.folder / "site/secret.txt").unlink()

    told = desk.publish("--gone", "/secret.txt")

    assert told.status == 0
    assert sorted(files(desk.folder / "public/current")) == [
        "_headers",
        "index.html",
        "rants/a.html",
        "rants/one/index.html",
        "release.json",
    ]


def test_record_that_is_not_to_be_trusted(desk: Desk) -> None:
    """A built record that cannot be read is told with its reason."""
    desk.record("one", articles=[])
    desk.write("release.json", "{")

    with pytest.raises(PublishError) as raised:
        staged(desk)

    path = desk.folder / "site/release.json"
    assert str(raised.value) == f"{path}: is not JSON in UTF-8 — build again"


def test_text_is_compressed_beside_itself(desk: Desk) -> None:
    """Each text has both twins, where they are smaller; a picture and a few words have none."""
    desk.record("one")
    for name in ("index.html", "a.css", "b.JS", "c.svg", "d.ics", "e.webmanifest", "f.opml"):
        desk.write(name, TEXT)
    desk.write("photo.jpg", TEXT)

    found = files(staged(desk, compress=True))

    twins = sorted(name for name in found if name.endswith((".gz", ".br")))
    texts = ["a.css", "b.JS", "c.svg", "d.ics", "e.webmanifest", "f.opml", "index.html"]
    texts += ["release.json"]
    assert twins == sorted(f"{name}{ending}" for name in texts for ending in (".gz", ".br"))
    for name in texts:
        assert gzip.decompress(found[f"{name}.gz"]) == found[name]
        assert brotli.decompress(found[f"{name}.br"]) == found[name]
        assert len(found[f"{name}.br"]) < len(found[f"{name}.gz"]) < len(found[name])


def test_gzip_holds_no_time_and_no_name(desk: Desk) -> None:
    """The header has neither, and says that it is compressed as well as can be (RFC 1952)."""
    desk.build(index_html=TEXT)

    header = (staged(desk, compress=True) / "index.html.gz").read_bytes()[:10]

    assert header[:9] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02"


def test_writers_own_compressed_file_stays(desk: Desk) -> None:
    """A twin that the site brings is not replaced, and not written through."""
    desk.build(index_html=TEXT)
    desk.write("index.html.gz", "own")

    found = files(staged(desk, compress=True))

    assert found["index.html.gz"] == b"own"
    assert (desk.folder / "site/index.html.gz").read_text() == "own"
    assert "index.html.br" in found


def test_unchanged_text_is_compressed_once(desk: Desk) -> None:
    """The compressed file is the same one in the next staging; what is used no more has gone."""
    desk.build(index_html=TEXT, a_html=TEXT + "a")
    first = staged(desk, compress=True) / "index.html.br"
    inode = first.stat().st_ino
    cached = len(list((desk.folder / "compressed").iterdir()))
    (desk.folder / "site/a.html").unlink()

    second = staged(desk, compress=True) / "index.html.br"

    assert second.stat().st_ino == inode
    assert cached == 6
    assert len(list((desk.folder / "compressed").iterdir())) == 4


@pytest.mark.parametrize(
    "torn", [b"", b"\x1f\x8b", b"torn", gzip.compress(b"another text", mtime=0)]
)
def test_torn_compressed_file_is_made_again(tmp_path: Path, torn: bytes) -> None:
    """What a machine without power has left in the place of a compressed file is not published."""
    data = TEXT.encode()
    whole = {
        ending: path.read_bytes() for ending, path in Compression(tmp_path).compressed(data).items()
    }
    for path in tmp_path.iterdir():
        path.write_bytes(torn)

    again = Compression(tmp_path).compressed(data)

    assert {ending: path.read_bytes() for ending, path in again.items()} == whole
    assert sorted(again) == [".br", ".gz"]


def test_setting_compresses(desk: Desk) -> None:
    """`PUBLISH_COMPRESS` puts the twins into the release; taking it out again loses no URL."""
    desk.build(index_html=TEXT)
    (desk.folder / "conf.py").write_text("PUBLISH_COMPRESS = True\n")

    told = desk.publish("--settings=conf.py")
    twins = sorted(files(desk.folder / "public/current"))
    again = desk.publish()

    assert told.out[:3] == [
        "Published release 0001 to public: 4 files (4 new)",
        "  new      index.html",
        "  new      rants/a.html",
    ]
    assert twins == ["index.html", "index.html.br", "index.html.gz", "rants/a.html"]
    assert again.out[:2] == [
        "Published release 0002 to public: 2 files (2 gone, 2 as before)",
        "It took: live 0.0 s, stage 0.0 s, plan 0.0 s, release 0.0 s",
    ]


def test_parts_of_a_search_stay_for_two_releases(desk: Desk) -> None:
    """What a reader's open page may still ask for is there, and nothing is refused as it goes."""
    part = "pagefind/fragment/en_{}.pf_fragment".format
    for number, name in enumerate(("0a1b2c3", "1a1b2c3", "2a1b2c3")):
        desk.record("one")
        desk.write(part(name), name)
        desk.write("pagefind/pagefind-entry.json", name)
        if number:
            (desk.folder / "site" / part(f"{number - 1}a1b2c3")).unlink()
        put_out(desk)

    live = files(desk.folder / "public/current")
    assert [name for name in live if name.startswith("pagefind/f")] == [
        part("1a1b2c3"),
        part("2a1b2c3"),
    ]
    assert live["pagefind/pagefind-entry.json"] == b"2a1b2c3"

    (desk.folder / "site/pagefind/pagefind-entry.json").unlink()
    put_out(desk)

    assert "pagefind/pagefind-entry.json" not in files(desk.folder / "public/current")
