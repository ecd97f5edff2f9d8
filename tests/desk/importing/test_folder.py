"""A folder of Hugo, Jekyll or Eleventy Markdown: front matter, links, pictures, tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.importing.front import FrontError, read_document
from desk.importing.liquid import convert_body
from desk.importing.record import Notes
from tests.desk.importing.own_site import Blog, drawn

JPEG = drawn("JPEG")


def bring(blog: Blog, **written: str | bytes) -> tuple[dict[str, str], str]:
    """Import files, by their paths; what comes out is the posts and the whole list."""
    for path, text in written.items():
        file = blog.folder / "old" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    done = blog.bring("old")
    assert (done.status, done.errors) == (0, "")
    assert blog.check() == []
    return blog.posts, (blog.folder / ".build/import.txt").read_text()


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: no\nwhen: 12:30\ndraft: yes\ntags: [a, on]\nnone: ~\ndate: "
        "2020-01-02\n---\n\nx\n",
        '+++\ntitle = "no"\nwhen = 12:30:00\ndraft = true\ntags = ["a", "on"]\ndate = '
        "2020-01-02\n+++\nx\n",
        '{"title": "no", "when": "12:30", "draft": true, "tags": ["a", "on"], "date": '
        '"2020-01-02"}\n\nx\n',
    ],
)
def test_values_are_what_was_written(text: str) -> None:
    """YAML 1.1 makes nothing of `no`, `on` and `12:30`; TOML and JSON say the same."""
    document = read_document(text)

    assert document is not None
    assert document.say("title") == "no"
    assert document.say("when").startswith("12:30")
    assert document.say("Draft") in ("yes", "true")
    assert document.say("date") == "2020-01-02"
    assert document.say("none") == ""
    found = document.find("tags")
    assert found is not None
    assert found.texts == ("a", "on")
    assert document.body == "x\n"


BOMB = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"---\na0: &a0 x\n{BOMB}---\n", 2, "says the same again and again — write it out, once"),
        (
            "---\ntitle: [x\n---\n",
            3,
            "is no YAML (expected ',' or ']', but got '<stream end>') — mend that line",
        ),
        (
            "---\ntitle: x\n",
            1,
            "'---' begins front matter that does not end — write '---' below it",
        ),
        (
            "+++\nx = \n+++\n",
            2,
            "is no TOML (Invalid value (at line 1, column 5)) — mend that line",
        ),
        ('{"a": }', 1, "is no JSON (Expecting value) — mend it"),
        ("---\n- a\n---\n", 2, "has front matter without keys — write 'title: …'"),
    ],
)
def test_front_matter_that_cannot_be_read(text: str, line: int, message: str) -> None:
    """It has its line and its remedy, and a bomb of aliases costs nothing."""
    with pytest.raises(FrontError) as caught:
        read_document(text)

    assert (caught.value.line, str(caught.value)) == (line, message)


def test_jekyll(blog: Blog) -> None:
    """Posts, drafts and pages of Jekyll, with its links, its code, its addresses."""
    posts, report = bring(
        blog,
        **{
            "_config.yml": "url: https://jek.example\n",
            "_posts/2020-01-02-first-post.md": (
                "---\nlayout: post\ntitle: yes\ncategories: [Norway, Work]\ntags: one two\n"
                "mood: 12:30\ndate: 2020-07-02 10:00:00 +0200\nredirect_from:\n  - /old/one/\n---\n"
                'Hello *there* ![A](/images/a.jpg "Cap") ![no](/images/no.png)\n'
                "[x]({% post_url 2020-02-03-second %}) {{ site.title }}\n\n"
                '{% highlight ruby %}\nputs "{{ x }}"\n{% endhighlight %}\n\n- a\n  - b\n\n'
                "Say: what?\n\nLesson: Write it down. It is safer so.\n"
            ),
            "_posts/2020-02-03-second.md": (
                "---\ntitle: 'No: way'\ncategory: Work\npublished: false\n---\n"
                "[first](/norway/work/2020/07/02/first-post.html) [none](/nope/) `{{ code }}`\n"
            ),
            "_drafts/idea.md": "---\ntitle: Idea\n---\nx\n",
            "contact.md": "---\ntitle: Contact\npermalink: /write-to-me/\n---\nHi\n",
            "README.md": "x",
            "images/a.jpg": JPEG,
        },
    )

    assert posts == {
        "pages/contact.md": "Title: Contact\nSlug: contact\nId: contact\nAliases: "
        "/write-to-me/\n\nHi\n",
        "rants/2020-02-03-second.md": (
            "Title: No: way\nDate: 2020-02-03\nCategory: Work\nSlug: second\nId: "
            "_posts/2020-02-03-second\n"
            "Aliases: /work/2020/02/03/second.html\nStatus: draft\n\n"
            "[first]({filename}/rants/2020-07-02-first-post.md) [none](https://jek.example/nope/)"
            " `{{ code }}`\n"
        ),
        "rants/2020-07-02-first-post.md": (
            "Title: yes\nDate: 2020-07-02 09:00\nCategory: Norway\nTags: one, two, "
            "Work\nSlug: first-post\n"
            "Id: _posts/2020-01-02-first-post\n"
            "Aliases: /old/one/, /norway/work/2020/07/02/first-post.html\n\n"
            "Hello *there* ![A]({static}/images/imported/a.jpg)  \nCap no (`/images/no.png`)\n"
            "x (`2020-02-03-second`) \\{\\{ site.title \\}\\}\n\n"
            '```ruby\nputs "{{ x }}"\n```\n\n- a\n  - b\n\nSay&#58; what?\n\nEnd rant.\n\n'
            '!!! lesson "Write it down."\n    It is safer so.\n'
        ),
        "rants/idea.md": "Title: Idea\nSlug: idea\nId: _drafts/idea\nStatus: draft\n\nx\n",
    }
    assert (blog.folder / "content/images/imported/a.jpg").read_bytes() == JPEG
    first = "  content/rants/2020-07-02-first-post.md"
    for line in (
        f"{first}: _posts/2020-01-02-first-post.md:6: mood '12:30'",
        f"{first}: _posts/2020-01-02-first-post.md:2: layout 'post'",
        f"{first}:10: /images/no.png is not in the folder",
        f"{first}:11: {{{{ site.title }}}}",
        f"{first}:18: - b",
        f"{first}: its category is 'Norway'; made tags: 'Work'",
        "  README.md has no front matter",
    ):
        assert line in report.splitlines()


def test_hugo(blog: Blog) -> None:
    """Bundles, sections, aliases, shortcodes and drafts of Hugo."""
    posts, report = bring(
        blog,
        **{
            "hugo.toml": 'baseURL = "https://hugo.example/"\n[permalinks]\nnotes = '
            '"/:year/:slug/"\n',
            "content/posts/trip/index.md": (
                '+++\ntitle = "A trip"\ndate = 2021-03-04T05:06:07Z\nlastmod = 2021-05-01\n'
                'aliases = ["/t/"]\ndescription = "It *was*."\nexpiryDate = 2030-01-01\n+++\n'
                '{{< figure src="sea.jpg" caption="The sea" >}}\n\n{{< youtube abc >}}\n\n'
                '[home]({{< ref "/notes/small.md" >}}#top) {{% note %}}\n'
                "{{< highlight go >}}\nx := 1\n{{< /highlight >}}\n"
            ),
            "content/posts/trip/sea.jpg": JPEG,
            "content/notes/small.md": "---\ntitle: Small\nslug: tiny\ndate: 2021-01-01\n---\nx\n",
            "content/notes/late.md": "---\ntitle: Late\ndraft: true\ndate: nowhen\n---\nx\n",
            "content/notes/_index.md": "---\ntitle: Notes\n---\n",
        },
    )

    assert sorted(posts) == [
        "pages/late.md",
        "rants/2021-01-01-tiny.md",
        "rants/2021-03-04-trip.md",
    ]
    assert "\nAliases: /2021/tiny/\n" in posts["rants/2021-01-01-tiny.md"]
    assert posts["rants/2021-03-04-trip.md"] == (
        "Title: A trip\nDate: 2021-03-04 05:06:07\nModified: 2021-05-01\nSummary: It \\*was\\*.\n"
        "Slug: trip\nId: content/posts/trip\nAliases: /t/, /posts/trip/\n\n"
        "![The sea]({static}/images/imported/posts/trip/sea.jpg)  \nThe sea\n\n"
        "<https://www.youtube.com/watch?v=abc>\n\n"
        "[home]({filename}/rants/2021-01-01-tiny.md#top) \\{\\{% note %\\}\\}\n```go\nx := 1\n```\n"
    )
    assert "expiryDate '2030-01-01'" in report
    assert "date 'nowhen' is no date — write 2026-11-23 09:00" in report
    assert "content/notes/_index.md is the page of a section, which this site makes" in report


def test_eleventy(blog: Blog) -> None:
    """Its collection's tag, permalinks made by templates, and what it keeps out of lists."""
    posts, report = bring(
        blog,
        **{
            "blog/one.md": "---\ntitle: One\ndate: 2022-01-01T00:00:00.000Z\ntags:\n  "
            "- posts\n  - Sea\n---\n[two](two.md)\n",
            "blog/two.md": '---\ntitle: Two\ndate: 2022-02-01\npermalink: "/x/{{ slug '
            '}}/"\neleventyExcludeFromCollections: true\n---\n<script src="x.js"></script>x\n',
        },
    )

    assert posts == {
        "rants/2022-01-01-one.md": (
            "Title: One\nDate: 2022-01-01 00:00\nTags: Sea\nSlug: one\nId: blog/one\n"
            "Aliases: /blog/one/\n\ntwo (`two.md`)\n"
        ),
        "rants/2022-02-01-two.md": (
            "Title: Two\nDate: 2022-02-01\nSlug: two\nId: blog/two\nStatus: hidden\n\nx\n"
        ),
    }
    assert "/x/{{ slug }}/ is made by a template" in report
    assert '<script src="x.js"></script>' in report


