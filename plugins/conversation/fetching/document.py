"""A server's JSON document, asked for once; what is wrong with it is told in the writer's words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

from ..web import Answer, WebError
from .fields import Fields

LATER = "fetch again later"
_REMEDIES = {
    "address": "look whether the address that you gave is right",
    "redirect": "look whether the address that you gave is right",
    "size": "what you have stays; the rest is there",
}  # for WebError.kind; where there was no answer, it is to be asked later
_LOCKED = (401, 403)
_GONE = (404, 410)
_BUSY = 429
_BROKEN = 500
_WHEN = re.compile(r"[\w ,:.+-]{1,40}", re.ASCII)


class Asking(Protocol):
    """What is asked of the web."""

    def get(self, url: str, *, accept: str = "", token: str = "", method: str = "GET") -> Answer:
        """Give the answer, or raise `WebError`."""


class FetchError(Exception):
    """There is no document: the text says why, `status` what the server said, 0 where nothing.

    `gone` says that what was asked for is no more.
    """

    def __init__(self, message: str, *, status: int = 0, gone: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.gone = gone


@dataclass(frozen=True)
class Document:
    """A document's fields, and of the headers those that speak of it, in small letters."""

    fields: Fields
    headers: frozenset[str]


@dataclass(frozen=True)
class Library:
    """Where documents are read: `what` is asked for there, and how a writer mends a refusal."""

    web: Asking
    what: str
    locked: str
    gone: str
    token: str = ""

    def read(self, url: str) -> Document:
        """The JSON object at `url`. Raises `FetchError` where there is none."""
        answer = self._answer(url)
        return Document(_object(self._json(answer), _site(url)), frozenset(answer.headers))

    def read_list(self, url: str) -> list[object]:
        """The JSON list at `url`. Raises `FetchError` where there is none."""
        found = self._json(self._answer(url))
        if not isinstance(found, list):
            raise _unlike(_site(url), "no list", "a list")
        return found

    def _answer(self, url: str) -> Answer:
        try:
            answer = self.web.get(url, accept="application/json", token=self.token)
        except WebError as error:
            raise FetchError(f"{error} — {_REMEDIES.get(error.kind, LATER)}") from error
        if answer.status == HTTPStatus.OK:
            return answer
        raise self._refusal(url, answer)

    def _refusal(self, url: str, answer: Answer) -> FetchError:
        status, site = answer.status, _site(url)
        is_gone = status in _GONE or (status == HTTPStatus.BAD_REQUEST and _is_not_found(answer))
        if status in _LOCKED:
            fault = f"{site} wants a sign-in for {self.what} — {self.locked}"
        elif is_gone:
            fault = f"{site} has {self.what} no more — {self.gone}"
        elif status == _BUSY:
            fault = f"{site} was asked too often — {LATER}{_when(answer)}"
        elif status >= _BROKEN:
            fault = f"{site} is out of order — {LATER}{_when(answer)}"
        else:
            fault = f"{site} does not give {self.what} — see in a browser whether it is there"
        return FetchError(f"{_named(status)}: {fault}", status=status, gone=is_gone)

    def _json(self, answer: Answer) -> object:
        site = _site(answer.url)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if "json" not in kind:
            raise _unlike(site, _kind(kind), "JSON")
        if not answer.body.strip():
            raise _unlike(site, "nothing", "JSON")
        try:
            return json.loads(answer.body.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise _unlike(site, "what is not UTF-8", "JSON in UTF-8") from None
        except ValueError:
            raise _unlike(site, "broken JSON", "JSON") from None
        except RecursionError:
            raise _unlike(site, "JSON that is nested too deeply", "a thread") from None


def _site(url: str) -> str:
    return urlsplit(url).netloc


def _object(found: object, site: str) -> Fields:
    if not isinstance(found, dict):
        raise _unlike(site, "no object", "an object")
    return found


def _unlike(site: str, got: str, due: str) -> FetchError:
    return FetchError(f"{site} sent {got} where {due} is due — {LATER}")


def _kind(kind: str) -> str:
    return kind if re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,60}", kind, re.ASCII) else "no JSON"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"


def _when(answer: Answer) -> str:
    """When to ask again, as the server says it (RFC 9110, section 10.2.3; Mastodon's header)."""
    said = answer.headers.get("retry-after") or answer.headers.get("x-ratelimit-reset") or ""
    if not _WHEN.fullmatch(said.strip()):
        return ""
    return f", in {said.strip()} seconds" if said.strip().isdigit() else f", after {said.strip()}"


def _is_not_found(answer: Answer) -> bool:
    """Whether a 400 is AT Protocol's way to say 404."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("error") == "NotFound"
