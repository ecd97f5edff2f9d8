"""The machine that changes a site in every way and holds each build against a clean one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import wraps
from random import Random
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from hypothesis.stateful import rule as hypothesis_rule

from tests.incremental import site_tampering
from tests.incremental.site_builds import Outcome, read_tree
from tests.incremental.site_kind import LESSON, Kind
from tests.incremental.site_posts import (
    AUTHORS,
    CATEGORIES,
    DATES,
    INSTALLED,
    SENTENCES,
    TAGS,
    write_replies,
)  # fmt: skip
from tests.incremental.site_workshop import DAY, Workshop

NUMBERS = st.integers(0, 59)
TITLES = ("Title 3", "T again", "Ünï & <b>bold</b>", '"Quoted"', "Z")
BODIES = (
    "Another text.", "Another *text*, of two.\n\n- a\n- b", "See [it]({filename}POST.md). %motto%",
    "![b]({static}/images/b.png)", "Broken [link]({filename}nope.md).", "`x` %version%\n\n## H",
    "[tag]({tag}people) and [own]({attach}own.txt)", "<b>HTML</b> & more\n\n    code\n", "",
    "![]({static}/images/a.png)",
)  # fmt: skip
LINES = (
    ("Summary", "A summary."), ("Summary", "With {filename}POST.md."), ("Summary", None),
    ("Question", "Why?"), ("Question", None), ("Author", AUTHORS[1]), ("Extra", "x"),
    ("Modified", "2026-10-10"), ("Lang", "fr"), ("Lang", None), ("Box", "two"),
    ("Layout", "other.html"), ("Layout", None), ("Id", "own"), ("Aliases", "/was/"),
    ("In_reply_to", "{filename}POST.md"), ("Conversation", "off"), ("Url", "elsewhere.html"),
    ("Save_as", "elsewhere.html"),
)  # fmt: skip
# A build that goes on elsewhere, or by other classes, names them so in what it tells.
_OWN_NAMES = (("/.output.new/", "/output/"), ("'incremental.contents.", "'pelican.contents."))
_OF_THE_STATE = ("incremental.memory", "incremental.build", "incremental.world")


def rule(**strategies: Any) -> Callable[[Callable[..., None]], Any]:
    """Hypothesis' own, with a count of how often each is taken."""

    def decorate(step: Callable[..., None]) -> Any:
        @wraps(step)
        def count(self: SiteMachine, **values: Any) -> None:
            self.shop.rules[step.__name__] += 1
            step(self, **values)

        return hypothesis_rule(**strategies)(count)  # type: ignore[no-untyped-call]  # has none

    return decorate


