"""The commands: `python -m conversation fetch`, `review` and `send`."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console

from .fetching.fetch import Order, Places, fetch
from .fetching.patience import Patience
from .plugin import load_site, read_articles, read_rules
from .records import keep
from .replies.folder import NAME
from .replies.record import Conversed
from .review import PROMPT, find_waiting, review
from .sending.send import SendError, send
from .sending.state import State, StateError, read_state, write_state
from .settings import ConversationError, read_settings
from .web import Web

SENT = "_sent.json"
PLACES = Places()
ALLOW: frozenset[str] = frozenset()  # what else may be reached; tests name this machine
_OFFLINE = "CONVERSATION_OFFLINE is set: nobody is asked, nobody is told, nothing changes."
_NO_TERMINAL = (
    "review asks about each reply that waits, and nobody could answer here — run it in a terminal"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked and tell it; the exit status is 1 when files or settings are to be mended.

    A server that fails is told and no more than that.
    """
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sign that the terminal cannot show must not stop the telling.
            stream.reconfigure(errors="backslashreplace")
    try:
        _run(options)
    except (ConversationError, SendError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; what was written before is whole", file=sys.stderr)
        return 130
    return 0


def _run(options: argparse.Namespace) -> None:
    if options.command == "review":
        _review(options)
    elif _is_set("CONVERSATION_OFFLINE"):
        _say(_OFFLINE)
    elif options.command == "fetch":
        _fetch(load_site(options.settings), options)
    else:
        _send(load_site(options.settings), options)


def _fetch(site: dict[str, Any], options: argparse.Namespace) -> None:
    settings = read_settings(site)
    order = Order(
        articles=_articles(site, options)[::-1],  # their names begin with their days
        folder=Path(site["PATH"]) / NAME,
        rules=read_rules(site),
        now=_now(),
        endpoint=settings.webmention if settings.has_mentions else "",
        token=os.environ.get("WEBMENTION_IO_TOKEN", "").strip(),
        places=PLACES,
    )
    fetch(order, Patience(_web(site)), _say)


def _articles(site: dict[str, Any], options: argparse.Namespace) -> list[Conversed]:
    try:
        return read_articles(site)
    except Exception as error:  # plugins are programs, so anything may come of them
        if hasattr(error, "exitcode"):  # it is told to the writer, by whichever plugin
            raise ConversationError(str(error)) from error
        fault = f"{options.settings}: {type(error).__name__}: {error}"
        raise ConversationError(f"{fault} — mend it, or its plugin") from error


def _review(options: argparse.Namespace) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConversationError(_NO_TERMINAL)
    site = load_site(options.settings)
    console = Console(highlight=False, markup=False, emoji=False)
    waiting = find_waiting(Path(site["PATH"]), read_rules(site))
    review(waiting, console, lambda: console.input(PROMPT, markup=False, emoji=False))


def _send(site: dict[str, Any], options: argparse.Namespace) -> None:
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        _say(line)

    file = Path(site["PATH"]) / NAME / SENT
    is_done = send(
        options.site,
        site["SITEURL"],
        _state(file),
        _web(site),
        now=_now(),
        dry_run=options.dry_run or _is_set("DRY_RUN"),
        tell=tell,
        keep=lambda state: keep(file, write_state(state)),
    )
    if not told:
        _say("Nothing is new to anybody.")
    if not is_done:
        _say("Not all is told yet: send again later.")


def _state(file: Path) -> State:
    try:
        return read_state(file.read_text(encoding="utf-8-sig")) if file.exists() else State()
    except StateError as error:
        place = f"{relpath(file)}:{error.line}"
        raise ConversationError(f"{place}: {error} — take back the last change") from error
    except UnicodeDecodeError as error:
        raise ConversationError(f"{relpath(file)}:1: is not UTF-8 — save it as UTF-8") from error
    except OSError as error:
        fault = f"{relpath(file)}: cannot be read ({error.strerror})"
        raise ConversationError(f"{fault} — change its mode") from error


def _web(site: dict[str, Any]) -> Web:
    # Who is asked, and who is told, can see by whom (Webmention, section 3.1.2), in ASCII.
    siteurl = quote(site["SITEURL"], safe="/:?[]@%")
    return Web(agent=f"conversation (Webmention; +{siteurl})", allow=ALLOW)


def _is_set(name: str) -> bool:
    """Whether a variable of the environment says yes; make hands on what is empty, too."""
    return os.environ.get(name, "") not in ("", "0")


def _now() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_moment = re.fullmatch(r"[0-9]{1,11}", epoch)  # to the year 5138
    return datetime.fromtimestamp(int(epoch), UTC) if is_moment else datetime.now(UTC)


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # What was done is done, though nobody reads on; at its end Python would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    description = "Bring home what people answered, and tell the pages that a post links to."
    parser = argparse.ArgumentParser(prog="python -m conversation", description=description)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    helps = {
        "fetch": "read what people answered into the content's folder",
        "review": "decide about what waits, in a terminal",
        "send": "tell the pages that new and changed posts link to",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--settings", required=True, help="Pelican's settings, a Python file")
        if name == "send":
            command.add_argument("site", type=Path, help="the folder that holds the built site")
            command.add_argument("--dry-run", action="store_true", help="only tell what would be")
    return parser


if __name__ == "__main__":
    sys.exit(main())
