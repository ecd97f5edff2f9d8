"""Every link leads back to the words it was made from, and keeps to its network's limit."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import PERSON, ROOM, Message
from conversation.message import plain
from conversation.network import answer_by_email, weigh_for_x

URL = "https://rants.example/rants/a-post/"
CORPUS = [
    'C# & R+D: "who?" – 50% naïve 🦋',
    "a/b?c=d&e=f#g",
    "100 %",
    "<b>x</b> &amp; y",
    "\u200eRTL שלום",
    "👩‍👩‍👧‍👦",
    "trailing spaces   ",
    "two\r\nlines",
    "t" * 400,
    "quotes ' \" ’",
    "a title ending in +",
    "a\x00b\x1bc",
]
TEXT = st.text(max_size=300).filter(lambda text: plain(text) != "")

# Name → host and path, the names of the parameters, which of them holds the text and which the URL.
TABLE = {
    "mastodon": ("https://share.joinmastodon.org/", "#text", None, 500),
    "bluesky": ("https://bsky.app/intent/compose", "text", None, 300),
    "threads": ("https://www.threads.com/intent/post", "text", "url", 500),
    "x": ("https://x.com/intent/tweet", "text", "url", 280),
    "linkedin": ("https://www.linkedin.com/sharing/share-offsite/", None, "url", None),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", None, "u", None),
    "reddit": ("https://www.reddit.com/submit", "title", "url", 300),
    "hackernews": ("https://news.ycombinator.com/submitlink", "t", "u", 80),
    "email": ("mailto:", "body", None, None),
    "sms": ("sms:", "body", None, 306),
    "whatsapp": ("https://wa.me/", "text", None, 1000),
    "telegram": ("https://t.me/share/url", "text", "url", 1000),
}
ALL = {**PERSON, **ROOM}


def message(words: str, title: str = "A title", lesson: str = "") -> Message:
    """A message that asks `words`."""
    return Message(question=words, title=title, url=URL, lesson=lesson)


def decoded(link: str) -> tuple[str, dict[str, str]]:
    """Where a link leads, and its parameters as the network reads them; `+` stays a plus."""
    if "#" in link:
        place, _, fragment = link.partition("#")
        pairs = [f"#{fragment}"]
    else:
        place, _, query = link.partition("?")
        pairs = [pair for pair in query.split("&") if pair]
    split = (pair.partition("=") for pair in pairs)
    return place, {name: unquote(value, errors="strict") for name, _, value in split}


@pytest.mark.parametrize("name", TABLE)
def test_link_has_the_documented_form(name: str) -> None:
    """Host, path and parameters are those that the network documents, and no other."""
    place, text, url, _ = TABLE[name]

    found, parameters = decoded(ALL[name].link(message("Who?")))

    expected = {key for key in (text, url) if key} | ({"subject"} if name == "email" else set())
    assert found == place
    assert set(parameters) == expected
    assert url is None or parameters[url] == URL


@pytest.mark.parametrize("words", CORPUS)
@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row[1]])
def test_corpus_comes_back(name: str, words: str) -> None:
    """What is decoded begins with the question and, where it is in the text, ends in the link."""
    check(name, words)


@given(words=TEXT)
def test_any_text_comes_back(words: str) -> None:
    """The same for any text, on every network that takes one."""
    for name, row in TABLE.items():
        if row[1]:
            check(name, words)


def check(name: str, words: str) -> None:
    """Decode the link of the network `name` and compare it with what went in."""
    _, key, url, limit = TABLE[name]
    link = ALL[name].link(message(words, title=words if name == "hackernews" else "A title"))
    _, parameters = decoded(link)
    text = parameters[key or ""].replace("\r\n", "\n")
    asked = plain(words)
    body = text.removesuffix(URL).rstrip("\n") if url is None else text

    assert "+" not in link.partition("?")[2]
    assert "&amp;" not in link
    assert link.isascii()
    if url is None:
        assert text.endswith(URL)
    if asked not in body:
        assert body.endswith("…")
        assert asked.startswith(body.removesuffix("…"))
    else:
        assert body.startswith(asked)
    if name == "mastodon":
        assert len(text) - len(URL) + 23 <= 500
    elif name == "x":
        assert weigh_for_x(text) + 23 <= 280
    elif limit:
        assert len(text) <= limit


@given(words=TEXT, title=TEXT, lesson=TEXT)
def test_mail_stays_short_enough(words: str, title: str, lesson: str) -> None:
    """A mail's link is at most 1,800 characters, however long title and lesson are."""
    link = PERSON["email"].link(message(words, title * 3, lesson))

    assert len(link) <= 1800


@pytest.mark.parametrize("name", [name for name, network in ROOM.items() if network.form])
def test_form_is_where_the_link_leads(name: str) -> None:
    """A form's address is the link's without its parameters."""
    link = ROOM[name].link(message("Who?"))

    assert ROOM[name].form == link.partition("?")[0].partition("#")[0]


@pytest.mark.parametrize("word", ["via", "related", "hashtags", "follow"])
def test_nobody_is_recommended(word: str) -> None:
    """No link carries a parameter that suggests accounts to follow."""
    links = [network.link(message("Who?")) for network in ALL.values()]

    assert [link for link in links if word in parse_qs(urlsplit(link).query)] == []


@given(title=TEXT)
def test_answer_carries_title_and_permalink(title: str) -> None:
    """A mail to the author has the title as its subject and the permalink below a signature."""
    link = answer_by_email("me+blog@rants.example", message("Who?", title))

    place, parameters = decoded(link)

    assert place == "mailto:me+blog@rants.example"
    subject = parameters["subject"].removeprefix("Re: ")
    assert plain(title).startswith(subject.removesuffix("…"))
    assert parameters["body"] == f"\r\n\r\n--\r\n{URL}"


@pytest.mark.parametrize(
    ("text", "weight"), [("abc", 3), ("“é”", 3), ("日本", 4), ("🦋", 2), ("Ω", 1)]
)
def test_x_weighs_some_characters_twice(text: str, weight: int) -> None:
    """Latin and Greek weigh one, Chinese and emoji two."""
    assert weigh_for_x(text) == weight


@pytest.mark.parametrize(("first", "last"), [(0, 4351), (8192, 8205), (8208, 8223), (8242, 8247)])
def test_x_weighs_by_the_ranges_it_gives(first: int, last: int) -> None:
    """The ends of each range weigh one, what follows it two (twitter-text, version 3)."""
    assert [weigh_for_x(chr(code)) for code in (first, last, last + 1)] == [1, 1, 2]
