"""The process that builds: what it answers, and what stands in the output by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desk.serving.building import Builder
from tests.desk.serving.conftest import write_settings
from tests.desk.serving.served import run
from tests.small_site import Site


def test_page_that_was_saved_comes_first(desk_site: Site, monkeypatch: Any) -> None:
    """Its page is new at `first`, and so is the page looked at; the list only at `built`."""
    output = desk_site.folder / ".build/html"
    desk_site.post("third", "The third.")
    desk_site.write(
        "theme/templates/article.html", "{{ article.content|safe }} of {{ articles|length }}"
    )
    monkeypatch.chdir(desk_site.folder)
    builder = Builder(str(write_settings(desk_site)), str(output))

    async def drive() -> list[tuple[str, list[str], str, str, str]]:
        seen = []
        loaded = [answer async for answer in builder.begin()]
        assert [answer["kind"] for answer in loaded] == ["loaded"]
        assert loaded[0]["content"] == str((desk_site.folder / "content").resolve())
        first = [answer async for answer in builder.build([], [])]
        assert [answer["kind"] for answer in first] == ["built"]
        (desk_site.folder / "content/posts/first.md").write_text(
            "Title: changed\nSlug: first\nDate: 2026-01-02 09:00\n\nChanged.\n", encoding="utf-8"
        )
        (desk_site.folder / "content/posts/new.md").write_text(
            "Title: new\nDate: 2026-01-02 09:00\n\nNew.\n", encoding="utf-8"
        )
        changed = [str(desk_site.folder / "content/posts/first.md")]
        async for answer in builder.build(changed, ["third/"]):
            seen.append((answer["kind"], answer.get("errors", []), *read(output)))
        await builder.end()
        return seen

    assert run(drive()) == [
        ("first", [], "<p>Changed.</p> of 3", "<p>The third.</p> of 3", "first third"),
        ("built", [], "<p>Changed.</p> of 3", "<p>The third.</p> of 3", "changed new third"),
    ]
    assert not list(output.rglob("*.new"))


def test_page_whose_picture_is_to_come_waits_for_it(desk_site: Site, monkeypatch: Any) -> None:
    """A page comes with its pictures: where one is not in the output yet, there is no `first`."""
    desk_site.write("theme/templates/article.html", "{{ article.content|safe }}")
    monkeypatch.chdir(desk_site.folder)
    builder = Builder(str(write_settings(desk_site)), str(desk_site.folder / ".build/html"))
    post = [str(desk_site.folder / "content/posts/first.md")]

    async def save(name: str) -> list[str]:
        desk_site.post("first", f"![A dot.]({{static}}/images/{name}.svg) Saved.")
        return [answer["kind"] async for answer in builder.build(post, [])]

    async def drive() -> list[list[str]]:
        async for _ in builder.begin():
            pass
        found = [await save("dot"), await save("dot")]
        desk_site.write("content/images/new.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        found += [await save("new"), await save("new")]
        await builder.end()
        return found

    assert run(drive()) == [["built"], ["first", "built"], ["built"], ["first", "built"]]


def test_what_is_wrong_with_settings_is_named_in_each_build(
    desk_site: Site, monkeypatch: Any
) -> None:
    """It was told while the site was loaded; that it was is not enough."""
    desk_site.configure(PROOFREAD_ADUIT=True)
    monkeypatch.chdir(desk_site.folder)
    builder = Builder(str(write_settings(desk_site)), str(desk_site.folder / ".build/html"))

    async def drive() -> list[list[dict[str, Any]]]:
        async for _ in builder.begin():
            pass
        told = [[answer async for answer in builder.build([], [])] for _ in range(2)]
        await builder.end()
        return told

    error = "setting PROOFREAD_ADUIT is unknown — write PROOFREAD_AUDIT, or take it out"
    assert run(drive()) == [[{"kind": "built", "errors": [error]}]] * 2


def test_nothing_of_a_build_is_left_for_long(desk_site: Site, monkeypatch: Any) -> None:
    """Over hundreds of builds the process takes no more memory: of one, at most, its posts stay."""
    desk_site.configure(PLUGINS=["proofread", "incremental", "shout"])
    desk_site.write(
        "mine/shout.py",
        # As in a large site, where the collector seldom gets round to what is old.
        "import gc\nimport logging\nimport weakref\n\nfrom pelican import signals\n\n"
        "BEFORE = []\ngc.set_threshold(0)\n\n\n"
        "def count(generator):\n"
        "    alive = sum(1 for each in BEFORE if each())\n"
        "    if alive > 1:\n"
        "        logging.getLogger('pelican').error('%s builds are here', alive)\n\n\n"
        "def note(generator):\n"
        "    BEFORE.extend(weakref.ref(each) for each in generator.articles)\n\n\n"
        "def register():\n"
        "    signals.article_generator_init.connect(count)\n"
        "    signals.article_generator_finalized.connect(note)\n",
    )
    monkeypatch.chdir(desk_site.folder)
    builder = Builder(str(write_settings(desk_site)), str(desk_site.folder / ".build/html"))

    async def drive() -> list[list[str]]:
        async for _ in builder.begin():
            pass
        told = []
        for number in range(5):
            desk_site.post("first", f"Saved {number}.")
            told += [answer["errors"] async for answer in builder.build([], [])]
        await builder.end()
        return told

    assert run(drive()) == [[]] * 5


def read(output: Path) -> tuple[str, str, str]:
    """The two pages, and the titles on the list, in order."""
    first, third, listed = (
        (output / path).read_text(encoding="utf-8").replace("\n", " ")
        for path in ("first/index.html", "third/index.html", "index.html")
    )
    titles = listed.replace("<a>", " ").replace("</a>", " ").split()
    return first, third, " ".join(sorted(titles))
