"""Each thing that may happen to a site, once, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.incremental import site_tampering
from tests.incremental.site_kind import Kind
from tests.incremental.site_machine import BODIES, LINES

Step = tuple[str, dict[str, Any]]


def tour(kind: Kind) -> Iterator[tuple[Step, ...]]:
    """Steps of the machine by the names of its rules; after each group a build is held against."""
    # What was written long ago is trusted for its times, so that these come before all else.
    yield (_step("tamper_with_the_output", number=60, kind="of the same size and time"),)
    yield (_step("edit_unseen", number=9, where="post"),)
    jobs = sorted(kind.choices).index("INCREMENTAL_JOBS")
    yield (_step("edit_a_setting", number=jobs, other=0),)
    yield (_step("edit_a_title", number=3, title="T again"), _step("edit_code", number=0))
    yield (_step("edit_a_setting", number=jobs, other=1), _step("touch", number=11))
    # The date of a post is that of its file.
    dated = sorted(kind.choices).index("DEFAULT_DATE")
    edit = _step("edit_a_date", number=9, date=None)
    yield (_step("edit_a_setting", number=dated, other=0), edit)
    yield (_step("touch", number=9),)
    yield (_step("change_back", steps=3),)
    for name in sorted(site_tampering.OUTPUT):
        yield tuple(_step("tamper_with_the_output", number=each, kind=name) for each in (3, 60))
    for number, name in enumerate(sorted(site_tampering.MEMORY)):
        edit = _step("edit_what_a_plugin_reads", words=("2 steps", "1 leap")[number % 2])
        yield (_step("tamper_with_the_state", number=number, kind=name), edit)
    for number in range(len(kind.texts)):
        yield (_step("edit_a_template", number=number, other=0),)
    for number in range(len(kind.replacements)):
        yield (_step("edit_code", number=number),)
    for number, body in enumerate(BODIES):
        yield (_step("edit_a_body", number=4 * number, body=body), _lines(number))
    yield from _single()
    for number in range(len(BODIES), len(LINES)):
        yield (_lines(number),)
    for number in range(len(kind.breaks)):
        yield (_step("break_and_mend", number=number, other=number),)
    for number in range(len(kind.choices)):  # the one before changes back, lest it hide the next
        back = _step("edit_a_setting", number=number - 1, other=1)
        yield (back, _step("edit_a_setting", number=number, other=0))


def _single() -> Iterator[tuple[Step, ...]]:
    yield (_step("edit_unseen", number=1, where="theme/"),)
    yield (_step("edit_unseen", number=1, where="plugins/"),)
    yield (_step("edit_a_title", number=21, title="T again"),)
    yield (_step("edit_a_date", number=22, date="2026-11-25 09:00"),)
    yield (_step("edit_tags", number=23, tags=["people", "C#"]),)
    yield (_step("edit_a_category", number=24, category="New"),)
    yield (_step("edit_a_slug", number=25, slug="moved"),)
    yield (_step("edit_a_slug", number=26, slug="p01"),)
    for status in ("draft", "hidden", "skip", None):
        yield (_step("edit_a_status", number=27, status=status),)
    yield (_step("edit_what_a_post_is_shown_with", number=28, other=3),)
    yield (_step("edit_a_lesson", number=29, sentence="Stop counting."),)
    yield (_step("add_a_post", number=3, name="new"),)
    yield (_step("swap_two_posts", number=12, other=20),)
    yield (_step("delete_a_post", number=30),)
    yield (_step("rename_a_post", number=15, name="renamed"),)
    yield (_step("change_back", steps=3),)
    yield (_step("translate_a_post", number=8, lang="fr"),)
    yield (_step("edit_what_a_plugin_reads", words="2 steps"),)
    yield (_step("edit_a_static_file", path="content/images/a.png", data=b"one"),)
    yield (_step("edit_a_static_file", path="theme/static/site.css", data=b"one"),)
    yield (_step("edit_a_static_file", path="content/posts/own.txt", data=None),)
    yield (_step("install_another_version", version="2.0"),)
    yield (_step("edit_replies", slug="p02", count=2, word="Hm"),)
    yield (_step("let_days_pass", days=2),)
    for what in ("output", "state", "both"):
        edit = _step("add_to_a_template", number=len(what))
        yield (_step("put_back_what_was_first", what=what), edit)
    yield (_step("build_beside_another", is_another=True), _step("add_to_a_template", number=40))
    yield (_step("edit_a_title", number=21, title="Z"), _step("die", number=3))
    yield (_step("edit_a_title", number=3, title="Z"), _step("die", number=30))
    yield (_step("edit_while_it_is_served", number=1, other=8),)


def _step(name: str, /, **values: Any) -> Step:
    return name, values


def _lines(number: int) -> Step:
    return _step("edit_a_line", number=3 * number + 1, line=LINES[number])
