"""The commands: `python -m publish release`, `releases`, `rollback`, `nginx` and `caddy`."""

from __future__ import annotations

import argparse
import io
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from .plan.consent import read_consent
from .problem import PublishError
from .progress import shown
from .publication import Order, publish, releases, rollback
from .report import tell, tell_releases, tell_rollback
from .settings import Settings, load_settings
from .staging.server import caddy, nginx
from .targets.kind import open_target
from .targets.target import Target

_SERVERS = {"nginx": nginx, "caddy": caddy}
_STOPPED = "stopped; what was live is whole, and the next publish removes what is left"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked and tell it; the exit status is 1 when it could not be done."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sign that the terminal cannot show must not stop a publish.
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(options)
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_STOPPED, file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    if options.command in _SERVERS:
        _say(_SERVERS[options.command](options.root, options.host).removesuffix("\n"))
        return 0
    settings = load_settings(options.settings) if options.settings else Settings()
    target = open_target(options.to or os.environ.get("PUBLISH_TO") or settings.to, settings.keep)
    if options.command == "release":
        return _release(options, settings, target)
    if options.command == "releases":
        _say(tell_releases(target.name, releases(target)))
    else:
        kept = rollback(target)
        _say(tell_rollback(target.name, kept, target.look()))
    return 0


def _release(options: argparse.Namespace, settings: Settings, target: Target) -> int:
    # make hands its variables on in the environment, where no shell reads what is in them.
    gone = [*options.gone, os.environ.get("GONE", "")]
    accept = [*options.accept, os.environ.get("ACCEPT", "")]
    dry = options.dry_run or os.environ.get("DRY_RUN", "") not in ("", "0")
    build = tuple(shlex.split(options.build))
    order = Order(options.site, read_consent(gone, accept), settings.compress, dry, build)
    outcome = publish(order, target, shown())
    _say(tell(outcome, dry=dry))
    if outcome.plan.refusals:
        print(PublishError(outcome.plan.refusals, outcome.plan.hint), file=sys.stderr)
        return 1
    return 0


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # What was done is done, though nobody reads on; at its end Python would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m publish", description="Publish a built site.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    release = commands.add_parser("release", help="publish a built site as a new release")
    release.add_argument("site", type=Path, help="the folder that holds the built site")
    build = "the command that builds the site first, in quotes"
    release.add_argument("--build", default="", metavar="COMMAND", help=build)
    release.add_argument("--dry-run", action="store_true", help="only tell what would be done")
    for name, metavar, text in (
        ("--gone", "URL", "a URL that may disappear; several may be parted by spaces"),
        ("--accept", "WORD", "what else may happen: many, siteurl, plugin:NAME, feed:URL"),
    ):
        release.add_argument(name, metavar=metavar, action="append", default=[], help=text)
    others = {
        "releases": "list the releases that are kept",
        "rollback": "go back to the one before",
    }
    listed = [commands.add_parser(name, help=text) for name, text in others.items()]
    for command in (release, *listed):
        command.add_argument("--settings", type=Path, metavar="FILE", help="such as publishconf.py")
        command.add_argument("--to", metavar="TARGET", help="where to, in place of PUBLISH_TO")
    for name in _SERVERS:
        command = commands.add_parser(name, help=f"write what {name} is to be told")
        command.add_argument("root", help="the folder that is published to, as a whole path")
        command.add_argument("host", help="the site's host, as SITEURL has it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
