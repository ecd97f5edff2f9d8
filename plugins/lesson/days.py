"""The lessons of the coming days, for the script that chooses by the reader's own date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date


def write_days(cards: Mapping[date, str]) -> bytes:
    """The card of each day, as HTML, in the order of `cards`.

    The file has `days`, for each day as ISO 8601 writes it the number of its card, from 0 on; and
    `cards`, each distinct card once.
    """
    numbers: dict[str, int] = {}
    days = {day.isoformat(): numbers.setdefault(card, len(numbers)) for day, card in cards.items()}
    whole = {"days": days, "cards": list(numbers)}
    return f"{json.dumps(whole, ensure_ascii=False, separators=(',', ':'))}\n".encode()
