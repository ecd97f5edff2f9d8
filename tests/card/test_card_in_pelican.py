"""The card in a site that Pelican builds."""

from __future__ import annotations

import errno
import json
from dataclasses import FrozenInstanceError, fields
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from shutil import rmtree

import fontpkg_fira_sans_condensed
import pytest
from PIL import Image

from card import Card, Wording, draw, key, read_face
from card.cache import Cache
from card.output import link
from tests.small_site import Build, Site

BLACK = Path(fontpkg_fira_sans_condensed.__file__).parent / "files/FiraSansCondensed-Black.ttf"
PARTIALS = Path(__file__).parents[2] / "theme/templates/partials"
PARTIAL, ARTICLE = PARTIALS / "head_card.html", PARTIALS / "head_article.html"
LESSON = '!!! lesson "{}"\n    Do: write to one person'


@pytest.fixture
def blog(site: Site) -> Site:
    """A site whose every page shows its card as the theme does."""
    site.configure(PLUGINS=["lesson", "card"], CACHE_PATH=".cache", SITESUBTITLE="A small blog.")
    site.configure(SLUGIFY_SOURCE="basename")
    head = PARTIAL.read_text(encoding="utf-8")
    site.write("theme/templates/article.html", f"{{% set item = article %}}{head}")
    site.write("theme/templates/page.html", f"{{% set item = page %}}{head}")
    site.write("theme/templates/category.html", head)
    return site


class Head(HTMLParser):
    """What the meta elements of a page say, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            said = dict(attrs)
            self.said.append((said.get("property") or said["name"] or "", said["content"] or ""))


def head(build: Build, path: str) -> list[tuple[str, str]]:
    return Head(build.bytes(path).decode()).said


def image(build: Build, path: str) -> str:
    """The path of the picture of a page, below the output."""
    return dict(head(build, path))["og:image"].removeprefix("https://site.example/")


def alt(build: Build, path: str) -> str:
    return dict(head(build, path))["og:image:alt"]


def cards(build: Build) -> list[str]:
    return [path for path in build.files if path.startswith("cards/")]


def picture(title: str = "", lesson: str = "") -> bytes:
    """The picture of these words."""
    return draw(Wording(title, lesson, "Site"), read_face())


def kept_name(site: Site, title: str) -> str:
    """The name under which the picture of a post is kept."""
    found = Cache(site.folder / ".cache/cards").find(key(Wording(title, "", "Site"), read_face()))
    assert found
    return Path(found).name


def refuse(*args: object) -> None:
    """There can be no link."""
    raise OSError(errno.EXDEV, "Invalid cross-device link")


def test_post_shows_its_card(blog: Site) -> None:
    """The head names a picture that is there, with its size and all its words, escaped."""
    blog.post("a", LESSON.format('Be "kind" & <b>.'), Title="It's <i>bad", Slug="a")

    build = blog.build()

    name = key(Wording("It's <i>bad", 'Be "kind" & <b>.', "Site"), read_face())[:16]
    assert (build.status, build.messages) == (0, ())
    assert head(build, "a/index.html") == [
        ("og:image", f"https://site.example/cards/a.{name}.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", '“It\'s <i>bad” ends in this lesson: Be "kind" & <b>.'),
        ("twitter:card", "summary_large_image"),
    ]
    drawn = build.bytes(f"cards/a.{name}.png")
    assert Image.open(BytesIO(drawn)).size == (1200, 630)
    assert drawn == picture(title="It's <i>bad", lesson='Be "kind" & <b>.')


def test_address_of_a_card_is_one(blog: Site) -> None:
    """A slug of other letters is quoted in the head, for schema.org too, and plain in the file."""
    blog.post("a", Title="A rant", Slug="σύνδεση")
    head = "".join(file.read_text(encoding="utf-8") for file in (PARTIAL, ARTICLE))
    words = '{% set item, description, address = article, "", article.url %}'
    blog.write("theme/templates/article.html", words + head)

    build = blog.build()

    name = key(Wording("A rant", "", "Site"), read_face())[:16]
    quoted = "%CF%83%CF%8D%CE%BD%CE%B4%CE%B5%CF%83%CE%B7"
    html = build.bytes("σύνδεση/index.html").decode()
    schema = json.loads(html.partition('ld+json">')[2].partition("</script>")[0])
    assert image(build, "σύνδεση/index.html") == f"cards/{quoted}.{name}.png"
    assert schema["image"] == f"https://site.example/cards/{quoted}.{name}.png"
    assert build.bytes(f"cards/σύνδεση.{name}.png") == picture(title="A rant")


def test_other_pages_show_the_sites_card(blog: Site) -> None:
    """A category has the site's card, a page of the site its title, and a post, too."""
    blog.post("a", Title="A rant")
    blog.write("content/pages/about.md", "Title: About\n\nMe.\n")

    build = blog.build()

    site = Wording("Site", "A small blog.", own=True)
    assert alt(build, "category/misc/index.html") == "Site: A small blog."
    assert build.bytes(image(build, "category/misc/index.html")) == draw(site, read_face())
    assert alt(build, "pages/about.html") == "About"
    assert build.bytes(image(build, "pages/about.html")) == picture(title="About")
    assert build.bytes(image(build, "a/index.html")) == picture(title="A rant")
    assert len(cards(build)) == 3


