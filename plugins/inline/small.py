"""Sheets and scripts without what only their writer needs."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

from markupsafe import Markup, escape
from minify_html import minify

# tdewolff/minify is written in Go, whose runtime does not live on in a fork; and a build forks.
_MINIFY = """
import sys
from minify import MinifyError, string
try:
    text = string("application/javascript", sys.stdin.buffer.read().decode())
except MinifyError as error:
    sys.exit(str(error).partition("\\n")[0])
sys.stdout.buffer.write(text.encode())
"""


class SmallError(Exception):
    """A script can not be read; says where and why."""

    exitcode = 1


def shrink_sheet(sheet: str) -> Markup:
    """The style sheet, to stand in a `<style>`; it means the same (Lightning CSS, in minify-html).

    `sheet` is what a template has included, which is markup; a plain text is escaped, as ever. What
    is no CSS stays as it is.
    """
    page = minify(f"<style>{escape(sheet)}</style>", minify_css=True, keep_closing_tags=True)
    return Markup(page.removeprefix("<style>").removesuffix("</style>"))  # noqa: S704  -- escaped, or a template's


@cache  # a process that builds again and again asks for the same
def shrink_script(script: str) -> str:
    """The script, which does the same (tdewolff/minify, in a process of its own).

    Raises `SmallError` where it is no JavaScript.
    """
    command = [sys.executable, "-c", _MINIFY]
    run = subprocess.run(command, input=script.encode(), capture_output=True, check=False)  # noqa: S603  -- our own
    if run.returncode:
        raise SmallError(run.stderr.decode(errors="replace").strip())
    return run.stdout.decode()
