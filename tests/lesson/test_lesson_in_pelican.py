"""The lesson in a site that Pelican builds."""

from urllib.parse import quote

import pytest

from tests.lesson.test_lesson_problems import no_time, outside
from tests.parsed import running, tree
from tests.small_site import Site

WHOLE = """The rant.

End rant.

!!! lesson "Be *kind* & <b>brave</b>."
    It costs *nothing*.

    Do: call **one** friend
    By: 2026-12-01
    Say: How are you?
"""
BAD = '!!! lesson "T"\n    Do: go\n    By: never\n\nSay: Hi?\n'


@pytest.fixture(autouse=True)
def _plugins(site: Site) -> None:
    site.configure(PLUGINS=["lesson"])


def test_article_has_its_lesson(site: Site) -> None:
    """On the article the lesson is data; in its content there is none left."""
    site.post("a", WHOLE)
    site.post("b", "Just a rant.")

    build = site.build()

    assert (build.status, build.messages) == (0, ())
    article = build.data("a/index.html")
    assert tree(article["content"]) == tree('<p>The rant.</p><p class="end-rant">End rant.</p>')
    assert article["lesson"] == {
        "title": "Be *kind* & <b>brave</b>.",
        "body": "<p>It costs <em>nothing</em>.</p>",
        "action": "call <strong>one</strong> friend",
        "deadline": "by 1 December 2026",
        "openers": ["How are you?"],
    }
    assert build.data("b/index.html")["lesson"] is None


def test_page_has_its_lesson(site: Site) -> None:
    """A page may end in a lesson, too."""
    site.configure(PAGE_SAVE_AS="{slug}.html")
    site.write("content/pages/about.md", f"Title: About\n\n{WHOLE}")

    build = site.build()

    page = build.data("about.html")
    assert tree(page["content"]) == tree('<p>The rant.</p><p class="end-rant">End rant.</p>')
    assert page["lesson"] == "<p>It costs <em>nothing</em>.</p>"


@pytest.mark.parametrize(
    ("address", "root"),
    [("https://site.example", ""), ("https://site.example/blog", "/blog"), ("", "")],
)
def test_links_of_a_lesson_are_root_relative(site: Site, address: str, root: str) -> None:
    """A lesson's links to other sources lead there from any page, with the path of SITEURL."""
    site.configure(SITEURL=address)
    site.post("b")
    site.write("content/posts/files/plan.pdf", b"%PDF")
    site.post(
        "a",
        '!!! lesson "T"\n'
        "    See [b]({filename}b.md) and [out](https://x.example/), "
        "![c]({static}/posts/files/plan.pdf).\n\n"
        "    Do: read [b]({filename}/posts/b.md#end) and [p]({static}files/plan.pdf)\n",
    )

    build = site.build()

    assert (build.status, build.messages) == (0, ())
    lesson = build.data("a/index.html")["lesson"]
    assert tree(lesson["body"]) == tree(
        f'<p>See <a href="{root}/b/">b</a> and <a href="https://x.example/">out</a>, '
        f'<img alt="c" src="{root}/posts/files/plan.pdf">.</p>'
    )
    assert tree(lesson["action"]) == tree(
        f'read <a href="{root}/b/#end">b</a> and <a href="{root}/posts/files/plan.pdf">p</a>'
    )


def test_file_of_a_lesson_is_copied(site: Site) -> None:
    """What only a lesson links to is published, even outside STATIC_PATHS."""
    site.write("content/elsewhere/plan.pdf", b"%PDF")
    site.write("content/elsewhere/other.pdf", b"%PDF")
    site.post("a", '!!! lesson "T"\n    Do: read [p]({static}/elsewhere/plan.pdf)\n')

    build = site.build()

    assert "elsewhere/plan.pdf" in build.files
    assert "elsewhere/other.pdf" not in build.files


def test_link_of_a_lesson_to_nothing_is_told(site: Site) -> None:
    """A lesson's `{filename}` that is not there is told as one in the rant would be."""
    site.post("a", '!!! lesson "T"\n    Do: read [b]({filename}nope.md)\n')

    build = site.build()

    assert [message for message in build.messages if "nope.md" in message] != []