def test_letters_that_lack_are_told_once_a_post(blog: Site) -> None:
    """Each post is named with its letter and what its card shows; an emoji is not told."""
    blog.post("a", LESSON.format("学ぶ"), Title="A rant")
    blog.post("b", LESSON.format("Learn."), Title="学ぶ", Slug="b")
    blog.post("c", LESSON.format("تعلم"), Title="学ぶ", Slug="c")
    blog.post("d", LESSON.format("Learn. 🎓"), Title="A rant")

    build = blog.build()

    remedy = "name a font that has it as CARD_FONT, or leave it so"
    lacks = "which the cards' font has not, so its card"
    assert build.status == 0
    assert build.messages == (
        f"content/posts/a.md:1: lesson has '学' (U+5B66), {lacks} shows the title alone — {remedy}",
        f"content/posts/b.md:1: title has '学' (U+5B66), {lacks} leaves the title out — {remedy}",
        "content/posts/c.md:1: title has '学' (U+5B66) and lesson has 'ت' (U+062A), "
        f"{lacks} is the site's — {remedy}",
    )
    assert build.bytes(image(build, "a/index.html")) == picture(title="A rant")
    assert build.bytes(image(build, "b/index.html")) == picture(lesson="Learn.")
    assert head(build, "c/index.html") == head(build, "category/misc/index.html")
    drawn = build.bytes(image(build, "d/index.html"))
    assert drawn == picture(title="A rant", lesson="Learn.")
    assert alt(build, "a/index.html") == "“A rant” ends in this lesson: 学ぶ"
    assert alt(build, "d/index.html") == "“A rant” ends in this lesson: Learn. 🎓"


def test_site_that_cannot_be_named_has_no_card_of_its_own(blog: Site) -> None:
    """Without a card a page says nothing of one; a post still has its own, without the name."""
    blog.configure(SITENAME="学ぶ")
    blog.post("a", Title="A rant")
    blog.post("b", Title="学ぶ", Slug="b")

    build = blog.build()

    assert head(build, "category/misc/index.html") == head(build, "b/index.html") == []
    assert build.bytes(image(build, "a/index.html")) == draw(Wording("A rant"), read_face())
    assert build.messages[0].startswith("setting SITENAME has '学' (U+5B66)")


