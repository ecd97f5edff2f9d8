"""What is wrong with all sources of a site together: where they lead, what two of them claim."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from .alone import NOTHING
from .body import body_problems
from .catalogue import Catalogue
from .claims import claim_problems
from .problem import Problem
from .reading import Reader
from .site import Site

KIND = "proofread.whole"


def whole_problems(site: Site, reader: Reader, files: list[str]) -> list[Problem]:
    """Everything that is wrong in the text of each source, and in all of them together.

    `files` are the names of all files in the folder. Nothing is looked at again while all that is
    asked of the sources is what it was.
    """
    key = _key(reader, files)
    known = _read(reader.memory.recall(KIND, key)) if key else None
    if known is not None:
        return known
    found = list(_find(site, reader, files))
    # An error stops the build; and one of them may be that a text took too long to be read.
    if key and all(problem.advice for problem in found):
        kept = [[problem.path, problem.line, problem.message] for problem in found]
        reader.memory.keep(KIND, key, kept)
    return found


def _find(site: Site, reader: Reader, files: list[str]) -> Iterator[Problem]:
    read = reader.sources()
    catalogue = Catalogue(site, [source for source, _ in read], files)
    for source, findings in read:
        if findings is not NOTHING or "in_reply_to" in source.keys:
            yield from body_problems(source, findings, catalogue, reader.memory)
    yield from claim_problems(catalogue)


def _key(reader: Reader, files: list[str]) -> bytes:
    facts = reader.facts()
    names = "\0".join(files).encode(errors="surrogatepass")
    return facts and facts + blake2b(names, digest_size=16).digest()


def _read(kept: Any) -> list[Problem] | None:
    """What was kept, where it is that."""
    try:
        found = [Problem(path, line, message, advice=True) for path, line, message in kept]
    except (TypeError, ValueError):
        return None
    shapes = {(type(each.path), type(each.line), type(each.message)) for each in found}
    return found if isinstance(kept, list) and shapes <= {(str, int, str)} else None
