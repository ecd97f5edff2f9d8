"""The catalogues that come along say all there is to say, and nothing else."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.pelican_site import ROOT
from tests.translation.words import LANGUAGES, folders, messages
from translation import read_catalogue

CATALOGUES = [
    pytest.param(folder, lang, id=f"{folder.name}-{lang}")
    for folder in folders()
    for lang in LANGUAGES
]
FOREIGN = {"de": "”«»\"'", "fr": "“”„\"'"}  # of other languages, or of typewriters


class Tags(HTMLParser):
    """The tags of a message, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)


def catalogue(folder: Path, lang: str) -> list[Message]:
    """The messages of a catalogue, without its head."""
    with (folder / f"translations/{lang}.po").open("rb") as file:
        read = read_po(file, lang, abort_invalid=True)
    assert read.obsolete == {}
    return [message for message in read if message.id]


@pytest.mark.parametrize(("folder", "lang"), CATALOGUES)
def test_catalogue_has_every_message(folder: Path, lang: str) -> None:
    """Each message is there once, none is empty or fuzzy, none is left from before."""
    found = catalogue(folder, lang)

    assert sorted(str(message.id) for message in found) == sorted(messages(folder))
    assert [message.id for message in found if message.fuzzy or not message.string] == []
    assert read_catalogue((folder / f"translations/{lang}.po").read_bytes(), lang)[1] == ()


@pytest.mark.parametrize(("folder", "lang"), CATALOGUES)
def test_translation_has_the_places_and_the_tags_of_its_message(folder: Path, lang: str) -> None:
    """What is put into a message is in its translation, too, and so is its HTML."""
    for message in catalogue(folder, lang):
        said, told = str(message.id), str(message.string)
        for found in (re.compile(r"%\(\w+\)s|%%").findall, re.compile(r"\{\w+\}").findall):
            assert sorted(found(told)) == sorted(found(said)), said
        assert Tags(told).found == Tags(said).found, said
        assert ("…" in told) == ("…" in said), said


@pytest.mark.parametrize(("folder", "lang"), CATALOGUES)
def test_translation_is_typeset_as_its_language_is(folder: Path, lang: str) -> None:
    """The quotation marks are the language's own, and before a French colon is a space."""
    for message in catalogue(folder, lang):
        text = re.sub(r"<[^>]*>|%\(\w+\)s", "x", str(message.string))
        assert not set(FOREIGN[lang]) & set(text), text
        if lang == "fr":
            assert not re.search(r"(?<![\u00a0\u202f]):|(?<!\u202f)[?!;]|[«](?!\u00a0)", text), text


def test_every_plugin_with_words_has_catalogues() -> None:
    """None of the folders that say something lacks one, and none has one for nothing."""
    with_some = {path.parent.parent for path in ROOT.glob("*/translations/*.po")}
    with_some |= {path.parent.parent for path in ROOT.glob("plugins/*/translations/*.po")}

    assert sorted(with_some) == sorted(folders())
