"""What makes a page load anew by itself, and the page that tells what is wrong."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import escape

HERE = Path(__file__).parents[1]
SCRIPT = (HERE / "static" / "desk" / "reload.js").read_bytes()
SCRIPT_PATH = "/.desk/reload.js"
EVENTS_PATH = "/.desk/events"
_INTEGRITY = f"sha256-{base64.b64encode(sha256(SCRIPT).digest()).decode()}"
_POLICY = re.compile(
    r"""(<meta\s+http-equiv=["']?Content-Security-Policy["']?\s+content=")([^"]*)(")""",
    re.IGNORECASE,
)
_END = re.compile(r"</body\s*>|</html\s*>|\Z", re.IGNORECASE)
# What is wrong, as proofreading tells it: file, line where there is one, the rest.
_PLACE = re.compile(r"(?P<path>[^\s:][^:\n]*\.\w+)(?::(?P<line>\d+))?: (?P<rest>.+)", re.DOTALL)
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True
)


def version(html: bytes, generation: int) -> str:
    """What changes when a page does, or something else that it shows."""
    return f"{sha256(html).hexdigest()[:16]}-{generation}"


def with_reload(html: bytes, seen: str) -> bytes:
    """The page with a script that loads it anew when it is no longer the version `seen`.

    Its own policy is kept, with leave for this script and for what it listens to.
    """
    text = html.decode("utf-8", "surrogateescape")
    text = _POLICY.sub(lambda found: f"{found[1]}{_allow(found[2])}{found[3]}", text, count=1)
    script = (
        f'<script src="{SCRIPT_PATH}" integrity="{_INTEGRITY}" data-events="{EVENTS_PATH}"'
        f' data-seen="{escape(seen)}"></script>'
    )
    ends = list(_END.finditer(text))
    at = ends[0].start()
    return f"{text[:at]}{script}{text[at:]}".encode("utf-8", "surrogateescape")


def _allow(policy: str) -> str:
    """A policy that lets the script run and listen, and nothing more."""
    policy = _add(policy, "script-src", f"'{_INTEGRITY}'")
    return _add(policy, "connect-src", "'self'")


def _add(policy: str, name: str, source: str) -> str:
    """A policy in which a directive has one source more; one that is absent is as `default-src`.

    (CSP 3, 6.8.3: Get fetch directive fallback list.)
    """
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    sources = directives.get(name, directives.get("default-src", []))
    kept = [each for each in sources if each != "'none'"]
    directives[name] = [*dict.fromkeys([*kept, source])]
    return ";".join(" ".join([each, *words]) for each, words in directives.items())


def error_page(errors: Iterable[str]) -> bytes:
    """The page that is shown in place of all others while there is something to mend."""
    return _render("errors.html", problems=[*map(_parted, errors)])


def waiting_page() -> bytes:
    """The page that is shown until the first build is done."""
    return _render("waiting.html")


def _render(name: str, **given: object) -> bytes:
    return _templates.get_template(f"desk/{name}").render(**given).encode("utf-8", "replace")


def _parted(error: str) -> dict[str, str]:
    found = _PLACE.fullmatch(error.strip())
    if not found or "\n" in error.strip():
        return {"place": "", "words": error.strip()}
    line = f":{found['line']}" if found["line"] else ""
    return {"place": f"{found['path']}{line}", "words": found["rest"]}
