"""The command: `python -m publish .build/site --to public`."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from .folder import publish
from .problem import Problem, PublishError
from .report import tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish and tell; the exit status is 1 when nothing could be published."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sign that the terminal cannot show must not stop a publish.
            stream.reconfigure(errors="backslashreplace")
    try:
        outcome = publish(options.site, _folder(options.to))
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    print(tell(outcome))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m publish", description="Publish a built site.")
    parser.add_argument("site", type=Path, help="the folder that holds the built site")
    parser.add_argument("--to", required=True, metavar="DIR", help="the folder to publish to")
    return parser


def _folder(name: str) -> Path:
    if "://" in name:
        fault, remedy = "is an address", "name a folder on this machine with PUBLISH_TO=DIR"
        raise PublishError([Problem(name, fault, remedy)])
    return Path(name).expanduser()


if __name__ == "__main__":
    sys.exit(main())
