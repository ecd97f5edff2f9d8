"""Old addresses as a host of files can answer them, in the form of `Aliases`."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote, urlsplit

LONGEST_NAME = 240  # bytes
LONGEST = 700  # characters


def read_alias(url: str, root: str = "") -> tuple[str, str]:
    """The alias for an old address, or why there is none: one of the two is empty.

    `root` is the path at which the new site lies; an address below it is told without it.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return "", "is no address"
    if parts.query:
        return "", "has a query, and a host of files answers to paths alone"
    if parts.fragment or not parts.path.startswith("/"):
        return "", "is no path"
    path = parts.path
    if root and f"{path}/".startswith(f"{root}/"):
        path = path.removeprefix(root) or "/"
    names = [unquote(name, errors="replace") for name in path.strip("/").split("/")]
    fault = next(filter(None, map(_fault, names)), "") if path.strip("/") else "is the home page"
    written = "/" + "/".join(quote(unicodedata.normalize("NFC", name), safe="") for name in names)
    written += "/" if path.endswith("/") else ""
    if not fault and len(written) > LONGEST:
        fault = f"is longer than {LONGEST} characters"
    return ("", fault) if fault else (written, "")


def _fault(name: str) -> str:
    if not name:
        return "has two slashes in a row"
    if name.startswith("."):
        return "has a part that begins with a dot"
    if (
        "\ufffd" in name
        or set(name) & set("/\\")
        or any(unicodedata.category(each)[0] == "C" for each in name)
    ):
        return "hides what no address can hold"
    return (
        f"has a part longer than {LONGEST_NAME} bytes" if len(name.encode()) > LONGEST_NAME else ""
    )
