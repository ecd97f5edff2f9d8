"""The command: `python -m proofread check --settings pelicanconf.py`."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from .plugin import check_site
from .report import tell
from .settings import ProofreadError


def main(arguments: Sequence[str] | None = None) -> int:
    """Check and tell; the exit status is 1 when there is an error."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sign that the terminal cannot show must not stop the telling.
            stream.reconfigure(errors="backslashreplace")
    try:
        checked = check_site(options.settings, options.content)
    except ProofreadError as error:
        print(error, file=sys.stderr)
        return 1
    print(tell(checked))
    return 1 if checked.errors else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proofread", description="Proofread a site.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="tell all that is wrong with the sources")
    where = "the folder of the sources, where the settings do not say"
    check.add_argument("content", nargs="?", default="", help=where)
    check.add_argument("--settings", required=True, help="Pelican's settings, a Python file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
