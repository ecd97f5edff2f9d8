"""What is said, to a page and as text, and how a day is written."""

from datetime import date, datetime

import pytest
from markupsafe import Markup

from translation import Catalogue, Plural, Translation, functions, read_locale, tags_of

DAY = date(2026, 11, 23)
POLISH = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
SAID = Translation(
    "pl",
    Catalogue(
        {"Written by %(who)s": "<b>Napisane</b> przez %(who)s, 100&nbsp;%%", "Q&amp;A": "P&amp;O"},
        {"%(num)s day": Plural(("%(num)s dzień", "%(num)s dni", "%(num)s dnia"), POLISH)},
    ),
)


def test_message_is_html_and_its_variables_are_escaped() -> None:
    """The message's own tags stand, those in a variable do not, unless it is HTML itself."""
    _ = functions(SAID)["_"]

    said = _("Written by %(who)s", who='<script>"x"</script> %(who)s')

    hostile = "&lt;script&gt;&#34;x&#34;&lt;/script&gt; %(who)s"
    assert (type(said), said) == (Markup, f"<b>Napisane</b> przez {hostile}, 100&nbsp;%")
    assert _("Written by %(who)s", who=Markup("<i>x</i>")).count("<i>x</i>") == 1
    assert _("<i>Unknown</i> %(a)s", a="<") == Markup("<i>Unknown</i> &lt;")
    assert (type(_("Q&amp;A")), _("Q&amp;A"), _("100 %%")) == (Markup, "P&amp;O", "100 %")


def test_text_is_no_html() -> None:
    """What is no page gets the message as text, and each variable as it is."""
    assert SAID.gettext("Q&amp;A") == "P&O"
    assert SAID.gettext("%(a)s: the lessons", a="<&amp;>") == "<&amp;>: the lessons"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 dzień"), (2, "2 dni"), (5, "5 dnia"), (12, "12 dnia"), (22, "22 dni"), (0, "0 dnia")],
)
def test_plural_form_is_the_languages_own(number: int, words: str) -> None:
    """The rule of the catalogue chooses among three forms."""
    assert functions(SAID)["ngettext"]("%(num)s day", "%(num)s days", number) == words


def test_plural_without_catalogue_is_english() -> None:
    """One is one, all else is many; other variables are escaped."""
    ngettext = functions(Translation())["ngettext"]

    said = [ngettext("%(num)s %(a)s", "%(num)s %(a)ss", number, a="<") for number in (0, 1, 2)]

    assert said == ["0 &lt;s", "1 &lt;", "2 &lt;s"]


@pytest.mark.parametrize(
    ("lang", "day", "month"),
    [
        ("en", "23 November 2026", "November 2026"),
        ("en-GB", "23 November 2026", "November 2026"),
        ("en-US", "November 23, 2026", "November 2026"),
        ("de", "23. November 2026", "November 2026"),
        ("de-AT", "23. November 2026", "November 2026"),
        ("fr", "23 novembre 2026", "novembre 2026"),
        ("pt-BR", "23 de novembro de 2026", "novembro de 2026"),
        ("ja", "2026年11月23日", "2026年11月"),
        ("de-XX", "23. November 2026", "November 2026"),
    ],
)
def test_day_is_written_as_the_language_does(lang: str, day: str, month: str) -> None:
    """The language tag alone says how, whatever the process's locale is."""
    made = functions(Translation(read_locale(lang) or ""))

    assert made["format_date"](DAY) == made["format_date"](datetime(2026, 11, 23, 23, 59)) == day  # noqa: DTZ001  -- no moment
    assert made["format_skeleton"]("yMMMM", DAY) == month


def test_pattern_of_a_day_may_be_named() -> None:
    """A second argument is a format's name, or a pattern."""
    format_date = functions(Translation("fr"))["format_date"]

    assert (format_date(DAY, "short"), format_date(DAY, "LLLL")) == ("23/11/2026", "novembre")


@pytest.mark.parametrize("lang", ["xx", "", "../../etc/passwd", "a b"])
def test_language_that_nobody_knows_has_no_locale(lang: str) -> None:
    """What is no language tag, or of no language that CLDR knows, is none."""
    assert read_locale(lang) is None


def test_tags_of_catalogues_go_from_language_to_country() -> None:
    """What is said in the country counts more, however its tag is written."""
    assert tags_of("en") == ("en",)
    assert tags_of("de-AT") == ("de", "de-at")
    assert tags_of("pt_BR") == ("pt", "pt-br")


def test_each_function_says_that_it_is_pure() -> None:
    """So that a page that calls one is not rendered in every build."""
    assert {getattr(each, "is_pure", False) for each in functions(SAID).values()} == {True}
