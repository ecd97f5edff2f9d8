"""The site's language: which files are its catalogues, how it writes its dates."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

WORLD = "en_001"  # English of no country, as CLDR has it: 23 November 2026


def tag(name: str) -> str:
    """A language tag as all are compared: `de_AT`, by which gettext knows it, is `de-at`."""
    return name.replace("_", "-").lower()


def tags_of(lang: str) -> tuple[str, ...]:
    """Whose catalogues a language has: those of `de-AT` are that of `de`, then its own."""
    whole = tag(lang)
    return tuple(dict.fromkeys([whole.partition("-")[0], whole]))


def read_locale(lang: str) -> str | None:
    """CLDR's name for a language tag (BCP 47); of the language alone if not of its country.

    None where it has none.
    """
    for name in reversed(tags_of(lang)):
        try:
            return str(Locale.parse(WORLD if name == "en" else name.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    return None
