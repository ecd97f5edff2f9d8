"""Dates: what can mean one day alone is read as Pelican reads it, and nothing is guessed."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import get_date

from proofread.dates import read_date

ISO = "write 2026-11-23 or 2026-11-23 09:00"
REFUSED = {
    "": f"is empty — {ISO}",
    "tomorow": f"is not a date — {ISO}",
    "2026-02-30": f"is not a date — {ISO}",
    "2026-13-01": f"is not a date — {ISO}",
    "2026/13/04": f"is not a date — {ISO}",
    "20261304": f"is not a date — {ISO}",
    "10000-01-01": f"is not a date — {ISO}",
    "1700000000": f"is not a date — {ISO}",
    "2026-11-23 25:00": f"is not a date — {ISO}",
    "2026-11-23 09:00+25:00": f"is not a date — {ISO}",
    "2026-11-23_09:00": f"is not a date — {ISO}",
    "10:302026112320261123202611232026": f"is not a date — {ISO}",
    "10:30": f"lacks the day — {ISO}",
    "Monday": f"lacks the day — {ISO}",
    "Monday, January 2026": f"lacks the day — {ISO}",
    "March 2026": f"lacks the day — {ISO}",
    "2026": f"lacks the day — {ISO}",
    "5 March": f"lacks the year — {ISO}",
    "11/23/26": f"has a year of two digits — {ISO}",
    "03/04/2026": "may be 4 March or 3 April — write 2026-03-04 or 2026-04-03",
    "5.3.2026": "may be 3 May or 5 March — write 2026-05-03 or 2026-03-05",
    "2026-11-01 10:00 PST": "is in 'PST', which is no known zone — write its offset: "
    "2026-11-23 09:00+01:00",
    "9am 20261123 T": "is in 'T', which is no known zone — write its offset: "
    "2026-11-23 09:00+01:00",
    "10:00 CET 1 November 2026": "is in 'CET', which is no known zone — write its offset: "
    "2026-11-23 09:00+01:00",
}
READ = {
    "2026-11-23": datetime(2026, 11, 23),  # noqa: DTZ001  -- as written, without a zone
    "2026-11-23 09:00": datetime(2026, 11, 23, 9),  # noqa: DTZ001  -- the same
    "2026-11-23T09:00:01Z": datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC),
    "2026-11-23 09:00 +01:00": datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1))),
    "2026-11-23 09:00 UTC": datetime(2026, 11, 23, 9, tzinfo=UTC),
    "2026-3-4": datetime(2026, 3, 4),  # noqa: DTZ001  -- the same
    "20260304": datetime(2026, 3, 4),  # noqa: DTZ001  -- the same
    "13/04/2026": datetime(2026, 4, 13),  # noqa: DTZ001  -- the same
    "5 March 2026": datetime(2026, 3, 5),  # noqa: DTZ001  -- the same
    "March 5th, 2026": datetime(2026, 3, 5),  # noqa: DTZ001  -- the same
    "Mon, 5 Oct 2026 10:00:00 GMT": datetime(2026, 10, 5, 10, tzinfo=UTC),
}
FORMS = (
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f%z",
    "%Y-%m-%d %H:%M:%S.%f %z",
)  # fmt: skip
PARTS = (
    "2026", "26", "11", "3", "04", "23", "31", "March", "mar", "May", "Mon", "10:30", "9am",
    "24:00", "UTC", "PST", "Z",
    "+01:00", "-", "/", ".", ":", ",", " ", "T", "of", "at", "2026-11-23", "2026-02-30", "0001",
    "9999", "20261123", "_",
    "٢٠٢٦",
)  # fmt: skip
_ZONES = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)


@pytest.fixture(params=["UTC", "Europe/London", "America/Los_Angeles"])
def _machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine in a zone of its own, whose names dateutil knows."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_machine")
@pytest.mark.parametrize("text", REFUSED)
def test_what_may_mean_another_day_is_refused(text: str) -> None:
    """The fault and the remedy are told, in whatever zone the machine is."""
    with pytest.raises(ValueError, match=r".") as caught:
        read_date(text)

    assert str(caught.value) == REFUSED[text]


@pytest.mark.parametrize("text", READ)
def test_what_means_one_day_is_read(text: str) -> None:
    """The moment as written: with a zone where there is one, without where there is none."""
    assert read_date(text) == READ[text]


@given(moment=st.datetimes(timezones=_ZONES), form=st.sampled_from(FORMS))
def test_any_moment_is_read_back(moment: datetime, form: str) -> None:
    """Each moment in each form of ISO 8601 is the same when it has been read."""
    # %Y has no leading zeros before the year 1000, on Linux.
    text = f"{moment.year:04}{moment.strftime(form.removeprefix('%Y'))}"
    expected = moment if "%z" in form else moment.replace(tzinfo=None)

    assert read_date(text) == expected


@given(
    text=st.one_of(
        st.lists(st.sampled_from(PARTS), max_size=6).map("".join),
        st.lists(st.sampled_from(PARTS), max_size=5).map(" ".join),
        st.text(max_size=20),
    )
)
def test_what_is_read_is_what_pelican_reads(text: str) -> None:
    """A date that is accepted is the very one that Pelican gives the post; nothing else raises."""
    try:
        moment = read_date(text)
    except ValueError as error:
        assert str(error).count(" — write ") == 1
        return

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert get_date(text) == moment
