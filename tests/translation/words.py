"""The messages that the theme and the plugins say, as `pybabel extract` finds them."""

from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir

from tests.pelican_site import ROOT

LANGUAGES = ("de", "fr")


def folders() -> list[Path]:
    """The theme and each plugin that says something."""
    return [
        folder
        for folder in (ROOT / "theme", *sorted((ROOT / "plugins").iterdir()))
        if folder.is_dir() and messages(folder)
    ]


@cache
def messages(folder: Path) -> frozenset[str]:
    """All that a folder says."""
    method = [("**.py", "python"), ("**.html", "jinja2"), ("**.js", "jinja2")]
    return frozenset(
        str(found[2])
        for found in extract_from_dir(folder, method, {"**.html": {"silent": "false"}})
    )