class SiteMachine(RuleBasedStateMachine):
    """Changes a site of one kind, and builds it after each change: incrementally, and clean.

    A rule takes something at least: Hypothesis takes one without a choice most of the time.
    """

    kind: ClassVar[Kind]
    shops: ClassVar[dict[str, Workshop]] = {}

    @classmethod
    def open(cls) -> Workshop:
        """The workshop of all machines of this class."""
        if cls.__name__ not in cls.shops:
            cls.shops[cls.__name__] = Workshop(cls.kind)
        return cls.shops[cls.__name__]

    def __init__(self) -> None:
        super().__init__()
        self.shop = self.open()
        self.shop.begin_again()
        self.site, self.builder = self.shop.site, self.shop.builder
        self.day = DAY
        self.held = 1  # as it is, it has been built
        self.is_odd = False  # whether there is something to be told of the state
        self.is_locked = False
        self.has_failed = False
        self.past = [(self.site.files, self.site.settings)]

    def teardown(self) -> None:
        """Build what has not been built yet."""
        if self.held and not self.has_failed:
            self.held = 0
            self.is_as_a_clean_build()

    @invariant()
    def is_as_a_clean_build(self) -> None:
        """What was built is, byte for byte, what a clean build gives; what was told, too."""
        if self.held:
            self.held -= 1
            return
        self.has_failed = True
        clean = self.builder.build_clean(self._state(), self.day)
        before = read_tree(self.shop.output)
        with site_tampering.lock(self.shop.cache) if self.is_locked else nullcontext():
            built = self.builder.build(self.day)
        self._compare(clean, built, before)
        left = [each.name for each in self.shop.folder.iterdir() if each.name.startswith(".")]
        assert not left, f"left behind: {left}"
        self.is_odd = (self.shop.cache / site_tampering.STATE).is_dir()
        self.is_locked = self.has_failed = False
        if clean.status:  # it is mended before the next step
            self.site.restore(*self.past[-1])
        else:
            self.past = [*self.past, (self.site.files, self.site.settings)]
            self.shop.shares.append(built.skipped / max(1, len(built.tree)))

    def _state(self) -> bytes:
        """What stands for all that a clean build depends on."""
        times = ""
        if self.site.settings.get("DEFAULT_DATE") == "fs":
            paths = self.site.paths(self.kind.posts)
            times = repr([(self.site.folder / path).stat().st_mtime for path in paths])
        return self.site.digest() + f"{self.day} {times}".encode()

    def _compare(self, clean: Outcome, built: Outcome, before: Mapping[str, str]) -> None:
        expected = dict(before)
        if not clean.status:
            kept = {name: held for name, held in before.items() if name.startswith(".kept/")}
            # What moves a file away while Pelican writes leaves a folder with nothing in it.
            full = {name: held for name, held in clean.tree.items() if not name.endswith("/")}
            expected = {**full, **kept}
        told, wanted = self._told(built), self._told(clean)
        assert built.status == clean.status, f"exit {built.status}, not {clean.status}: {told}"
        names = expected.keys() | built.tree.keys()
        other = sorted(name for name in names if expected.get(name) != built.tree.get(name))
        assert not other, "\n".join(self._explain(expected, built, other))
        assert told == wanted, f"not told: {wanted - told}; told: {told - wanted}"

    def _told(self, outcome: Outcome) -> Counter[tuple[str, str]]:
        """What was told; where much is wrong, either build may come upon other of it first."""
        told: Counter[tuple[str, str]] = Counter()
        for level, name, text in outcome.messages:
            for own, usual in _OWN_NAMES:
                text = text.replace(own, usual)
            if self.is_odd and name in _OF_THE_STATE:
                continue
            if level == "CRITICAL":
                told[level, ""] += 1
            elif level == "ERROR" or not outcome.status:
                told[level, text] += 1
        return told

    def _explain(
        self, expected: Mapping[str, str], built: Outcome, other: list[str]
    ) -> Iterator[str]:
        yield f"{len(other)} of {len(expected)} files differ; skipped: {built.skipped}"
        keep = self.shop.folder.parent / "clean"
        again = self.builder.build_clean_again(self.day, keep)
        for name in other[:6]:
            what = "missing" if name not in built.tree else "differs"
            yield f"- {name}: {what if name in expected else 'extra'}"
            if again.status == 0 and name in built.tree and name in expected:
                yield from site_tampering.compare(keep / name, self.shop.output / name)

    def _post(self, number: int) -> str:
        return self._pick(number, self.kind.posts, ".md")

    def _pick(self, number: int, start: str = "", end: str = "") -> str:
        found = self.site.paths(start, end) or self.site.paths("")
        return found[number % len(found)]

    def _set(self, number: int, name: str, value: str | None) -> None:
        value = value and value.replace("POST", self.kind.linked[0])
        self.site.set_field(self._post(number), name, value)

    # What is written.

    @rule(steps=st.integers(1, 2))
    def hold_the_build_back(self, steps: int) -> None:
        self.held = 1 + steps

    @rule(number=NUMBERS, body=st.sampled_from(BODIES))
    def edit_a_body(self, number: int, body: str) -> None:
        path = self._post(number)
        head = self.site.read(path).partition("\n\n")[0]
        self.site.write(path, f"{head}\n\n{body.replace('POST', self.kind.linked[1])}\n")

    @rule(number=NUMBERS, title=st.sampled_from(TITLES))
    def edit_a_title(self, number: int, title: str) -> None:
        self._set(number, "Title", title)

    @rule(number=NUMBERS, date=st.sampled_from((*DATES, None)))
    def edit_a_date(self, number: int, date: str | None) -> None:
        self._set(number, "Date", date)

    @rule(number=NUMBERS, tags=st.lists(st.sampled_from(TAGS), max_size=3))
    def edit_tags(self, number: int, tags: list[str]) -> None:
        self._set(number, "Tags", ", ".join(tags) or None)

    @rule(number=NUMBERS, category=st.sampled_from((*CATEGORIES, "New", None)))
    def edit_a_category(self, number: int, category: str | None) -> None:
        self._set(number, "Category", category)

    @rule(number=NUMBERS, slug=st.sampled_from(("p01", "p07", "moved", None)))
    def edit_a_slug(self, number: int, slug: str | None) -> None:
        self._set(number, "Slug", slug)

    @rule(number=NUMBERS, status=st.sampled_from(("draft", "hidden", "published", "skip", None)))
    def edit_a_status(self, number: int, status: str | None) -> None:
        self._set(number, "Status", status)

    @rule(number=NUMBERS, line=st.sampled_from(LINES))
    def edit_a_line(self, number: int, line: tuple[str, str | None]) -> None:
        self._set(number, *line)

    @rule(number=NUMBERS, other=NUMBERS)
    def edit_what_a_post_is_shown_with(self, number: int, other: int) -> None:
        self._set(number, "Template", self.kind.shown[other % len(self.kind.shown)])

    @rule(number=NUMBERS, sentence=st.sampled_from((*SENTENCES, "")))
    def edit_a_lesson(self, number: int, sentence: str) -> None:
        path = self._post(number)
        lesson = LESSON.format(sentence=sentence, post=self.kind.linked[0]) if sentence else ""
        self.site.write(path, self.site.read(path).partition("\n!!! lesson")[0] + lesson)

    @rule(number=NUMBERS, name=st.sampled_from(("new", "p00a", "zz")))
    def add_a_post(self, number: int, name: str) -> None:
        shown = self.kind.shown[number % len(self.kind.shown)]
        head = f"Title: New {number}\nDate: {DATES[number % len(DATES)]}\nTemplate: {shown}\n"
        self.site.write(f"{self.kind.posts}{name}.md", f"{head}Tags: people\n\nNew.\n")

    @rule(number=NUMBERS)
    def delete_a_post(self, number: int) -> None:
        if len(self.site.paths(self.kind.posts, ".md")) > 2:
            self.site.write(self._post(number), None)

    @rule(number=NUMBERS, name=st.sampled_from(("renamed", "sub/renamed", "a")))
    def rename_a_post(self, number: int, name: str) -> None:
        files = dict(self.site.files)
        files[f"{self.kind.posts}{name}.md"] = files.pop(self._post(number))
        self.site.restore(files)

    @rule(number=NUMBERS, other=NUMBERS)
    def swap_two_posts(self, number: int, other: int) -> None:
        one, two, files = self._post(number), self._post(other), self.site.files
        self.site.restore({**files, one: files[two], two: files[one]})

    @rule(number=NUMBERS, lang=st.sampled_from(("fr", "ar")))
    def translate_a_post(self, number: int, lang: str) -> None:
        path = self._post(number)
        new = f"{path.removesuffix('.md')}.{lang}.md"
        self.site.write(new, self.site.files[path])
        self.site.set_field(new, "Lang", lang)
        self.site.set_field(new, "Title", f"In {lang}")

    @rule(number=NUMBERS)
    def touch(self, number: int) -> None:
        os.utime(self.site.folder / self._post(number))

    @rule(number=NUMBERS, where=st.sampled_from(("post", "content/", "theme/", "plugins/")))
    def edit_unseen(self, number: int, where: str) -> None:
        """Change a file so that only the time at which its inode changed tells so."""
        path = self._post(number) if where == "post" else self._pick(number, where)
        self.site.change_unseen(path)

    @rule(steps=st.integers(1, 4))
    def change_back(self, steps: int) -> None:
        self.site.restore(*self.past[-min(steps, len(self.past))])

    # What is around it.

    @rule(number=NUMBERS, other=st.integers(0, 2))
    def edit_a_template(self, number: int, other: int) -> None:
        path = sorted(self.kind.texts)[number % len(self.kind.texts)]
        self.site.write(path, self.kind.texts[path][other % len(self.kind.texts[path])])

    @rule(number=NUMBERS)
    def add_to_a_template(self, number: int) -> None:
        path = self._pick(number, "theme/templates/", ".html")
        text = self.site.read(path)
        self.site.write(path, text.replace("{% endblock %}", "+{% endblock %}", 1))

    @rule(
        path=st.sampled_from(
            (
                "content/images/a.png", "content/images/c.png", "theme/static/site.css",
                "content/posts/own.txt", "content/extra/robots.txt",
            )
        ),
        data=st.sampled_from((b"one", b"another", None)),
    )  # fmt: skip
    def edit_a_static_file(self, path: str, data: bytes | None) -> None:
        is_picture = path.startswith("content/images/")
        self.site.write(path, self.kind.pictures.get(data or b"", data) if is_picture else data)

    @rule(number=NUMBERS, other=st.integers(0, 2))
    def edit_a_setting(self, number: int, other: int) -> None:
        name = sorted(self.kind.choices)[number % len(self.kind.choices)]
        self.site.configure(name, self.kind.choices[name][other % len(self.kind.choices[name])])

    @rule(words=st.sampled_from(("1 leap", "2 steps")))
    def edit_what_a_plugin_reads(self, words: str) -> None:
        self.site.write("content/motto.txt", words)

    @rule(number=NUMBERS)
    def edit_code(self, number: int) -> None:
        path, old, new = self.kind.replacements[number % len(self.kind.replacements)]
        if path in self.site.files:
            self.site.write(path, self.site.read(path).replace(old, new))

    @rule(version=st.sampled_from(("1.0", "1.1", "2.0")))
    def install_another_version(self, version: str) -> None:
        files = {
            path: data
            for path, data in self.site.files.items()
            if not path.startswith("installed/")
        }
        files["installed/dependency.py"] = INSTALLED.replace("VERSION", version).encode()
        files[f"installed/dependency-{version}.dist-info/METADATA"] = b"Name: dependency\n"
        self.site.restore(files)

    @rule(
        slug=st.sampled_from(("p02", "p33", "gone")),
        count=st.integers(0, 2),
        word=st.sampled_from(("Well", "Hm")),
    )
    def edit_replies(self, slug: str, count: int, word: str) -> None:
        text = write_replies(f"{slug}/", count, word) if count else None
        self.site.write(f"content/conversation/{slug}.json", text)

    @rule(days=st.sampled_from((1, 2, 30, -1)))
    def let_days_pass(self, days: int) -> None:
        self.day += days * 86400

    # What is done to what is built, and to what is remembered.

    @rule(number=st.integers(0, 300), kind=st.sampled_from(sorted(site_tampering.OUTPUT)))
    def tamper_with_the_output(self, number: int, kind: str) -> None:
        names = sorted(read_tree(self.shop.output)) or ["index.html"]
        site_tampering.OUTPUT[kind](self.shop.output, names[number % len(names)])

    @rule(what=st.sampled_from(("output", "state", "both")))
    def put_back_what_was_first(self, what: str) -> None:
        if what != "state":
            self.shop.restore_output()
        if what != "output":
            self.shop.restore_state()

    @rule(number=st.integers(0, 300), kind=st.sampled_from(sorted(site_tampering.MEMORY)))
    def tamper_with_the_state(self, number: int, kind: str) -> None:
        site_tampering.MEMORY[kind](self.shop.cache / site_tampering.STATE, Random(number))  # noqa: S311
        self.is_odd = True

    @rule(is_another=st.just(True))
    def build_beside_another(self, is_another: bool) -> None:
        self.is_locked = self.is_odd = is_another

    @rule(number=st.integers(1, 150))
    def die(self, number: int) -> None:
        self.builder.build(self.day, dies=number)
        self.is_odd = True

    @rule(number=NUMBERS, other=NUMBERS)
    def edit_while_it_is_served(self, number: int, other: int) -> None:
        """One process builds, and again when a post and a template are another."""
        post, page = self._post(number), self._pick(other, "theme/templates/", ".html")
        then = {
            post: f"{self.site.read(post)}\n\nMore.\n",
            page: self.site.read(page).replace("{% endblock %}", "-{% endblock %}", 1),
        }
        before = self.builder.build_clean(self._state(), self.day)
        built = self.builder.build(self.day, then=then)
        self.site.restore({**self.site.files, **then})
        clean = self.builder.build_clean(self._state(), self.day)
        if not before.status and not clean.status:
            twice = replace(built, messages=clean.messages)  # what is told twice is told once
            self._compare(clean, twice, read_tree(self.shop.output))

    @rule(number=NUMBERS, other=st.integers(0, 2))
    def break_and_mend(self, number: int, other: int) -> None:
        path = sorted(self.kind.breaks)[number % len(self.kind.breaks)]
        broken = self.kind.breaks[path]
        files, held, self.held = self.site.files, self.held, 0
        self.site.write(path, broken[other % len(broken)])
        self.is_as_a_clean_build()
        self.held = held
        self.site.restore(files)