def test_no_card_takes_the_place_of_another(blog: Site) -> None:
    """A translation, a hidden post and a page of one slug keep their own pictures."""
    blog.configure(
        ARTICLE_LANG_SAVE_AS="{slug}-{lang}/index.html", ARTICLE_LANG_URL="{slug}-{lang}/"
    )
    blog.post("a", LESSON.format("Learn."), Slug="x")
    blog.post("b", LESSON.format("Lerne."), Slug="x", Lang="de")
    blog.post("c", LESSON.format("Hide."), Slug="x", Lang="fr", Status="hidden")
    blog.write("content/pages/x.md", "Title: A page\nSlug: x\n\nText.\n")

    build = blog.build()

    paths = ("x/index.html", "x-de/index.html", "x-fr/index.html", "pages/x.html")
    drawn = [build.bytes(image(build, path)) for path in paths]
    assert drawn == [
        picture(title="a", lesson="Learn."),
        picture(title="b", lesson="Lerne."),
        picture(title="c", lesson="Hide."),
        picture(title="A page"),
    ]
    assert len([path for path in cards(build) if path.startswith("cards/x.")]) == 4


def test_draft_has_a_card_only_where_it_has_a_page(blog: Site) -> None:
    """In a preview a draft shows its card; in the live site nothing of it is written."""
    blog.post("a")
    blog.post("secret", LESSON.format("Nobody knows."), Status="draft")
    blog.write("content/pages/plan.md", "Title: Plan\nStatus: draft\n\nText.\n")

    preview = blog.build()
    shown = preview.bytes(image(preview, "drafts/secret/index.html"))
    names = [path.partition(".")[0] for path in cards(preview)]
    rmtree(preview.output)
    blog.configure(DRAFT_SAVE_AS="", DRAFT_PAGE_SAVE_AS="")
    live = blog.build()

    assert shown == picture(title="secret", lesson="Nobody knows.")
    assert names == ["cards/a", "cards/plan", "cards/secret", "cards/site"]
    assert [path.partition(".")[0] for path in cards(live)] == ["cards/a", "cards/site"]


def test_what_is_kept_is_not_drawn_again(blog: Site) -> None:
    """A second build takes each picture from the cache, whatever that holds under its key.

    What is damaged there is drawn again, and whole again afterwards; so is what is damaged in the
    output.
    """
    damage = {"empty": b"", "cut": b"\x89PNG", "other": b"kept"}
    names = ("kept", "shown", *damage)
    for name in names:
        blog.post(name)
    first = blog.build()
    paths = cards(first)
    by_name = {name: key(Wording(name, "", "Site"), read_face()) for name in names}
    Cache(blog.folder / ".cache/cards").keep(by_name["kept"], b"kept")
    (first.output / image(first, "shown/index.html")).unlink()
    (first.output / image(first, "shown/index.html")).write_bytes(b"broken")
    kept = Cache(blog.folder / ".cache/cards")
    files = {name: Path(kept.find(by_name[name]) or "") for name in damage}
    whole = {name: file.read_bytes() for name, file in files.items()}
    for name, file in files.items():
        file.write_bytes(damage[name])

    build = blog.build()

    shown = {name: build.bytes(image(build, f"{name}/index.html")) for name in names}
    assert cards(build) == paths
    assert shown == {name: picture(title=name) for name in names} | {"kept": b"kept"}
    assert {name: file.read_bytes() for name, file in files.items()} == whole


def test_picture_that_is_shown_is_the_one_that_is_kept(blog: Site) -> None:
    """It is one file with two names, which whoever may read the site may read.

    Who writes into the one damages the other: it is found and drawn again. A file that stands in
    its place with other bytes gives way.
    """
    blog.post("a")
    blog.post("b")
    first = blog.build()
    a, b = (first.output / image(first, f"{name}/index.html") for name in "ab")
    kept = {file.stat().st_ino for file in (blog.folder / ".cache/cards").iterdir()}
    assert {a.stat().st_ino, b.stat().st_ino} <= kept
    assert a.stat().st_mode == (first.output / "a/index.html").stat().st_mode
    a.write_bytes(b"written over")
    b.unlink()
    b.write_bytes(b"another")

    build = blog.build()

    assert build.bytes(image(build, "a/index.html")) == picture(title="a")
    assert build.bytes(image(build, "b/index.html")) == picture(title="b")
    assert a.samefile(blog.folder / ".cache/cards" / kept_name(blog, "a"))
    assert [path for path in build.files if path.startswith("cards/.")] == []


