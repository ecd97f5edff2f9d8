"""The audit of a site as it was built: every file is read once, every problem is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..memory import Forgetful, Memory
from .count import folded
from .expected import Expected
from .file import read_text
from .finding import Finding, quoted
from .folder import Folder, read_folder
from .kind import PAGES, ending, is_plainly_known, kind_finding
from .links import Links
from .mentions import Mentions
from .reading import Reading, Told
from .remembered import Files

# A fault of the theme stands on every page; from this many files on it is told once.
MANY = 10


def audit(site: Path, expected: Expected, memory: Memory | None = None) -> Iterator[Finding]:
    """Tell all that is wrong with the site in a folder, in the order of paths and lines.

    With a `memory` only the files that changed are read, and the same is told.
    """
    return iter(_Audit(site, expected, memory or Forgetful()).findings())


class _Audit:
    """One audit of one folder."""

    def __init__(self, site: Path, expected: Expected, memory: Memory) -> None:
        self._expected = expected
        self._folder: Folder = read_folder(site)
        self._links = Links(self._folder, expected)
        self._files = Files(self._folder.files, self._links.atlas, memory)
        self._batches = self._files.batches()
        # Nearly all pages lead somewhere, and say nothing else.
        self._said: dict[str, Reading] = {}
        for batch in self._batches:
            self._said |= batch.said
            self._links.add_places(batch.listed)

    def findings(self) -> list[Finding]:
        """Everything, in order."""
        own = [*self._folder.findings, *self._of_files(), *self._missing_pages()]
        shared = [*self._of_addresses(), *self._theme_counts()]
        found = {*own, *_told_once(shared)}
        return sorted(found, key=lambda finding: (finding.path, finding.line or 0, finding.message))

    def _of_files(self) -> Iterator[Finding]:
        """What is wrong with each file and in it, apart from where it leads and what it counts."""
        files = self._folder.files
        for path in files:
            kind = None
            if not is_plainly_known(path):
                kind = kind_finding(path, files, self._expected.allow)
            if kind:
                yield kind
        for path, source in self._links.not_published().items():
            fault = f"comes from {quoted(source)}, which is a draft or of the future"
            yield Finding(path, None, f"{fault} — keep it out of the output")
        for path in files.keys() - {path for batch in self._batches for path in batch.files}:
            yield Finding(path, None, "cannot be read — mend its permissions")
        for path, reading in self._said.items():
            yield from _findings(path, reading.faults)
            if not (reading.blank and path in self._expected.pages):
                yield from _findings(path, reading.kind)
        yield from self._named()

    def _named(self) -> Iterator[Finding]:
        paths = [path for path, reading in self._said.items() if reading.open]
        for path, told in self._files.named(paths, Mentions(self._expected)).items():
            yield from _findings(path, told)

    def _of_addresses(self) -> Iterator[Finding]:
        """Where an address does not lead where it should; only what may do so is read for it."""
        # Pages first: a feed repeats what they say and is not told of the same again.
        for path in sorted(self._doubtful(), key=lambda path: (ending(path) not in PAGES, path)):
            data = Path(self._folder.files[path]).read_bytes()
            for group in read_text(path, data, self._links.atlas).groups:
                yield from self._links.findings(path, group)
        yield from self._links.missing_anchors()

    def _doubtful(self) -> Iterator[str]:
        """The files that may lead where they should not."""
        links, batches = self._links, self._batches
        closed = links.closed({path for batch in batches for path in batch.paths})
        lacking = links.lacking({(to, name) for batch in batches for to, name in batch.places})
        for batch in batches:
            is_open = closed.isdisjoint(batch.paths) and lacking.isdisjoint(
                map(tuple, batch.places)
            )
            for path in batch.said if is_open else batch.files:
                if links.doubtful(path, self._files.reading(path, batch).leads):
                    yield path

    def _missing_pages(self) -> Iterator[Finding]:
        for path, source in self._expected.pages.items():
            lost = path not in self._folder.files
            if lost or (path in self._said and self._said[path].blank):
                fault = f"is {'not there' if lost else 'empty'}, and should be the page of"
                remedy = "look at what the build said"
                yield Finding(path, None, f"{fault} {quoted(source)} — {remedy}")

    def _theme_counts(self) -> Iterator[Finding]:
        said = {phrase for reading in self._said.values() for phrase in reading.said}
        for path, reading in self._said.items():
            for line, phrase in reading.counts:
                if folded(phrase) not in said:
                    fault = f"{quoted(phrase)} counts people or what they did"
                    remedy = 'take it out, or mark the writer\'s own words: class="e-content"'
                    yield Finding(path, line, f"{fault} — {remedy}")


def _findings(path: str, told: Told) -> Iterator[Finding]:
    for line, message in told:
        yield Finding(path, line, message)


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with one that many files share told for the first of them alone."""
    alike: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.message].append(finding)
    for message, found in alike.items():
        paths = sorted({finding.path for finding in found})
        if len(paths) <= MANY:
            yield from found
        else:
            first = min(found, key=lambda finding: (finding.path, finding.line or 0))
            yield replace(first, message=f"{message} (and in {len(paths) - 1} more files)")
