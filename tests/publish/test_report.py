"""What the writer is told, word for word; nothing here touches a disk."""

from publish import Changes, Manifest, Outcome, Release, compare, tell

LOOK = (
    "Look at it: python3 -m http.server --bind 127.0.0.1 --directory public/current 8000"
    " → http://127.0.0.1:8000/"
)


def test_files_of_each_kind_come_in_order() -> None:
    """However a manifest lists them, files of a kind come in the order of their paths."""
    live = Manifest({"d": "1", "b": "1", "c": "1", "a": "1"})
    staged = Manifest({"z": "1", "c": "2", "b": "1", "a": "2", "y": "1"})

    changes = compare(live, staged)

    assert changes == Changes(new=("y", "z"), changed=("a", "c"), gone=("d",), same=("b",))
    assert changes.count == 5


def test_release() -> None:
    """The report says what changed, where it lies, what is kept and how to look at it."""
    changes = Changes(
        new=("rants/a/index.html",),
        changed=("feeds/rss.xml", "index.html"),
        gone=("old/index.html",),
        same=("robots.txt",),
    )

    text = tell(Outcome("public", Release(3), (Release(2),), changes))

    assert text.splitlines() == [
        "Published release 0003 to public: 4 files (1 new, 2 changed, 1 gone, 1 as before)",
        "  new      rants/a/index.html",
        "  changed  feeds/rss.xml",
        "  changed  index.html",
        "  gone     old/index.html",
        "It lies in public/releases/0003; public/current points to it; 0002 is kept.",
        LOOK,
    ]


def test_first_release_is_told_in_short() -> None:
    """Of more than ten files of a kind the report lists ten and counts the rest."""
    changes = Changes(tuple(f"{number:02}.html" for number in range(12)), (), (), ())

    text = tell(Outcome("my site", Release(1), (), changes))

    assert text.splitlines() == [
        "Published release 0001 to my site: 12 files (12 new)",
        *(f"  new      {number:02}.html" for number in range(10)),
        "  new      and 2 more",
        "It lies in my site/releases/0001; my site/current points to it.",
        LOOK.replace("public/current", "'my site/current'"),
    ]


def test_release_of_one_file() -> None:
    """One file is one file, and two releases are kept."""
    changes = Changes((), ("index.html",), (), ())

    text = tell(Outcome("public", Release(4), (Release(1), Release(3)), changes))

    assert text.splitlines() == [
        "Published release 0004 to public: 1 file (1 changed)",
        "  changed  index.html",
        "It lies in public/releases/0004; public/current points to it; 0001, 0003 are kept.",
        LOOK,
    ]


def test_no_change() -> None:
    """Where nothing has changed the report says so, and still how to look at it."""
    changes = Changes((), (), (), ("a", "index.html"))

    text = tell(Outcome("public", Release(3), (Release(2),), changes))

    assert text.splitlines() == [
        "Nothing has changed: public/current is release 0003 already (2 files)",
        LOOK,
    ]
