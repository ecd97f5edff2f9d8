"""A catalogue is read as it is meant, or what is wrong with it is told."""

import pytest

from translation import Catalogue, Plural, read_catalogue

HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
SHAPE = 'write msgid "…" and below it msgstr "…"'


def told(text: str | bytes) -> list[str]:
    """All that is wrong with a catalogue."""
    data = text.encode() if isinstance(text, str) else text
    return [problem.at("de.po") for problem in read_catalogue(data, "de")[1]]


def test_messages_and_plurals_are_read() -> None:
    """Each message has what is said for it, its plural forms with the rule of the head."""
    text = (
        f'{HEAD}#: a.html\nmsgid "Your turn"\nmsgstr "À "\n"toi"\n\n'
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "%(num)s jour"\nmsgstr[1] "%(num)s jours"\n'
    )

    catalogue, problems = read_catalogue(text.encode(), "fr")

    plural = Plural(("%(num)s jour", "%(num)s jours"), "(n > 1)")
    assert problems == ()
    assert catalogue == Catalogue({"Your turn": "À toi"}, {"%(num)s day": plural})
    assert catalogue.lines == {"Your turn": 6, "%(num)s day": 10}


def test_what_is_not_translated_is_left_out() -> None:
    """An empty, a fuzzy and an obsolete message stay as they are in English."""
    text = (
        'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n\n#~ msgid "c"\n#~ msgstr "C"\n\n'
        'msgid "d"\nmsgid_plural "ds"\nmsgstr[0] "D"\nmsgstr[1] ""\n'
    )

    assert read_catalogue(text.encode(), "de") == (Catalogue(), ())


def test_later_catalogue_counts_more() -> None:
    """Of two catalogues one lies over the other, message by message."""
    below, above = Catalogue({"a": "1", "b": "2"}), Catalogue({"b": "3"}, {"c": Plural(("d",))})

    assert above.over(below) == Catalogue({"a": "1", "b": "3"}, {"c": Plural(("d",))})


def test_digest_follows_all_that_is_said() -> None:
    """Another word, another form or another rule is another digest; another order is none."""
    made = [
        Catalogue({"a": "1", "b": "2"}),
        Catalogue({"a": "1", "b": "3"}),
        Catalogue({"a": "1"}, {"b": Plural(("2",))}),
        Catalogue({"a": "1"}, {"b": Plural(("3",))}),
        Catalogue({"a": "1"}, {"b": Plural(("3",), "0")}),
    ]

    assert len({each.digest for each in made}) == len(made)
    assert Catalogue({"b": "2", "a": "1"}).digest == made[0].digest


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "a"\nmsgstr "b\n', f"2: 'msgstr \"b' is no line of a catalogue — {SHAPE}"),
        ('msgid "a"\nmsgtr "b"\n', f"2: 'msgtr \"b\"' is no line of a catalogue — {SHAPE}"),
        ("Your turn: Now you\n", f"1: 'Your turn: Now you' is no line of a catalogue — {SHAPE}"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', f"1: missing msgstr for msgid 'a' — {SHAPE}"),
        (b'\n\nmsgid "\xff"\n', "3: is no text in UTF-8 — save it in that encoding"),
        (
            'msgid "a"\nmsgstr "100 %"\n',
            "1: '100 %' has a '%' that begins no %(name)s — write %% for a per cent sign",
        ),
        (
            'msgid "a %(b)s"\nmsgstr "%(c)s"\n',
            "1: '%(c)s' has %(c)s, which is not in the message — write %(b)s",
        ),
        (
            'msgid "a"\nmsgstr "%(c)s"\n',
            "1: '%(c)s' has %(c)s, which is not in the message — write it without",
        ),
        (
            HEAD.replace("n > 1", "n $ 1") + 'msgid "a"\nmsgstr "b"\n',
            "1: Plural-Forms '(n $ 1)' is no rule: invalid token in plural form: $ — "
            "write it as 'nplurals=2; plural=(n != 1);'",
        ),
        (
            HEAD.replace("nplurals=2", "nplurals=x"),
            "1: has an odd head: invalid literal for int() with base 10: 'x' — mend the head",
        ),
    ],
)
def test_problem_is_told_with_its_line_and_its_remedy(text: str | bytes, problem: str) -> None:
    """What Babel would pass over, and what would fail where a page is made, is told before."""
    assert told(text) == [f"de.po:{problem}"]


def test_per_cent_sign_is_written_twice() -> None:
    """A doubled one is no problem, with a variable and without."""
    assert told('msgid "a %(b)s"\nmsgstr "100 %% %(b)s"\n\nmsgid "c"\nmsgstr "%%"\n') == []


def test_rule_is_that_of_the_language_where_the_head_names_none() -> None:
    """A catalogue without a head is one, too."""
    text = 'msgid "d"\nmsgid_plural "ds"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n'

    catalogue, problems = read_catalogue(text.encode(), "cs-CZ")

    assert problems == ()
    assert [catalogue.plurals["d"].choose(number) for number in (1, 2, 5)] == ["a", "b", "c"]