def test_problems_of_all_posts_are_told_at_once(site: Site) -> None:
    """Every mistake is told with its file and line, nothing is written, nothing is a traceback."""
    site.configure(PLUGINS=["proofread", "lesson"])
    site.post("good")
    site.post("a", BAD)
    site.post("b", BAD, Question="Really?")
    site.write("content/pages/c.md", f"Title: C\n\n{BAD}")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    *told, last = build.messages
    assert sorted(told, key=lambda message: message.partition(":")[0]) == [  # files in any order
        f"content/pages/c.md:5: {no_time('never')}",
        f"content/pages/c.md:7: {outside('Say: Hi?')}",
        f"content/posts/a.md:6: {no_time('never')}",
        f"content/posts/a.md:8: {outside('Say: Hi?')}",
        f"content/posts/b.md:7: {no_time('never')}",
        f"content/posts/b.md:9: {outside('Say: Hi?')}",
    ]
    assert last == "ProofreadError: nothing was written: mend the errors above"


def test_lesson_to_be_mended_stops_the_build_without_other_plugins(site: Site) -> None:
    """The plugin stands alone: Pelican fails, and says which files are to be mended."""
    site.post("a", BAD)
    site.post("b", BAD)

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert (
        "LessonError: nothing was written: mend the lesson of "
        "content/posts/a.md, content/posts/b.md"
    ) in build.messages


@pytest.mark.parametrize("plugins", [["lesson"], ["proofread", "lesson"]])
def test_draft_may_be_unfinished(site: Site, plugins: list[str]) -> None:
    """What is to be mended in a draft is told and stops nothing."""
    site.configure(PLUGINS=plugins)
    site.post("good")
    site.post("a", BAD, Status="draft")

    build = site.build()

    assert (build.status, build.messages) == (
        0,
        (
            f"content/posts/a.md:7: {no_time('never')}",
            f"content/posts/a.md:9: {outside('Say: Hi?')}",
        ),
    )
    assert {"drafts/a/index.html", "good/index.html"} <= set(build.files)


def test_hidden_post_is_held_to_the_same(site: Site) -> None:
    """A hidden post is published, so that its mistakes stop the build."""
    site.post("a", BAD, Status="hidden")

    build = site.build()

    assert (build.status, build.files) == (1, [])


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_lines_are_those_of_the_file(site: Site, mark: str, end: str) -> None:
    """Neither a byte order mark nor Windows's line ends move a line."""
    text = f"Title: a\nDate: 2026-01-02\nSummary: long\n    text\n\n{BAD}"
    site.write("content/posts/a.md", f"{mark}{text}".replace("\n", end))

    build = site.build()

    assert build.messages[:2] == (
        f"content/posts/a.md:8: {no_time('never')}",
        f"content/posts/a.md:10: {outside('Say: Hi?')}",
    )


def test_lesson_in_the_front_matter_is_told(site: Site) -> None:
    """`Lesson:` in the front matter stops the build."""
    site.post("a", Lesson="Be kind.")

    build = site.build()

    assert (build.status, build.messages[0], build.files) == (
        1,
        "content/posts/a.md:3: Lesson 'Be kind.' is no field — write the lesson at the end of the "
        'text: !!! lesson "The lesson in one sentence."',
        [],
    )


def test_wrong_setting_stops_the_build(site: Site) -> None:
    """No work is begun with a setting that is unknown, so that no post is told of."""
    site.configure(PLUGINS=["proofread", "lesson"], LESSON_KICKR="x")
    site.post("a", BAD)

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "setting LESSON_KICKR is unknown — write LESSON_KICKER, or take it out",
        "ProofreadError: nothing was written: mend the settings above",
    )


