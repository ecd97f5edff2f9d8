"""`make list`: what is not finished, what is to come, and what nobody has touched for long."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .items import Group, Row, sort_out
from .moment import read_now, read_zone
from .plugin import load_site, read_items
from .words import legible

MOST = 20  # rows of a group in a terminal, where the next group is to be seen, too
_NOTHING = "Nothing waits: no drafts, nothing scheduled, and nothing is published yet."


def run(options: argparse.Namespace) -> int:
    """Read the sources as a build does, and show them; 1 where some are to be mended first."""
    site = load_site(options.settings)
    now = read_now().astimezone(read_zone(site["TIMEZONE"]))
    reading = read_items(site, options.output)
    groups = sort_out(reading.items, now)
    if sys.stdout.isatty():
        _show(groups, Console(highlight=False, markup=False, emoji=False))
    else:
        print("\n\n".join(map(_plain, groups)), end="\n" if groups else "")
    if not groups and not reading.told:
        print(_NOTHING)
    sys.stdout.flush()
    if reading.told:
        lines = [*([""] if groups else []), "To be mended:", *reading.told]
        print("\n".join(map(legible, lines)), file=sys.stderr)
    return 1 if reading.told else 0


def _plain(group: Group) -> str:
    """A group in whole lines, for another program or a file."""
    rows = ("  ".join(map(legible, (row.when, row.title, row.path))) for row in group.rows)
    return "\n".join([group.name, *rows])


def _show(groups: Sequence[Group], console: Console) -> None:
    is_wide = all(_width(row) <= console.width for group in groups for row in group.rows[:MOST])
    for group in groups:
        console.print(Text(group.name, style="bold"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for row in group.rows[:MOST]:
            # A path that goes on in the next line cannot be copied.
            title, path = Text(legible(row.title)), Text(legible(row.path), style="dim")
            rest = (title, path) if is_wide else (Text("\n").join((title, path)),)
            table.add_row(Text(row.when), *rest)
        console.print(table)
        if len(group.rows) > MOST:
            console.print(Text(f"and {len(group.rows) - MOST} more: make list | less"))
        console.print()


def _width(row: Row) -> int:
    return cell_len(row.when) + cell_len(legible(row.title)) + cell_len(legible(row.path)) + 4
