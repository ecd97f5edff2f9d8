"""The conversation through Pelican: what a post says of it, and what is wrong with that."""

from __future__ import annotations

from tests.small_site import Site

PLUGINS = ["proofread", "lesson", "conversation"]


def test_post_without_a_question_asks_the_standing_one(site: Site) -> None:
    """Without `Question:` the setting's question is asked."""
    site.configure(PLUGINS=PLUGINS, CONVERSATION_QUESTION="And you?")
    site.post("a")

    build = site.build()

    assert build.status == 0, build.messages
    assert build.data("a/index.html")["conversation"]["question"] == "And you?"


def test_post_says_where_it_is_answered(site: Site) -> None:
    """Toot and Bluesky are doors to the author, after the mail; the permalink is absolute."""
    toot, bluesky = "https://s.example/@me/115", "https://bsky.app/profile/me.example/post/3l"
    site.configure(PLUGINS=PLUGINS, CONVERSATION_EMAIL="me@site.example")
    site.post("a", Toot=toot, Bluesky=bluesky, Question="Who\n    goes there?")

    conversation = site.build().data("a/index.html")["conversation"]

    assert conversation["question"] == "Who goes there?"
    assert conversation["url"] == "https://site.example/a/"
    assert conversation["answer"] == ["email", "mastodon", "bluesky"]
    assert conversation["answer_urls"][1:] == [toot, bluesky]


def test_conversation_can_be_off(site: Site) -> None:
    """`Conversation: off` leaves a post without one."""
    site.configure(PLUGINS=PLUGINS)
    site.post("a", Conversation="off")

    assert site.build().data("a/index.html")["conversation"] is None


def test_problems_are_told_at_once_and_nothing_is_written(site: Site) -> None:
    """Each wrong line of each post is named with its remedy; a draft stops nothing."""
    site.configure(PLUGINS=PLUGINS)
    site.post("a", Toot="http://s.example/1", Conversation="no")
    site.post("b", Bluesky="https://bsky.app/profile/me")
    site.post("c", Toot="soon", Status="draft")

    build = site.build()

    assert build.status == 1
    assert build.files == []
    assert sorted(build.messages) == sorted(
        (
            "content/posts/a.md:3: Toot 'http://s.example/1' is no post of yours — write its own "
            "address, https://HOST/@you/115600000000000001",
            "content/posts/a.md:4: Conversation 'no' is no choice — write off, "
            "or take the line out",
            "content/posts/b.md:3: Bluesky 'https://bsky.app/profile/me' is no post of yours — "
            "write its own address, https://bsky.app/profile/YOU/post/KEY",
            "ProofreadError: nothing was written: mend the errors above",
        )
    )


def test_wrong_settings_are_told_together(site: Site) -> None:
    """An unknown name, a wrong type and a door that there is not are told before any work."""
    site.configure(
        PLUGINS=PLUGINS,
        CONVERSATION_EMIAL="me@site.example",
        CONVERSATION_QUESTION=3,
        CONVERSATION_ROOM=["mastodont"],
        LESSON_KICK="x",
    )
    site.post("a")

    build = site.build()

    assert build.status == 1
    assert build.files == []
    assert sorted(build.messages) == [
        "ProofreadError: nothing was written: mend the settings above",
        "setting CONVERSATION_EMIAL is unknown — write CONVERSATION_EMAIL, or take it out",
        "setting CONVERSATION_QUESTION is 3 — write a text in quotes",
        "setting CONVERSATION_ROOM: 'mastodont' is no door — write mastodon, bluesky, threads, x, "
        "linkedin, reddit, hackernews, facebook",
        "setting LESSON_KICK is unknown — write LESSON_KICKER, or take it out",
    ]