def test_folder_without_markdown(blog: Blog, tmp_path: Path) -> None:
    """It says what to name, and fails."""
    (tmp_path / "none").mkdir()

    done = blog.bring(tmp_path / "none")

    assert (done.status, done.said) == (1, "")
    assert (
        done.errors
        == f"{tmp_path}/none: holds no Markdown — name the folder that holds the posts\n"
    )


def test_names_beside_a_post_lead_as_they_did(blog: Blog) -> None:
    """An alias and a link without a slash in front are read from the post's own old address."""
    posts, report = bring(
        blog,
        **{
            "hugo.toml": 'baseURL = "https://hugo.example/"\n[permalinks]\nposts = '
            '"/:year/:month/:slug/"\n',
            "content/posts/one.md": (
                "---\ntitle: One\ndate: 2024-02-01\naliases: [older, ../up/, /root/]\n---\n"
                "[two](../two/) [none](../none/)\n"
            ),
            "content/posts/two.md": "---\ntitle: Two\ndate: 2024-02-02\n---\nx\n",
        },
    )

    one = posts["rants/2024-02-01-one.md"]
    assert "\nAliases: /2024/02/older, /2024/up/, /root/, /2024/02/one/\n" in one
    assert one.endswith(
        "[two]({filename}/rants/2024-02-02-two.md) [none](https://hugo.example/2024/02/none/)\n"
    )
    assert "https://hugo.example/2024/02/none/" in report


