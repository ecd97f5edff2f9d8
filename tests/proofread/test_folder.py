"""The folder of the sources: what may not lie in it, and what would lie there unread."""

from __future__ import annotations

import os

from tests.proofread.blog import Content

OR_IGNORE = "or list it in IGNORE_FILES"


def test_link_out_of_the_folder(content: Content) -> None:
    """A link that leaves the folder is told with what it leads to, be it a file or a folder."""
    outside = content.folder.parent / "outside.md"
    (content.folder / "rants/a.md").symlink_to(outside)
    (content.folder / "rants/b").symlink_to("/etc")

    told = content.told()

    remedy = "put the file itself in its place"
    assert told == [
        f"content/rants/a.md: is a link that leaves the content folder, to '{outside}' — {remedy}",
        f"content/rants/b: is a link that leaves the content folder, to '/etc' — {remedy}",
    ]


def test_link_inside_the_folder(content: Content) -> None:
    """A link to another source would publish it twice, one to itself nothing; both are told."""
    content.post("a")
    (content.folder / "rants/b.md").symlink_to("a.md")
    (content.folder / "rants/c.md").symlink_to("c.md")

    told = content.told()

    remedy = "put the file itself in its place"
    assert told == [
        f"content/rants/b.md: is a link to 'a.md' — {remedy}",
        f"content/rants/c.md: is a link to 'c.md' — {remedy}",
    ]


def test_what_an_editor_holds(content: Content) -> None:
    """Emacs says with a link that a file has changes that are not saved."""
    content.post("a")
    (content.folder / "rants/.#a.md").symlink_to("ada@machine.1:2")

    told = content.told()

    assert told == [
        "content/rants/.#a.md: says that an editor holds changes of this file — "
        "save them, or remove it"
    ]
    assert content.told(IGNORE_FILES=[".#*"]) == []


def test_fifo(content: Content) -> None:
    """What is neither a file nor a folder is told and not waited for."""
    os.mkfifo(content.folder / "rants/a.md")

    told = content.told()

    assert told == ["content/rants/a.md: is neither a file nor a folder — remove it"]


def test_names_that_differ_in_case(content: Content) -> None:
    """Two names that are one on some disks are told, files or folders; and so are their pages."""
    content.post("2026-01-02-a")
    content.post("2026-01-02-A")
    (content.folder / "images/x").mkdir()
    (content.folder / "images/X").mkdir()

    told = content.told()

    twins = "only in capital letters — rename one: not every disk tells them apart"
    assert told == [
        f"content/images/x: differs from content/images/X {twins}",
        f"content/rants/2026-01-02-a.md: differs from content/rants/2026-01-02-A.md {twins}",
        "content/rants/2026-01-02-a.md:1: its page would be rants/a/index.html, and that of "
        "content/rants/2026-01-02-A.md is rants/A/index.html — write another 'Slug: …'",
    ]


def test_names_that_differ_in_unicode_form(content: Content) -> None:
    """One name in two of Unicode's forms is told."""
    content.write("images/\u00e9.svg", "<svg/>")
    content.write("images/e\u0301.svg", "<svg/>")

    told = content.told()

    assert told == [
        "content/images/\u00e9.svg: differs from content/images/e\u0301.svg only in how its "
        "letters are encoded — rename one: not every disk tells them apart"
    ]


def test_name_that_no_address_can_hold(content: Content) -> None:
    """A line break in a name, or bytes that are no UTF-8, are told in letters that can be shown."""
    content.write("images/a\nb.svg", "<svg/>")
    with open(os.fsencode(content.folder) + b"/images/\xff.svg", "wb"):  # noqa: PTH123  -- bytes
        pass

    told = content.told()

    assert told == [
        "content/images/a\\nb.svg: the name holds U+000A, which no address can — rename it",
        "content/images/\\udcff.svg: the name holds U+DCFF, which no address can — rename it",
    ]


def test_writing_that_nothing_reads(content: Content) -> None:
    """A text with a wrong ending, or none, or in a wrong folder, is told with its right name."""
    for name in ("rants/a.txt", "rants/b.MD", "rants/c", "drafts/d.md", "e.md"):
        content.write(name, "Title: T\n")

    told = content.told()

    assert told == [
        f"content/drafts/d.md: lies where nothing reads it — move it to rants/, {OR_IGNORE}",
        f"content/e.md: lies where nothing reads it — move it to rants/, {OR_IGNORE}",
        f"content/rants/a.txt: ends in '.txt', which nothing reads — name it a.md, {OR_IGNORE}",
        f"content/rants/b.MD: ends in '.MD', which nothing reads — name it b.md, {OR_IGNORE}",
        f"content/rants/c: has no ending — name it c.md, {OR_IGNORE}",
    ]


def test_source_of_another_kind(content: Content) -> None:
    """What Pelican reads and this plugin cannot is told, as advice: nobody has proofread it."""
    content.write("rants/a.html", "<html><head><title>T</title></head></html>")

    told = content.told()

    assert told == [
        "advice: content/rants/a.html: is not Markdown, so that only its place is proofread — "
        "look at its page"
    ]


def test_file_that_pelican_is_told_to_ignore(content: Content) -> None:
    """What IGNORE_FILES names is meant to lie there unread, a file or a folder of them."""
    for name in ("rants/todo.txt", "ideas/d.md", "README.md"):
        content.write(name, "Text.\n")

    assert content.told(IGNORE_FILES=["todo.txt", "ideas", "README.md"]) == []


def test_what_is_no_writing(content: Content) -> None:
    """Programs, their settings and tables may lie among the sources, as where PATH is the site."""
    for name in ("pelicanconf.py", "publish.sh", "site.yaml", "own.css", "own.js", "books.bib"):
        content.write(f"rants/{name}", "x")

    assert content.told() == []


def test_file_beside_a_post(content: Content) -> None:
    """What a post leads to may have any ending, and what an editor leaves behind is no writing."""
    content.post("a", "[a]({attach}notes.docx) [b]({static}my%20table.xlsx)")
    for name in ("notes.docx", "my table.xlsx", "a.md~", ".a.md.swp", "#a.md#", "photo.jpg"):
        content.write(f"rants/{name}", "")

    assert content.told() == []


def test_hidden_source(content: Content) -> None:
    """Pelican publishes a source whose name begins with a dot, unless the settings ignore it."""
    content.write("rants/.a.md", "Title: T\nDate: 2026-01-02\n\nText.\n")
    content.write("rants/._b.md", b"\x00\x05\x16\x07")

    told = content.told()

    fault = "begins with a dot, and is read all the same — remove it, or rename it"
    assert told == [f"content/rants/._b.md: {fault}", f"content/rants/.a.md: {fault}"]
    assert content.told(IGNORE_FILES=[".*"]) == []


def test_folder_that_is_not_there(content: Content) -> None:
    """A folder that cannot be read is told as what it is."""
    for name in ("rants", "pages", "images"):
        (content.folder / name).rmdir()
    content.folder.rmdir()

    told = content.told()

    assert told == [
        f"{content.folder}: cannot be read (No such file or directory) — change its mode"
    ]
