"""The file of feeds, as feed readers take it in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from people import Person, write_opml

HOSTILE = Person(
    name='<b>Zoë</b> & "co" ]]>',
    url="https://zoe.example/?a=1&b='2'",
    says="<script>alert(1)</script> & so on.",
    feed="https://zoe.example/feed?a=1&b=2",
    lang="pt-BR",
)
PEOPLE = (
    HOSTILE,
    Person("Ravi", "https://ravi.example/", "He has no feed."),
    Person("מירה", "https://mira.example/", "We talk.", "https://mira.example/atom.xml", "he"),
)
# Any sign that XML has a place for
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
SOMEBODY = st.builds(Person, name=TEXT, url=TEXT, says=TEXT, feed=TEXT, lang=TEXT)


def write(*people: Person) -> bytes:
    return write_opml(people, title="Site: people", owner="Jo & Co", site="https://s.example/")


def outlines(data: bytes) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in etree.fromstring(data).iterfind("body/outline")]


def test_file_is_opml() -> None:
    """The whole file, byte for byte: no day of writing, and who has no feed is not in it."""
    ravi, mira = PEOPLE[1:]

    assert write(ravi, mira).decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<opml version="2.0">\n'
        "  <head>\n"
        "    <title>Site: people</title>\n"
        "    <ownerName>Jo &amp; Co</ownerName>\n"
        "    <ownerId>https://s.example/</ownerId>\n"
        "  </head>\n"
        "  <body>\n"
        '    <outline type="rss" text="מירה" title="מירה" description="We talk."'
        ' xmlUrl="https://mira.example/atom.xml" htmlUrl="https://mira.example/" language="he"/>\n'
        "  </body>\n"
        "</opml>\n"
    )


def test_markup_is_text() -> None:
    """What looks like markup in a name or a sentence comes out of a parser as it went in."""
    assert outlines(write(HOSTILE)) == [
        {
            "type": "rss",
            "text": HOSTILE.name,
            "title": HOSTILE.name,
            "description": HOSTILE.says,
            "xmlUrl": HOSTILE.feed,
            "htmlUrl": HOSTILE.url,
            "language": "pt-BR",
        }
    ]


@given(st.lists(SOMEBODY))
def test_everybody_with_a_feed_is_read_back(people: list[Person]) -> None:
    """In the order of the file; an attribute stands where there is something to say."""
    found = outlines(write(*people))

    assert all(value for each in found for value in each.values())
    assert [
        Person(
            name=each.get("text", ""),
            url=each.get("htmlUrl", ""),
            says=each.get("description", ""),
            feed=each["xmlUrl"],
            lang=each.get("language", ""),
        )
        for each in found
    ] == [person for person in people if person.feed]


def test_head_says_only_what_is_known() -> None:
    """Without an author and an address there is no empty element."""
    head = etree.fromstring(write_opml((), title="T", owner="", site="")).find("head")

    assert [(each.tag, each.text) for each in head] == [("title", "T")]


def test_newsboat_takes_it_in(tmp_path: Path) -> None:
    """A real feed reader imports the file and has each feed at its own address."""
    (tmp_path / "people.opml").write_bytes(write(*PEOPLE))
    (tmp_path / "urls").touch()
    files = [("-u", "urls"), ("-c", "cache.db"), ("-C", "config"), ("-i", "people.opml")]
    (tmp_path / "config").touch()

    done = subprocess.run(
        ["newsboat", *(part for flag, name in files for part in (flag, tmp_path / name))],
        env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    lines = (tmp_path / "urls").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [HOSTILE.feed, PEOPLE[2].feed]
