"""From a post that was sent to the page that says it is gone, through the real build."""

from __future__ import annotations

from conversation.sending.source import Source, read_sources
from conversation.sending.state import SENT, Mention, Post, State, write_state
from tests.small_site import Site

SITEURL = "https://rants.example"
THEME = (
    '<article class="h-entry"><h1 class="p-name">{{ article.title }}</h1>'
    '<div class="e-content">{{ article.content|safe }}</div></article>'
)
TOLD = {"https://a.example/": Mention("0", SENT, 202, told=True)}
STATE = State({f"{slug}/": Post(f"{slug}/index.html", targets=TOLD) for slug in "abcde"})


def test_post_that_was_sent_and_is_no_more_has_a_page(site: Site) -> None:
    """One that is a draft again, too; one that moved, is hidden or is there has none."""
    site.write("theme/templates/article.html", THEME)
    site.write("content/conversation/_sent.json", write_state(STATE))
    site.configure(PLUGINS=["conversation", "addresses"], SITEURL=SITEURL, DRAFT_SAVE_AS="")
    site.configure(ARTICLE_PATHS=["posts"], PAGE_PATHS=["pages"])
    site.post("a", "[One](https://a.example/)")
    site.post("b", "[One](https://a.example/)", Status="hidden")
    site.post("c", "[One](https://a.example/)", Status="draft")
    site.post("new", "[One](https://a.example/)", Aliases="/d/")

    build = site.build()

    assert build.status == 0, build.messages
    gone = [path for path in build.files if b"410 Gone" in build.bytes(path)]
    sources = {each.key: each for each in read_sources(build.output, SITEURL, STATE)}
    links = {key: each.targets for key, each in sources.items() if key != "new/"}
    assert gone == ["c/index.html", "e/index.html"]
    assert links == {"a/": tuple(TOLD), "b/": tuple(TOLD), "c/": (), "d/": (), "e/": ()}
    assert sources["e/"] == Source("e/", "e/index.html")
    assert [each.fault for each in sources.values()] == [""] * 6
