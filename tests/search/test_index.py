"""The index that Pagefind makes: the same from the same, whatever the machine does."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from search import SearchError, digest, make_bundle, make_index, service, write_document

WORDS = [
    "people",
    "talk",
    "about",
    "one",
    "another",
    "more",
    "than",
    "about",
    "anything",
    "else",
    "größe",
    "été",
    "手紙",
]
DOCUMENTS = [
    write_document(
        f"rants/{number}/",
        f"Rant {number}",
        [f"<p>{' '.join(WORDS[number % 7 :])} word{number} common{number % 5}</p>"],
        date="2 January 2026",
        category=f"Category {number % 3}",
        lesson="Write to one person.",
        lang="de" if number % 4 == 0 else "",
    )
    for number in range(120)
]


def test_index_is_the_same_in_every_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither threads, nor the zone, nor the folder, nor a configuration there changes a byte."""
    first = make_bundle(make_index(DOCUMENTS, "en"))
    (tmp_path / "pagefind.toml").write_text('exclude_selectors = ["p"]\nverbose = true\n')
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "TZ": "Asia/Tokyo",
        "RAYON_NUM_THREADS": "1",
        "TOKIO_WORKER_THREADS": "1",
        "PAGEFIND_FORCE_LANGUAGE": "fr",
    }.items():
        monkeypatch.setenv(name, value)

    others = [make_bundle(make_index(DOCUMENTS, "en")) for _ in range(4)]

    assert all(other == first for other in others)
    assert len([path for path in first if path.startswith("fragment/")]) == len(DOCUMENTS)


def test_bundle_is_what_the_page_asks_for() -> None:
    """No interface, no worker and no other language comes along; the program has a hash."""
    bundle = make_bundle(make_index(DOCUMENTS[:1], "en"))

    kinds = sorted({path.rpartition("/")[0] or path.partition(".")[0] for path in bundle})
    assert kinds == ["fragment", "index", "pagefind", "pagefind-entry", "wasm"]
    assert len(bundle) == 6
    assert b'"wasm":"en.' in bundle["pagefind-entry.json"]


def test_digest_names_all_that_decides() -> None:
    """Another word, another language, another program: each is another index."""
    names = {
        digest(DOCUMENTS[:2], "en", "1"),
        digest(DOCUMENTS[:1], "en", "1"),
        digest(DOCUMENTS[:2], "de", "1"),
        digest(DOCUMENTS[:2], "en", "2"),
    }

    assert len(names) == 4


def program(folder: Path, text: str) -> str:
    """A program that takes Pagefind's place."""
    path = folder / "pagefind"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


REMEDY = (
    "install it again: pip install --force-reinstall 'pagefind[bin]'; or have no search: "
    "SEARCH_SAVE_AS = ''"
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("exit 3", "ended, or took more than 600 seconds, before it had made the index"),
        ("head -c 9 >&2; exec sleep 60", "ended, or took more than 1 seconds, before it had made"),
    ],
)
def test_program_that_fails_is_told(
    text: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that ends, or that does not, stops with what mends it."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, text))
    monkeypatch.setattr(service, "SECONDS", 1 if "sleep" in text else 600)

    with pytest.raises(SearchError) as caught:
        make_index(DOCUMENTS, "en")

    assert str(caught.value).startswith(f"{tmp_path}/pagefind: {fault}")
    assert str(caught.value).endswith(f" — {REMEDY}")


def test_program_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine for which there is none, the search can be left out."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", os.fspath(tmp_path / "none"))

    with pytest.raises(SearchError) as caught:
        make_index(DOCUMENTS, "en")

    missing = f"{tmp_path}/none: does not run: No such file or directory"
    assert str(caught.value) == f"{missing} — {REMEDY}"
