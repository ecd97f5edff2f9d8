"""The site's language: which files are its catalogues, how it writes its dates."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

WORLD = "en_001"  # English of no country, as CLDR has it: 23 November 2026


def names_of(lang: str) -> tuple[str, ...]:
    """The names of a language's catalogues, without their ending; the later count more.

    `de-AT` has those of `de`, and of its own `de-AT` and `de_AT`.
    """
    language = lang.replace("_", "-").partition("-")[0]
    return tuple(dict.fromkeys([language, lang, lang.replace("-", "_")]))


def read_locale(lang: str) -> str | None:
    """CLDR's name for a language tag (BCP 47); of the language alone if not of its country.

    None where it has none.
    """
    for name in reversed(names_of(lang)):
        try:
            return str(Locale.parse(WORLD if name == "en" else name.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    return None
