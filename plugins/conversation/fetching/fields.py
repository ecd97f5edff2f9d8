"""A field of a server's answer, as what it should be; what is something else is nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

Fields = dict[str, object]
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # of BCP 47, what people write in
_NO_ADDRESS = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")  # RFC 3986 has no place for these
_LONGEST = 2000  # characters of an address, a name, a warning


def fields(value: object) -> Fields:
    """An object's fields."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Fields]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """A text, without control characters and halves of characters."""
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value if sign in "\n\t" or _is_written(sign))


def line(value: object) -> str:
    """A text in one line, of which nobody writes a long one."""
    return " ".join(text(value).split())[:_LONGEST]


def number(value: object) -> int:
    """A whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def address(value: object) -> str:
    """An address that begins with http:// or https://, its host in small letters.

    One with a user's name in it could pass for another's, and is nothing, too.
    """
    written = text(value).strip()
    parts = _split(written)
    if not parts or len(written) > _LONGEST or _NO_ADDRESS.search(written):
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return parts._replace(netloc=parts.netloc.lower()).geturl()


def host(value: str) -> str:
    """The host of an address, with its port, without the `www.` in front."""
    parts = _split(value)
    return parts.netloc.lower().removeprefix("www.") if parts else ""


def place(value: str) -> str:
    """An address as two have to be alike that lead to the same place: a name, not to be followed.

    Without its scheme, its fragment, its last slash.
    """
    parts = _split(value.strip())
    if not parts:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host(value.strip())}{parts.path.rstrip('/')}{query}"


def moment(*values: object) -> str:
    """The first that is a moment, as RFC 3339 in UTC, to the second; without a zone it is UTC."""
    for value in values:
        try:
            read = datetime.fromisoformat(text(value).strip())
            at = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        return f"{at.replace(microsecond=0, tzinfo=None).isoformat()}Z"
    return ""


def language(value: object) -> str:
    """A language's tag of BCP 47."""
    written = text(value).strip().replace("_", "-")
    return written if _LANGUAGE.fullmatch(written) else ""


def places(values: Iterable[str]) -> frozenset[str]:
    """The places of addresses."""
    return frozenset(found for found in map(place, values) if found)


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (says whether it is a number)
    except ValueError:
        return None
    return parts


def _is_written(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs")
