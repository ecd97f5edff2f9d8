"""The commands: `python -m desk new`, `list`, `next`, `serve`, `import` and `doctor`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from .settings import DeskError

# Where each command is: loaded when it is asked for, since a server takes long to load.
_MODULES = {
    "new": ".new",
    "list": ".listing",
    "next": ".schedule",
    "serve": ".serving.command",
    "import": ".importing.command",
    "doctor": ".doctor",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked and tell it; the exit status is 1 when something is to be mended."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sign that the terminal cannot show must not stop the telling.
            stream.reconfigure(errors="backslashreplace")
    try:
        status: int = import_module(_MODULES[options.command], __package__).run(options)
    except DeskError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Nobody reads on; at its end Python would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped; what was written before is whole", file=sys.stderr)
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m desk", description="The writer's desk.")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="begin a rant: a file to fill in")
    new.add_argument("title", nargs="?", default="", help="its title; else what TITLE says")
    listed = commands.add_parser("list", help="what is not finished, and what is to come")
    output = "the build whose memory is used; nothing is written there"
    listed.add_argument("--output", type=Path, default=Path("output"), help=output)
    serve = commands.add_parser("serve", help="show the site in a browser while it is written")
    serve.add_argument("--port", type=int, default=8000, help="on 127.0.0.1; 0 is any that is free")
    serve.add_argument("--output", default=".build/html", help="the folder to build into")
    begin = commands.add_parser("import", help="bring a blog from elsewhere")
    begin.add_argument(
        "source", nargs="?", default="", help="a WordPress export, or a folder; else FILE says it"
    )
    begin.add_argument("--images", action="store_true", help="fetch the pictures, too")
    commands.add_parser("doctor", help="what is installed, configured and missing")
    for command in commands.choices.values():
        command.add_argument("--settings", required=True, help="Pelican's settings, a Python file")
    following = commands.add_parser("next", help="what comes next, as the last build noted it")
    following.add_argument("cache", type=Path, help="CACHE_PATH, a folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
