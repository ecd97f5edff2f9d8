"""Every link as a whole, and what it carries where there is more to say than room."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import PERSON, ROOM, Author, Budget, Conversation, Message, compose
from conversation.message import plain
from conversation.network import answer_by_email, encode

URL = "https://rants.example/rants/c-sharp/?a=1&b=2"
MESSAGE = Message('Who, & "why"?', "C# & R+D", URL, "Ask 50%.")
ADDRESS = "https%3A%2F%2Frants.example%2Frants%2Fc-sharp%2F%3Fa%3D1%26b%3D2"
ASKED = "Who%2C%20%26%20%22why%22%3F"
WORDS = f"{ASKED}%0A%0AC%23%20%26%20R%2BD%3A%20Ask%2050%25."
MAIL = f"{ASKED}%0D%0A%0D%0AC%23%20%26%20R%2BD%3A%20Ask%2050%25.%0D%0A{ADDRESS}"
LINKS = {
    "email": f"mailto:?subject=C%23%20%26%20R%2BD&body={MAIL}",
    "sms": f"sms:?&body={WORDS}%0A{ADDRESS}",
    "whatsapp": f"https://wa.me/?text={WORDS}%0A{ADDRESS}",
    "telegram": f"https://t.me/share/url?url={ADDRESS}&text={WORDS}",
    "copy": "",
    "share": "",
    "mastodon": f"https://share.joinmastodon.org/#text={WORDS}%0A{ADDRESS}",
    "bluesky": f"https://bsky.app/intent/compose?text={WORDS}%0A{ADDRESS}",
    "threads": f"https://www.threads.com/intent/post?text={WORDS}&url={ADDRESS}",
    "x": f"https://x.com/intent/tweet?text={WORDS}&url={ADDRESS}",
    "linkedin": f"https://www.linkedin.com/sharing/share-offsite/?url={ADDRESS}",
    "facebook": f"https://www.facebook.com/sharer/sharer.php?u={ADDRESS}",
    "reddit": f"https://www.reddit.com/submit?url={ADDRESS}&title={ASKED}",
    "hackernews": f"https://news.ycombinator.com/submitlink?u={ADDRESS}&t=C%23%20%26%20R%2BD",
}
ALL = {**PERSON, **ROOM}
# What each takes, as its own documents say: the parameter, its limit, and what the address costs
# where it is counted but stands in a parameter of its own.
LIMITS = {
    "mastodon": ("text", 500, None),
    "bluesky": ("text", 300, None),
    "threads": ("text", 500, len(URL) + 1),
    "x": ("text", 280, 24),
    "reddit": ("title", 300, 0),
    "hackernews": ("t", 80, 0),
    "sms": ("body", 306, None),
}
LONG = {
    "400 characters": "t" * 400,
    "400 words": "word " * 400,
    "Chinese": "漢字" * 200,
    "Chinese words": "漢字。 " * 100,
    "emoji": "🦋" * 400,
    "families": "👩‍👩‍👧‍👦 " * 60,
    "combining": "e\u0301\u0323" * 300,
    "right to left": "שלום " * 150,
    "lines": "a line\r\n" * 100,
    "percent": "% & + " * 100,
}


def parameter(link: str, name: str) -> str:
    """What a network reads in the parameter `name`; a plus is a plus."""
    rest = link.partition("#")[2] or link.partition("?")[2]
    pairs = dict(pair.split("=", 1) for pair in rest.split("&") if pair)
    return unquote(pairs[name], errors="strict")


def weight(text: str) -> int:
    """As X weighs it: two for what its configuration does not list as light."""
    light = [range(0x1100), range(0x2000, 0x200E), range(0x2010, 0x2020), range(0x2032, 0x2038)]
    return sum(1 if any(ord(char) in block for block in light) else 2 for char in text)


@pytest.mark.parametrize("name", ALL)
def test_link_is_the_documented_one(name: str) -> None:
    """Each address is, character by character, what reference/conversation.md gives."""
    assert ALL[name].link(MESSAGE) == LINKS[name]


def test_encoding_is_the_references() -> None:
    """The corpus's first line is encoded as the reference has it."""
    assert encode('C# & R+D: "who?" – 50% naïve 🦋') == (
        "C%23%20%26%20R%2BD%3A%20%22who%3F%22%20%E2%80%93%2050%25%20na%C3%AFve%20%F0%9F%A6%8B"
    )


@pytest.mark.parametrize("field", ["question", "title", "lesson"])
@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
@pytest.mark.parametrize("name", LIMITS)
def test_limit_holds(name: str, words: str, field: str) -> None:
    """However long one field is, a network is given no more than it takes, address included."""
    key, limit, address = LIMITS[name]
    fields = {"question": "Who?", "title": "A title", "lesson": "Ask.", field: words}

    text = parameter(ALL[name].link(Message(url=URL, **fields)), key)

    cost = {"x": weight(text), "mastodon": len(text) - len(URL) + 23}.get(name, len(text))
    assert cost + (address or 0) <= limit
    assert address is not None or text.splitlines()[-1] == URL


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
@pytest.mark.parametrize("field", ["question", "title", "lesson"])
def test_mail_is_short_and_whole(words: str, field: str) -> None:
    """A mail's link keeps to 1,800 characters, and its last line is the address."""
    fields = {"question": "Who?", "title": "A title", "lesson": "Ask.", field: words}

    link = ALL["email"].link(Message(url=URL, **fields))

    assert len(link) <= 1800
    assert parameter(link, "body").split("\r\n")[-1] == URL
    assert "\n" not in parameter(link, "body").replace("\r\n", "")
    assert parameter(link, "subject").startswith(plain(fields["title"])[:10])