def test_starter_folders(blog: Blog) -> None:
    """A post with its folder's name has that address; a home page without a text is none."""
    posts, report = bring(
        blog,
        **{
            "content/blog/fourth/fourth.md": "---\ntitle: Four\ndate: 2018-09-30\n---\n"
            "[first](/blog/first/) [up](../first/)\n",
            "content/blog/first.md": "---\ntitle: First\ndate: 2018-05-01\n---\nx\n",
            "eleventy.config.js": "",  # by which a folder `content` is not Hugo's
            "index.md": "---\nlayout: home\n---\n",
        },
    )

    four = posts["rants/2018-09-30-fourth.md"]
    assert "\nAliases: /blog/fourth/\n" in four
    assert four.count("{filename}/rants/2018-05-01-first.md") == 2
    assert "index.md is the home page, which this site makes" in report
    assert len(posts) == 2


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ('```go {linenos=table}\nx ~~y~~\n```', "```go\nx ~~y~~\n```"),
        ('~~~js title="a.js"\nx\n~~~', "~~~js\nx\n~~~"),
        ("``` {.py}\nx\n```", "``` {.py}\nx\n```"),
        ("A ~~b~~ c ~~ d", "A <del>b</del> c ~~ d"),
        ("Text\n- a\n- b\nmore\n- c\n\n# Head\n- d", "Text\n\n- a\n- b\nmore\n- c\n\n# Head\n- d"),
        ("**Text**\n2. not one\n1. one", "**Text**\n2. not one\n\n1. one"),
        ("Term\n: a\n- b", "Term\n: a\n- b"),
        ("![a](no.png){: .center } x", "a (`no.png`) x"),
    ],
)  # fmt: skip
def test_markdown_of_elsewhere(text: str, converted: str) -> None:
    """What this site's Markdown would take for something else is written as it reads it."""
    assert convert_body(text, Notes(), lambda url: None) == converted


def test_markdown_that_stays_is_told() -> None:
    """Code within a list, and what kramdown reads above a block, are told with their place."""
    notes = Notes()
    text = "- a\n\n  ```sh\n  ls\n  ```\n\n{: .note}\nText\n- b"

    assert convert_body(text, notes, lambda url: None, interrupts=False) == text
    assert [(loss.kind, loss.near) for loss in notes.losses] == [
        ("fence", "  ```sh"),
        ("template", "{: .note}"),
    ]
