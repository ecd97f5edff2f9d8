"""The audit of a site as it was built: every file is read once, every problem is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .count import folded
from .expected import Expected
from .file import read_text
from .finding import Finding, quoted
from .folder import Folder, read_folder
from .kind import PAGES, ending, kind_finding
from .links import Links
from .mentions import Mentions
from .reading import Told
from .remembered import Files, Memory

# A fault of the theme stands on every page; from this many files on it is told once.
MANY = 10


def audit(site: Path, expected: Expected, memory: Memory | None = None) -> Iterator[Finding]:
    """Tell all that is wrong with the site in a folder, in the order of paths and lines.

    With a `memory` only the files that changed are read, and the same is told.
    """
    return iter(_Audit(site, expected, memory).findings())


class _Audit:
    """One audit of one folder."""

    def __init__(self, site: Path, expected: Expected, memory: Memory | None) -> None:
        self._expected = expected
        self._folder: Folder = read_folder(site)
        self._links = Links(self._folder, expected)
        self._files = Files(self._folder.files, memory)
        self._readings = self._files.readings(self._links.atlas)
        for path, reading in self._readings.items():
            if reading.places is not None:
                self._links.add_places(path, reading.places)

    def findings(self) -> list[Finding]:
        """Everything, in order."""
        own = [*self._folder.findings, *self._of_files(), *self._missing_pages()]
        shared = [*self._of_addresses(), *self._theme_counts()]
        found = {*own, *_told_once(shared)}
        return sorted(found, key=lambda finding: (finding.path, finding.line or 0, finding.message))

    def _of_files(self) -> Iterator[Finding]:
        """What is wrong with each file and in it, apart from where it leads and what it counts."""
        for path in self._folder.files:
            kind = kind_finding(path, self._folder.files, self._expected.allow)
            if kind:
                yield kind
            source = self._links.not_published(path)
            if source:
                fault = f"comes from {quoted(source)}, which is a draft or of the future"
                yield Finding(path, None, f"{fault} — keep it out of the output")
            if path not in self._readings:
                yield Finding(path, None, "cannot be read — mend its permissions")
        for path, reading in self._readings.items():
            yield from _findings(path, reading.faults)
            if not (reading.blank and path in self._expected.pages):
                yield from _findings(path, reading.kind)
        yield from self._named()

    def _named(self) -> Iterator[Finding]:
        paths = [path for path, reading in self._readings.items() if reading.open]
        for path, told in self._files.named(paths, Mentions(self._expected)).items():
            yield from _findings(path, told)

    def _of_addresses(self) -> Iterator[Finding]:
        """Where an address does not lead where it should; only what may do so is read for it."""
        doubtful = [p for p, r in self._readings.items() if self._links.doubtful(p, r.leads)]
        # Pages first: a feed repeats what they say and is not told of the same again.
        for path in sorted(doubtful, key=lambda path: (ending(path) not in PAGES, path)):
            data = self._folder.files[path].read_bytes()
            for group in read_text(path, data, self._links.atlas).groups:
                yield from self._links.findings(path, group)
        yield from self._links.missing_anchors()

    def _missing_pages(self) -> Iterator[Finding]:
        for path, source in self._expected.pages.items():
            lost = path not in self._folder.files
            if lost or (path in self._readings and self._readings[path].blank):
                fault = f"is {'not there' if lost else 'empty'}, and should be the page of"
                remedy = "look at what the build said"
                yield Finding(path, None, f"{fault} {quoted(source)} — {remedy}")

    def _theme_counts(self) -> Iterator[Finding]:
        said = {phrase for reading in self._readings.values() for phrase in reading.said}
        for path, reading in self._readings.items():
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