@pytest.mark.parametrize("name", [name for name in LIMITS if name not in ("hackernews",)])
def test_question_is_cut_at_a_word(name: str) -> None:
    """Too long a question ends at a word with an ellipsis, and uses the room that there is."""
    key, limit, address = LIMITS[name]
    question = "wordy " * 200

    text = parameter(ALL[name].link(Message(question, "A title", URL, "Ask.")), key)

    asked = text.removesuffix(URL).rstrip("\n")
    assert asked.split(" ") == ["wordy"] * asked.count("wordy ") + ["wordy…"]
    used = len(text) - len(URL) + 23 if name == "mastodon" else len(text) + (address or 0)
    assert limit - used < len("wordy ") + 1


@pytest.mark.parametrize("name", LIMITS)
def test_words_are_plain_text(name: str) -> None:
    """Composed letters, one kind of line break, no control character; joiners stay."""
    words = "e\u0301\x00 \x1ba\u200d\u200eb\tc"

    text = parameter(ALL[name].link(Message(words, words, URL)), LIMITS[name][0])

    assert text.startswith("é a\u200d\u200eb c")
    assert text == unicodedata.normalize("NFC", text)


@given(
    st.text(max_size=200).filter(lambda text: plain(text) != ""),
    st.text(max_size=200),
    st.sampled_from([name for name in ALL if LINKS[name]]),
)
def test_every_link_is_one_address(question: str, title: str, name: str) -> None:
    """A link is ASCII, keeps its host and path, and has no parameter but its own."""
    link = ALL[name].link(Message(question, title, URL))

    assert link.isascii()
    assert link == link.strip()
    assert set(" <>\"'\\^`{|}\n\r\t+") & set(link) == set()
    ours, theirs = urlsplit(link), urlsplit(LINKS[name])
    assert (ours.scheme, ours.netloc, ours.path) == (theirs.scheme, theirs.netloc, theirs.path)
    names = [pair.partition("=")[0] for pair in (ours.query or ours.fragment).split("&")]
    assert names == [p.partition("=")[0] for p in (theirs.query or theirs.fragment).split("&")]


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_question_comes_first(question: str, title: str, lesson: str) -> None:
    """Without a limit the message is the question, an empty line, the title and the lesson."""
    expected = [plain(title)]
    if lesson:
        expected = [f"{plain(title)}: {plain(lesson)}"]

    text = compose(Message(question or "?", title, URL, lesson))

    asked = plain(question or "?")
    assert text.rstrip("\n") == f"{asked}\n\n{expected[0]}".rstrip("\n")


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("ada@rants.example", "ada@rants.example"),
        ("ada+rants@rants.example", "ada+rants@rants.example"),
        ("o'neil&co?x@rants.example", "o%27neil%26co%3Fx@rants.example"),
    ],
)
def test_answer_goes_to_the_author(address: str, to: str) -> None:
    """The answer's link is RFC 6068's: address, subject, and the permalink in the last line."""
    assert answer_by_email(address, MESSAGE) == (
        f"mailto:{to}?subject=Re%3A%20C%23%20%26%20R%2BD&body=%0D%0A%0D%0A--%0D%0A{ADDRESS}"
    )


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
@pytest.mark.parametrize("room", [tuple(ROOM), tuple(reversed(ROOM)), ("x",), ("threads", "x")])
def test_form_fits_all_that_read_it(room: tuple[str, ...], words: str) -> None:
    """The field's text, address and all, is within the least of its networks, in any order."""
    conversation = Conversation(Message(words, "T", URL), Author(), to_person=(), to_room=room)

    text = conversation.text
    words = text.removesuffix(URL)
    assert text.endswith(f"\n{URL}")
    costs = {
        "mastodon": (len(words) + 23, 500),
        "bluesky": (len(text), 300),
        "threads": (len(text), 500),
        "x": (weight(words) + 23, 280),
    }
    assert [name for name in room if name in costs and costs[name][0] > costs[name][1]] == []


@pytest.mark.parametrize(
    ("question", "limit", "text"),
    [
        ("One, two, three", 12, "One, two…"),
        ("One, two, three", 9, "One, two…"),
        ("One, two, three", 8, "One…"),
        ("One – two three", 10, "One – two…"),
        ("One – two three", 9, "One…"),
        ("One; two", 6, "One…"),
        ("Onetwothree", 6, "Onetw…"),
        ("🦋🦋🦋🦋", 3, "🦋🦋…"),
    ],
)
def test_cut_leaves_no_loose_sign(question: str, limit: int, text: str) -> None:
    """The ellipsis follows a word, not a comma or a dash; a word alone is cut where it must be."""
    address = "https://x.example/"
    room = Budget(limit + 1 + len(address))

    assert compose(Message(question, "Title", address), room) == text
