"""The doors of a rant's conversation, as a reader opens them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

POST = "/rants/forget-how-many-followers-you-have/"
QUESTION = "Who is the last person you got to know, rather than got a follow from?"
LINK = "https://endrant.example/rants/forget-how-many-followers-you-have/"
HALLS = {
    "Mastodon": "share.joinmastodon.org/",
    "Bluesky": "bsky.app/intent/compose",
    "Threads": "www.threads.com/intent/post",
    "X": "x.com/intent/tweet",
}


def caught(context: BrowserContext, blog: str) -> list[str]:
    """Keep every request that would leave the blog, and answer it here."""
    left: list[str] = []

    def answer(route: Route) -> None:
        left.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<title>elsewhere</title>")

    context.route(lambda url: not url.startswith(f"{blog}/"), answer)
    return left


def field(page: Page) -> str:
    """What stands in the conversation's text field."""
    return page.locator("textarea[name=text]").input_value()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("hall", HALLS)
def test_form_takes_the_readers_words_along(
    browser: Browser, blog: str, hall: str, scripts: bool
) -> None:
    """The text that the reader has edited arrives at the network, with and without scripts."""
    context = browser.new_context(java_script_enabled=scripts)
    left = caught(context, blog)
    page = context.new_page()
    page.goto(blog + POST)
    words = "C# & R+D: “who?” – 50% naïve 🦋\nA second line"

    page.locator("textarea[name=text]").fill(words)
    page.locator("form button", has_text=hall).last.click()
    page.wait_for_url(lambda url: not url.startswith(blog))

    (sent,) = left
    parts = urlsplit(sent)
    assert parts.netloc + parts.path == HALLS[hall]
    assert parse_qs(parts.query) == {"text": [words.replace("\n", "\r\n")]}
    context.close()


def test_field_asks_the_question_first(browser: Browser, blog: str) -> None:
    """The field holds the question first and the permalink last."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(blog + POST)

    lines = field(page).splitlines()

    assert lines[0] == QUESTION
    assert lines[-1] == LINK
    page.context.close()


def test_without_scripts_nothing_dead_is_shown(browser: Browser, blog: str) -> None:
    """Buttons that need a script are not there without one; the links and the form are."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(blog + POST)

    shown = page.locator("button:visible").all_inner_texts()

    assert page.get_by_role("heading", level=1).inner_text() == "Forget how many followers you have"
    assert page.locator(".lesson").is_visible()
    assert [hall for hall in HALLS if not any(hall in text for text in shown)] == []
    assert [text for text in shown if "Copy" in text or "Share" in text] == []
    page.context.close()


def test_copy_puts_the_text_on_the_clipboard(browser: Browser, blog: str) -> None:
    """Copy takes the text as the reader edited it, and says so to a screen reader."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(blog + POST)
    page.locator("textarea[name=text]").fill("My own words?")

    page.get_by_role("button", name="Copy the question").click()
    page.wait_for_function(
        "document.querySelector('#conversation [role=status]').textContent.trim() !== ''"
    )

    assert page.evaluate("navigator.clipboard.readText()") == "My own words?"
    context.close()


@pytest.mark.parametrize("failure", ["AbortError", "NotAllowedError"])
def test_share_that_fails_breaks_nothing(browser: Browser, blog: str, failure: str) -> None:
    """A share sheet that is closed stays silent; one that is refused falls back to copying."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(
        f"navigator.share = async data => {{ window.shared = data;"
        f" throw new DOMException('no', '{failure}'); }}; navigator.canShare = () => true;"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(blog + POST)

    page.get_by_role("button", name="Share").click()
    page.wait_for_function("window.shared !== undefined")
    if failure == "AbortError":
        page.evaluate("new Promise(done => setTimeout(done))")  # after all that was waiting
    else:
        page.wait_for_function(
            "document.querySelector('#conversation [role=status]').textContent !== ''"
        )

    status = page.locator("#conversation [role=status]").first.inner_text().strip()
    assert errors == []
    assert status == ("" if failure == "AbortError" else "Copied. Now paste it to somebody.")
    assert QUESTION in page.evaluate("shared.text")
    context.close()


def test_share_is_offered_only_where_it_is(browser: Browser, blog: str) -> None:
    """Without a share sheet in the browser there is no button for one."""
    context = browser.new_context()
    context.add_init_script("delete Navigator.prototype.share")
    page = context.new_page()
    page.goto(blog + POST)

    shown = page.locator("button:visible").all_inner_texts()

    assert [text for text in shown if "Share" in text] == []
    context.close()


def test_doors_stand_from_the_inside_out(browser: Browser, blog: str) -> None:
    """First the author, then one person, then the room."""
    page = browser.new_page()
    page.goto(blog + POST)

    headings = page.locator(".conversation h3").all_inner_texts()

    assert headings[:3] == ["Answer me", "Ask one person", "Ask the room"]
    page.context.close()