def test_picture_that_cannot_be_linked_is_copied(tmp_path: Path) -> None:
    """Where the cache is on another disk, or its file has all the links it can have."""
    place = tmp_path / "shown.png"
    (tmp_path / "kept.png").write_bytes(b"picture")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.link", refuse)
        link(str(tmp_path / "kept.png"), str(place))

    assert (place.read_bytes(), place.stat().st_nlink) == (b"picture", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.png", "shown.png"]


def test_cards_that_cannot_be_kept_are_shown_all_the_same(blog: Site) -> None:
    """A file in the cache's place is told once; the pictures are drawn and written."""
    blog.post("a", Title="A rant")
    blog.write(".cache", "a file")

    build = blog.build()

    told = [message for message in build.messages if "cards" in message]
    assert told == [
        "cards cannot be kept in .cache/cards: Not a directory "
        "— make room for them, or each build draws them again"
    ]
    assert build.bytes(image(build, "a/index.html")) == picture(title="A rant")


def test_site_is_the_same_bytes_in_any_zone_and_hash_seed(blog: Site) -> None:
    """Two builds from nothing give the same files."""
    for name in "abc":
        blog.post(name, LESSON.format(f"Learn {name}."))

    builds = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu")):
        build = blog.build(PYTHONHASHSEED=seed, TZ=zone)
        builds.append({path: build.bytes(path) for path in cards(build)})
        rmtree(build.output)
        rmtree(blog.folder / ".cache")

    assert builds[0] == builds[1]
    assert len(builds[0]) == 4


def test_another_font_draws_other_pictures(blog: Site) -> None:
    """CARD_FONT names the font; its pictures have names of their own."""
    blog.post("a", Title="A rant")
    blog.configure(CARD_FONT=str(BLACK))

    build = blog.build()

    wording, black = Wording("A rant", "", "Site"), read_face(str(BLACK))
    path = image(build, "a/index.html")
    assert path == f"cards/a.{key(wording, black)[:16]}.png"
    assert path != f"cards/a.{key(wording, read_face())[:16]}.png"
    assert build.bytes(path) == draw(wording, black)


def test_wrong_settings_stop_the_build(blog: Site) -> None:
    """They are told with the remedy, no traceback, and nothing is written nor taken away."""
    blog.post("a")
    blog.write("output/index.html", "written before")
    blog.configure(DELETE_OUTPUT_DIRECTORY=True, PLUGINS=["proofread", "card"])
    blog.configure(CARD_FONT="none.ttf")

    build = blog.build()

    assert build.status == 1
    assert build.messages[0] == (
        "setting CARD_FONT: 'none.ttf' is no font that can be read "
        "— name a file that ends in .ttf or .otf"
    )
    assert not any("Traceback" in message for message in build.messages)
    assert build.files == ["index.html"]


def test_without_the_plugin_nothing_is_said_of_cards(blog: Site) -> None:
    """Taking the plugin out takes out its lines and its files, and nothing else."""
    blog.post("a", LESSON.format("Learn."))
    blog.write("content/pages/about.md", "Title: About\n\nMe.\n")
    with_cards = blog.build()
    files = with_cards.files
    rmtree(with_cards.output)
    blog.configure(PLUGINS=["lesson"])

    build = blog.build()

    assert (build.status, build.messages) == (0, ())
    assert build.files == [path for path in files if not path.startswith("cards/")]
    for path in ("a/index.html", "pages/about.html", "category/misc/index.html"):
        assert head(build, path) == []


def test_card_is_a_view_that_cannot_change() -> None:
    """A page can depend on no more of its card than this."""
    assert [field.name for field in fields(Card)] == ["path", "width", "height", "alt", "type"]
    with pytest.raises(FrozenInstanceError):
        Card("a", 1, 1, "a").path = "b"  # type: ignore[misc]  -- that is the claim
