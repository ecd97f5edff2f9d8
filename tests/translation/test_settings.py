"""What the translation can be told."""

import pytest

from translation import Settings, TranslationError, read_settings


def test_settings_are_read_beside_pelicans_own() -> None:
    """The feeds of translated posts are Pelican's matter, and the digest the plugin's own."""
    site = {"TRANSLATION_PATH": "words", "TRANSLATION_FEED_ATOM": None, "TRANSLATION_DIGEST": "x"}

    assert read_settings(site) == Settings("words")


def test_every_problem_is_told() -> None:
    """An unknown name and a value of another type, each with its remedy."""
    with pytest.raises(TranslationError) as caught:
        read_settings({"TRANSLATION_PATHS": "x", "TRANSLATION_PATH": ["x"]})

    assert str(caught.value).splitlines() == [
        "setting TRANSLATION_PATHS is unknown — write TRANSLATION_PATH, or take it out",
        "setting TRANSLATION_PATH is ['x'] — write the path of a folder in quotes",
    ]
