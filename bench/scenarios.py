"""What is measured: the name of each, what it is, what is done before and not counted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.edits import edit_body, edit_front, pick
from bench.engines import Engine, MissingError, eleventy, hugo, ours, publishing, stock
from bench.measure import Cost, measure

NAMES = {
    "hugo": "Hugo, full build",
    "eleventy": "Eleventy, full build",
    "stock": "plain Pelican, full build",
    "cold": "ours, nothing kept",
    "nothing": "ours, nothing changed",
    "edit": "ours, a body edited",
    "front": "ours, title, tag and date edited",
    "publish": "ours, make publish, a body edited",
}
_MAKERS = {"hugo": hugo, "eleventy": eleventy, "stock": stock, "publish": publishing}


@dataclass(frozen=True)
class Scenario:
    """One line of the table. `before` takes the number of the run, from 0."""

    name: str
    engine: Engine
    site: Path
    before: Callable[[int], None]

    def run(self, turn: int) -> Cost:
        """Prepare the run of this number, then measure it."""
        self.before(turn)
        return _build(self.engine, self.site)


def scenarios(
    names: list[str], folder: Path, posts: int, tell: Callable[[str], None]
) -> Iterator[Scenario]:
    """Write the sites that these need into a folder; tells what cannot be measured, and why."""
    sites: dict[str, Engine] = {}
    for name in names:
        try:
            engine = _MAKERS.get(name, ours)()
        except MissingError as error:
            tell(f"without {name}: {error}")
            continue
        site = folder / engine.name
        if engine.name not in sites:
            sites[engine.name] = engine
            engine.write(site, posts)
            if engine.name in ("ours", "publish"):
                _build(engine, site)  # what was there before the edit
        yield Scenario(name, engine, site, _preparation(name, site, engine))


def _preparation(name: str, site: Path, engine: Engine) -> Callable[[int], None]:
    if name == "nothing":
        return lambda turn: None
    if name in ("edit", "publish"):
        return lambda turn: edit_body(pick(site, 2 * turn))
    if name == "front":
        return lambda turn: edit_front(pick(site, 2 * turn + 1))
    return lambda turn: _clean(site, engine)


def _clean(site: Path, engine: Engine) -> None:
    for folder in (engine.output, "cache"):
        shutil.rmtree(site / folder, ignore_errors=True)


def _build(engine: Engine, site: Path) -> Cost:
    return measure(engine.command, site, engine.environment)