def test_box_is_a_template_that_escapes(site: Site) -> None:
    """The box has all the words without a script, and nothing of what is written in it runs."""
    site.write("theme/templates/article.html", "{% set lesson = article.lesson %}"
               "{% set kicker = LESSON_KICKER %}{% include 'lesson/box.html' %}")  # fmt: skip
    site.post("a", WHOLE.replace("How are you?", "<script>alert(1)</script> “How”?"))
    mail = quote(
        "Do this: call one friend, by 1 December 2026.\r\n\r\n"
        "Send one friendly line to someone you already talk to.\r\n\r\n"
        "If it is … at …, I write to … and ask: …\r\n\r\n"
        "“<script>alert(1)</script> “How”?”\r\n\r\n"
        "https://site.example/a/#lesson",
        safe="",
    )

    build = site.build()

    assert tree(build.bytes("a/index.html").decode()) == tree(
        f"""<section class="lesson flow" id="lesson" aria-labelledby="lesson-title">
        <p class="kicker lesson-kicker">The lesson for today is…</p>
        <h2 class="lesson-title" id="lesson-title">Be *kind* &amp; &lt;b&gt;brave&lt;/b&gt;.</h2>
        <p>It costs <em>nothing</em>.</p>
        <p class="lesson-do" data-by="2026-12-01"><b>Do this:</b> call <strong>one</strong> friend,
          <time datetime="2026-12-01">by 1 December 2026</time>.<span data-late hidden> That day has
          gone by: do it by <b data-slot="due">…</b>.</span></p>
        <p><b>Three minutes first.</b> Send one friendly line to someone you already talk to.</p>
        <div class="lesson-plan" role="group" aria-labelledby="lesson-plan">
        <h3 id="lesson-plan">Then make it a plan</h3>
        <div class="lesson-fields" hidden>
        <label>Day <input type="date" name="day" max="2999-12-31" required></label>
        <label>Time <input type="time" name="time" required></label>
        <label>First name <input name="name" autocomplete="off" maxlength="60" pattern=".*\\S.*"
          required></label>
        <label>Question <input name="question" autocomplete="off" maxlength="300"
          value="&lt;script&gt;alert(1)&lt;/script&gt; “How”?"></label>
        </div>
        <p class="lesson-hint" hidden>Read it once more:</p>
        <p class="lesson-read">If it is <b data-slot="day">…</b> at <b data-slot="time">…</b>,
          I write to <b data-slot="name">…</b> and ask: <b data-slot="question">…</b></p>
        </div>
        <p>To start with, you could say:</p>
        <ul class="lesson-openers">
        <li><q>&lt;script&gt;alert(1)&lt;/script&gt; “How”?</q> <button type="button"
          class="lesson-button" data-do="say" hidden
          aria-label="Copy “&lt;script&gt;alert(1)&lt;/script&gt; “How”?”">Copy</button></li>
        </ul>
        <ul class="lesson-ways">
        <li hidden><button type="button" class="lesson-button" data-do="calendar"
          data-event="Write to …">Put it in my calendar</button></li>
        <li><a class="lesson-button" data-do="mail"
          href="mailto:?subject={quote("Be *kind* & <b>brave</b>.", safe="")}&amp;body={mail}">Send
          it to myself</a></li>
        <li hidden><button type="button" class="lesson-button" data-do="copy">Copy the
          plan</button></li>
        <li hidden><button type="button" class="lesson-button" data-do="print">Print</button></li>
        <li hidden><button type="button" class="lesson-button" data-do="wrote">I wrote to
          them</button></li>
        </ul>
        <p class="lesson-hint" role="status" data-copied="Copied."
          data-kept="The name is kept, in this browser alone."
          data-refused="Your browser does not let this page do that."></p>
        <p class="lesson-hint" hidden>What you write here stays in this browser, and nobody else
          sees it. The last button keeps the first name here for 90 days.</p>
        </section>"""
    )


def test_box_without_a_plan_needs_no_script(site: Site) -> None:
    """An empty `LESSON_PLAN` and `LESSON_WARM_UP` leave both out, and the script with them."""
    site.configure(PLUGINS=["lesson"], LESSON_PLAN="", LESSON_WARM_UP="")
    site.write("theme/templates/article.html", "{% set lesson = article.lesson %}"
               "{{ LESSON_SCRIPT }}{% include 'lesson/box.html' %}")  # fmt: skip
    site.post("a", WHOLE)

    build = site.build()

    page = build.bytes("a/index.html").decode()
    assert running(page) == []
    assert [path for path in build.files if path.endswith(".js")] == []
    assert "Send it to myself" in page
    assert "If it is" not in page
