"""What a build before made is taken as it was, and only for what is the same."""

from __future__ import annotations

from typing import Any

import pytest

from syndication import standalone
from syndication.memory import standalone_once

HTML, BASE = '<p><a href="/b/">b</a></p><script>c()</script>', "https://site.example/a/"
CASES = [(HTML, BASE), (HTML, "https://other.example/"), (f"{HTML}x", BASE), ("\ud800", BASE)]


class Rows(dict[tuple[str, bytes], Any]):
    """A memory of one build."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        return self.get((kind, key))

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        self[kind, key] = value


def test_with_and_without_a_memory_it_is_the_same() -> None:
    """Each HTML and each address is kept apart; the second build takes what the first kept."""
    memory, made = Rows(), [standalone(html, base) for html, base in CASES]

    first = [standalone_once(html, base, memory) for html, base in CASES]
    rows = dict(memory)
    second = [standalone_once(html, base, memory) for html, base in CASES]

    assert first == second == made
    assert [standalone_once(html, base, None) for html, base in CASES] == made
    assert memory == rows
    assert len(rows) == len(CASES)


def test_what_is_kept_is_not_made_again() -> None:
    """What is recalled is the answer."""
    memory = Rows()
    standalone_once(HTML, BASE, memory)
    (place,) = memory

    memory[place] = "<p>kept</p>"

    assert standalone_once(HTML, BASE, memory) == "<p>kept</p>"


@pytest.mark.parametrize("odd", [1, ["<p>x</p>"], {}, True])
def test_what_is_no_text_is_nothing(odd: object) -> None:
    """Another type is made anew, and kept as it is now."""
    memory = Rows()
    standalone_once(HTML, BASE, memory)
    (place,) = memory
    memory[place] = odd

    assert standalone_once(HTML, BASE, memory) == standalone(HTML, BASE)
    assert memory[place] == standalone(HTML, BASE)
