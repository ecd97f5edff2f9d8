"""The translation in a build: the site's own words, what is wrong with them, what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_site import PLUGINS, Build, Site

ARTICLE = """{{ {
    "said": [_("Your turn"), _("Feed: %(name)s", name="<"), ngettext("a day", "%(num)s days", 2)],
    "date": format_date(article.date),
}|tojson }}"""
OWN = 'msgid "Your turn"\nmsgstr "{}"\n'
ENGLISH = ["Your turn", "Feed: &lt;", "2 days"]
THEME = 'msgid "Your turn"\nmsgstr "Thema"\n\nmsgid "Feed: %(name)s"\nmsgstr "Th: %(name)s"\n'


@pytest.fixture
def words(site: Site) -> Site:
    """A site with a post, whose theme says a few messages."""
    site.configure(PLUGINS=["translation"], TRANSLATION_PATH="words")
    site.write("theme/templates/article.html", ARTICLE)
    site.post("a")
    return site


def said(build: Build) -> list[str]:
    """What the post's page says, after a build that told nothing."""
    assert (build.status, build.messages) == (0, ())
    words: list[str] = build.data("a/index.html")["said"]
    return words


def test_without_catalogue_each_message_is_as_it_is_written(words: Site) -> None:
    """English needs none; a day is that of CLDR's world English."""
    build = words.build()

    assert said(build) == ENGLISH
    assert build.data("a/index.html")["date"] == "2 January 2026"


def test_catalogues_lie_over_each_other(words: Site) -> None:
    """The site's own count more than the theme's, a country's more than its language's."""
    words.configure(DEFAULT_LANG="de-AT")
    words.write("theme/translations/de.po", THEME)
    assert said(words.build()) == ["Thema", "Th: &lt;", "2 days"]

    words.write("words/de.po", OWN.format("Du"))
    assert said(words.build()) == ["Du", "Th: &lt;", "2 days"]

    words.write("words/de-AT.po", OWN.format("Na, du"))
    assert said(words.build()) == ["Na, du", "Th: &lt;", "2 days"]


def test_plugins_catalogue_is_read(words: Site) -> None:
    """What a plugin says comes from its own folder; the theme may say it otherwise."""
    words.configure(PLUGINS=["translation", "conversation"], DEFAULT_LANG="fr")

    assert said(words.build())[0] == "À toi"

    words.write("theme/translations/fr.po", OWN.format("Alors ?"))
    assert said(words.build())[0] == "Alors ?"


def test_message_that_the_site_does_not_say_is_told(words: Site) -> None:
    """A slip in an English message would change nothing; the nearest one is named."""
    words.write("theme/translations/de.po", THEME)
    words.write("words/en.po", OWN.format("You") + '\nmsgid "Your tun"\nmsgstr "You"\n')

    build = words.build()

    told = "words/en.po:4: 'Your tun' is nothing that this site says"
    remedy = "write 'Your turn', or take it out"
    assert (build.status, build.messages) == (0, (f"{told} — {remedy}",))
    assert build.data("a/index.html")["said"] == ["You", *ENGLISH[1:]]


def test_broken_catalogues_stop_the_build(words: Site) -> None:
    """All that is wrong is told with file, line and remedy, and nothing is written."""
    words.write("theme/translations/en.po", 'msgid "a"\nmsgstr "%(b)s"\n')
    words.write("words/en.po", 'msgid "Your turn"\nmsgstr "Now you\n')

    build = words.build()

    told = build.messages[: build.messages.index("Traceback (most recent call last):")]
    assert told == (
        "theme/translations/en.po:1: '%(b)s' has %(b)s, which is not in the message — "
        "write it without",
        "words/en.po:2: 'msgstr \"Now you' is no line of a catalogue — "
        'write msgid "…" and below it msgstr "…"',
        "TranslationError: nothing was written: mend the translation above",
    )
    assert (build.status, build.files) == (1, [])


def test_language_that_nobody_knows_is_told(words: Site) -> None:
    """Its words may have a catalogue, its days are written as in English."""
    words.configure(DEFAULT_LANG="xx")
    words.write("words/xx.po", OWN.format("Xu"))

    build = words.build()

    fault = "setting DEFAULT_LANG 'xx' is no language whose dates are known"
    assert build.messages[0] == f"{fault} — write a language tag, as 'en' or 'pt-BR'"
    assert build.data("a/index.html")["date"] == "2 January 2026"
    assert build.data("a/index.html")["said"][0] == "Xu"


def test_page_follows_its_catalogue_and_else_stays(words: Site, tmp_path: Path) -> None:
    """With `incremental` an edited catalogue is another page; an unchanged one renders none."""
    words.configure(
        PLUGINS=["incremental", "translation"],
        PELICAN_CLASS="incremental.Pelican",
        CACHE_PATH=str(tmp_path / "cache"),
        INCREMENTAL_SAMPLE=0,
    )
    page, path = tmp_path / "output/a/index.html", {"PYTHONPATH": str(PLUGINS)}
    words.write("words/en.po", OWN.format("One"))
    assert said(words.build(**path))[0] == "One"

    before = page.stat().st_mtime_ns, page.stat().st_ino
    words.build(**path)
    assert (page.stat().st_mtime_ns, page.stat().st_ino) == before

    words.write("words/en.po", OWN.format("Two"))
    assert said(words.build(**path))[0] == "Two"


def test_locale_of_the_process_does_not_matter(words: Site) -> None:
    """The same bytes come out wherever the site is built."""
    words.configure(DEFAULT_LANG="fr")

    pages = {
        words.build(LC_ALL=locale, LANG=locale).bytes("a/index.html")
        for locale in ("C", "C.UTF-8", "de_DE.UTF-8")
    }

    assert len(pages) == 1
