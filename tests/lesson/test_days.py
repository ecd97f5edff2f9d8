"""The coming days, as the script reads them."""

from __future__ import annotations

import json
from datetime import date, timedelta

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from lesson import write_days

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["days", "cards"],
    "additionalProperties": False,
    "properties": {
        "days": {
            "type": "object",
            "propertyNames": {"pattern": r"^\d{4}-\d\d-\d\d$"},
            "additionalProperties": {"type": "integer", "minimum": 0},
        },
        "cards": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
    },
}
DAY = date(2026, 12, 30)
HTML = st.text(max_size=30) | st.sampled_from(["<p>a</p>", "<p>b</p>", '"', "\u2028", "</script>"])


def test_days_are_this() -> None:
    """Each day has the number of its card, and each card stands once, the first used first."""
    cards = {DAY: "<b>ü</b>", date(2026, 12, 31): "<i>\u2028</i>", date(2027, 1, 1): "<b>ü</b>"}

    data = write_days(cards)

    text = (
        '{"days":{"2026-12-30":0,"2026-12-31":1,"2027-01-01":0},'
        '"cards":["<b>ü</b>","<i>\u2028</i>"]}\n'
    )
    assert data.decode() == text


@given(st.lists(HTML, max_size=70))
def test_every_day_has_its_card(html: list[str]) -> None:
    """Read as the script reads it, each day leads to its card, in the order of the days."""
    cards = {DAY + timedelta(number): card for number, card in enumerate(html)}

    whole = json.loads(write_days(cards))

    jsonschema.Draft202012Validator(SCHEMA).validate(whole)
    found = {day: whole["cards"][number] for day, number in whole["days"].items()}
    assert list(found.items()) == [(day.isoformat(), card) for day, card in cards.items()]
    assert set(whole["cards"]) == set(html)


def test_card_that_comes_often_is_written_once() -> None:
    """Sixty days of one lesson take the room of one card, and a line of dates."""
    data = write_days({DAY + timedelta(number): "<p>x</p>" * 500 for number in range(60)})

    assert len(data) < 4000 + 60 * 16 + 30


def test_days_are_the_same_each_time() -> None:
    """The same cards make the same bytes."""
    cards = {DAY: "a", date(2026, 12, 31): "b"}

    assert write_days(cards) == write_days(dict(cards))
