"""The file of people, read and checked."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import People, Person, read_people

MIRA = 'name = "Mira"\nurl = "https://mira.example/"\nsays = "We talk."\n'
TOML = 'write [[person]], or key = "text", in a line of its own'
TWICE = "says again what stands above — keep one of the two"
KEYS = "write name, url, says, feed or lang, or take it out"
ABOVE = "write [[person]] above each of them"
XN = "which not every feed reader can find"
XN += " — copy it from the browser's address bar, where it begins with xn--"


def told(text: str | bytes) -> list[str]:
    """What is wrong with a file, a line each; where something is, nobody is read."""
    found = read_people(text.encode() if isinstance(text, str) else text)
    assert not (found.problems and found.people)
    return [problem.at("people.toml") for problem in found.problems]


def test_people_are_read_in_the_order_of_the_file() -> None:
    """Every key comes out as text; what is left out is empty."""
    text = """# Friends
[[person]]
name = "Zoë"
url = "https://zoe.example/"
says = "We talk about glue."
feed = "https://zoe.example/feed"
lang = "pt-BR"

[[person]]
name = 'Ada'
url = "https://ada.example"
says = "We do not."
"""

    found = read_people(text.encode())

    assert found == People(
        (
            Person(
                "Zoë",
                "https://zoe.example/",
                "We talk about glue.",
                "https://zoe.example/feed",
                "pt-BR",
            ),
            Person("Ada", "https://ada.example", "We do not."),
        )
    )


@pytest.mark.parametrize("text", ["", "\n", "# Nobody yet\n", "person = []\n", "\ufeff"])
def test_nobody_is_no_fault(text: str) -> None:
    """A file without anybody in it is a file."""
    assert read_people(text.encode()) == People()


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff[[person]]\n{MIRA}",
        f"[[person]]\n{MIRA}".replace("\n", "\r\n"),
        '[["person"]]\nname = "Mira"\nurl = "https://mira.example/"\nsays = """We\n  talk."""\n',
        'person = [{name = " Mira ", url = "https://mira.example/", says = "We talk."}]',
    ],
)
def test_file_may_be_written_otherwise(text: str) -> None:
    """A mark, other line ends, text over several lines and a list in one line change nothing."""
    found = read_people(text.encode())

    assert found == People((Person("Mira", "https://mira.example/", "We talk."),))


def test_address_is_percent_encoded() -> None:
    """Letters beyond ASCII are encoded; what is encoded stays as it is."""
    text = f"[[person]]\n{MIRA}".replace("example/", "example/~ü/%C3%BC?q=é&r=%20#ö")

    found = read_people(text.encode())

    assert [person.url for person in found.people] == [
        "https://mira.example/~%C3%BC/%C3%BC?q=%C3%A9&r=%20#%C3%B6"
    ]


def test_everything_is_told_at_once() -> None:
    """Each fault stands with its line, its value and its remedy, in the order of the lines."""
    text = '''title = "Friends"

[[person]]
name = "Mira"
url = "http://mira.example/a"
sais = "We talk."

[[person]]
name = 5
url = "https://ada.example"
says = """We
talk."""
feed = ""
lang = "German, mostly"
[person.links]
url = "https://elsewhere.example/"

[[person]]
says = " "
url = "https://ADA.example:443/#top"

[[people]]
'''

    assert told(text) == [
        f"people.toml:1: 'title' stands outside of every [[person]] — {ABOVE}",
        'people.toml:3: Mira has no sentence — write says = "…", what the two of you talk about',
        "people.toml:5: url 'http://mira.example/a' is not https — write 'https://mira.example/a'",
        "people.toml:6: 'sais' is no key of a person — write says, or take it out",
        "people.toml:9: name '5' is no text — write it in quotes",
        "people.toml:13: feed '' is no whole address — write 'https://…'",
        "people.toml:14: lang 'German, mostly' is no language — write one as 'de' or 'pt-BR'",
        f"people.toml:15: 'links' is no key of a person — {KEYS}",
        'people.toml:18: this person has no name — write name = "…"',
        "people.toml:19: this person has no sentence"
        ' — write says = "…", what the two of you talk about',
        "people.toml:20: url 'https://ADA.example:443/#top' is also that of line 10"
        " — keep one of the two",
        f"people.toml:22: 'people' stands outside of every [[person]] — {ABOVE}",
    ]


def test_person_without_anything_lacks_three_things() -> None:
    """An empty table is told at its own line."""
    assert told("\n[[person]]\n") == [
        'people.toml:2: this person has no home page — write url = "https://…"',
        'people.toml:2: this person has no name — write name = "…"',
        "people.toml:2: this person has no sentence"
        ' — write says = "…", what the two of you talk about',
    ]


def unfit(code: str) -> str:
    return f"holds U+00{code}, which no address can — write %{code}, or take it out"


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mira.example", "is no whole address — write 'https://mira.example'"),
        ("//mira.example/", "is no whole address — write 'https://mira.example/'"),
        ("mira.example:8080", "is no whole address — write 'https://mira.example:8080'"),
        ("HTTP://mira.example", "is not https — write 'https://mira.example'"),
        ("javascript:alert(1)", "is not https — write an address that begins with https://"),
        ("data:text/html,x", "is not https — write an address that begins with https://"),
        ("https://", "has no host — write a whole one"),
        ("https:mira.example", "has no host — write a whole one"),
        ("https://mira", "has the host 'mira' — write a whole one"),
        ("https://192.0.2.1/", "has the host '192.0.2.1' — write a whole one"),
        ("https://a..example/", "has the host 'a..example' — write a whole one"),
        ("https://[::1", "is no address — write it as the browser shows it"),
        ("https://mira.example:http/", "is no address — write it as the browser shows it"),
        ("https://a:b@mira.example/", "holds a name or a password before '@' — take it out"),
        ("https://é.example/", f"has the host 'é.example', {XN}"),
        (" https://mira.example", unfit("20")),
        ("https://mira.example/\n", unfit("0A")),
        ("java\tscript:x", unfit("09")),
        ('https://mira.example/"', unfit("22")),
        ("https://mira.example\\@x", unfit("5C")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["url", "feed"])
def test_address_that_nobody_can_be_sent_to(key: str, url: str, fault: str) -> None:
    """A home page and a feed are whole https addresses, and the remedy is one to copy."""
    lines = MIRA.splitlines() if key == "feed" else [MIRA.splitlines()[0], MIRA.splitlines()[2]]
    text = "\n".join(["[[person]]", *lines, f"{key} = {json.dumps(url)}", ""])

    assert told(text) == [f"people.toml:{2 + len(lines)}: {key} {url!r} {fault}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[person]]\nname = Ada\n", f"2: 'name = Ada' is no TOML from column 8 on — {TOML}"),
        ("[[person]]\nname = “Ada”\n", f"2: 'name = “Ada”' is no TOML from column 8 on — {TOML}"),
        ('[[person]]\nname = "A\nx=1', f"2: 'name = \"A' is no TOML from column 10 on — {TOML}"),
        ("[[person]\n\n", f"1: '[[person]' is no TOML from column 9 on — {TOML}"),
        ('\nx = """a\nb"""\nname', f"4: 'name' is no TOML as it has no end — {TOML}"),
        ('# x\n\ny = """a\n\nb\n', f"3: 'y = \"\"\"a' is no TOML as it has no end — {TOML}"),
        ('\nx = "\\q"', f"2: 'x = \"\\\\q\"' is no TOML from column 8 on — {TOML}"),
        (f"x = {'9' * 5000}", f"1: 'x = {'9' * 55}…' is no TOML — {TOML}"),
        ("x = 1\nx = 2\n\n", f"2: 'x = 2' {TWICE}"),
        ("person = 5", f"1: 'person' is no list of tables — {ABOVE}"),
        ('x = 1\n[person]\nname = "Ada"', [
            f"1: 'x' stands outside of every [[person]] — {ABOVE}",
            f"2: 'person' is no list of tables — {ABOVE}",
        ]),
        ("[[person.name]]", f"1: 'person' is no list of tables — {ABOVE}"),
    ],
)  # fmt: skip
def test_file_that_is_no_list_of_people(text: str, fault: str | list[str]) -> None:
    """What cannot be read is quoted from the line at which it begins."""
    faults = [fault] if isinstance(fault, str) else fault

    assert told(text) == [f"people.toml:{each}" for each in faults]


def test_lists_in_lists_are_told() -> None:
    """What would exhaust the machine is a fault of the file."""
    assert told(f"x = {'[' * 9000}") == [
        "people.toml: has lists in lists that nobody can read — take them out"
    ]


def test_table_within_a_person_has_keys_of_its_own() -> None:
    """What it says is not said of the person, and its lines are not theirs."""
    text = f"[[person]]\n{MIRA.partition(chr(10))[2]}[person.x]\nname = 'Mira'\n"

    assert told(text) == [
        'people.toml:1: this person has no name — write name = "…"',
        f"people.toml:4: 'x' is no key of a person — {KEYS}",
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_other_encoding_is_told(mark: bytes) -> None:
    """The byte and its line, with a byte order mark and without."""
    assert told(mark + b'[[person]]\nname = "Zo\xeb"\n') == [
        f"people.toml:2: byte 0xeb at offset {21 + len(mark)} is not UTF-8 — save it as UTF-8"
    ]


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x7f", "\x85", "\u202e", "\ufffe", "\U0001ffff"])
@pytest.mark.parametrize("key", ["name", "says", "lang"])
def test_sign_that_no_page_can_show(key: str, sign: str) -> None:
    """A control character, an override and what is no character are told, and where."""
    values = {"name": "Mira", "url": "https://mira.example/", "says": "We talk.", key: f"a{sign}"}
    lines = [f'{name} = "{value.replace(sign, _code(sign))}"' for name, value in values.items()]
    line = 2 + list(values).index(key)

    assert told("\n".join(["[[person]]", *lines])) == [
        f"people.toml:{line}: {key} {f'a{sign}'!r} holds U+{ord(sign):04X},"
        " which no page can show — take it out"
    ]


def _code(sign: str) -> str:
    return f"\\U{ord(sign):08X}"


def test_feed_of_somebody_else_is_told() -> None:
    """A reader that imports the file would have it twice."""
    feed = 'feed = "https://feeds.example/mira"\n'
    other = MIRA.replace("mira", "ada")

    assert told(f"[[person]]\n{MIRA}{feed}[[person]]\n{other}{feed}") == [
        "people.toml:10: feed 'https://feeds.example/mira' is also that of line 5"
        " — keep one of the two"
    ]


def test_like_addresses_are_not_the_same() -> None:
    """Another path, another port or another query is another page."""
    places = ("", "a", "A", "?a", ":8443/")
    people = [
        f'[[person]]\nname = "M"\nsays = "S."\nurl = "https://mira.example{place}"\n'
        for place in ("/" + place if place[:1] != ":" else place for place in places)
    ]

    assert told("".join(people)) == []


@given(st.text())
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever the file holds, its lines are told and nothing is raised."""
    found = read_people(text.encode("utf-8", "surrogatepass"))

    lines = text.count("\n") + 1
    assert all(0 <= problem.line <= lines for problem in found.problems)


PIECES = st.sampled_from(
    ["[[person]]", "[person]", "[person.x]", "[x]", 'name = "A"', "name = 1", "url = ''", "x.y = 1",
     'says = """a', 'b"""', "says = [", "]", "# c", "", 'url = "https://a.example"', "person = []"]
)  # fmt: skip


@given(st.lists(PIECES))
def test_lines_are_where_the_keys_stand(pieces: list[str]) -> None:
    """In any order of pieces a fault is told, and for one of a key its line has the key."""
    text = "\n".join(pieces)

    found = read_people(text.encode())

    assert bool(found.problems) or _is_toml(text)
    for problem in found.problems:
        key = problem.fault.partition(" ")[0].strip("'")
        if key in ("x", "name", "url", "person") and "TOML" not in problem.fault:
            assert key in pieces[problem.line - 1], (problem, pieces)


def _is_toml(text: str) -> bool:
    tomllib.loads(text)
    return True
