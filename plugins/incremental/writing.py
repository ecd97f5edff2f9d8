"""The writer: a page is rendered where something that it shows has changed, on all cores.

Stands for `Writer.write_file` of Pelican 4.12.0.
"""

from __future__ import annotations

import json
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

from pelican import signals, writers
from pelican.paginator import Paginator
from pelican.utils import get_relative_path, path_to_url, sanitised_join

from . import fork
from .build import Build
from .contents import PLAIN
from .look import is_of_content
from .noted import noted
from .trace import Artifact, Claim, Look, Trace, make_artifact
from .tracing import TEMPLATES, TracingEnvironment
from .value import OpaqueError

FEW = 16  # pages are rendered here sooner than by a child
MANY = 2000  # claims are looked at sooner by children than here
CHUNK = 250  # claims
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One page to write: where, of what, and what is given to it alone."""

    name: str
    path: str
    template: Any
    context: dict[str, Any]
    own: dict[str, Any]

    @property
    def shape(self) -> str:
        """The template, and the names of what it is given, which another build may give too."""
        return "\n".join((str(self.template.name), *sorted(self.own)))

    @property
    def siteurl(self) -> Any:
        """From where the links of contents lead; nothing where they are absolute."""
        return self.own["localsiteurl"]

    def local(self) -> dict[str, Any]:
        """The context that the template is given."""
        return {**self.context, **self.own}


class Writer(writers.Writer):  # type: ignore[misc]  # Pelican has no types
    """Writes the pages that are not as they were; `skipped` are those that are, by their names."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        super().__init__(output_path, settings)
        self._build: Build = self.settings["incremental"]
        self._root = sanitised_join(output_path)
        self._queue: dict[str, Job] | None = None
        self.skipped: dict[str, Job] = {}
        self.known: set[str] = set()  # the pages that were rendered, and may be skipped next time
        self._held: dict[Any, dict[int, bool]] = defaultdict(dict)  # claims, by `siteurl`
        self._files: dict[str, str] = {}
        self._sampled: dict[str, bytes] = {}
        # Whoever listens to what is written may do anything with it, and expects to be told.
        heard = (
            signals.content_written,
            signals.article_generator_write_article,
            signals.page_generator_write_page,
        )
        self._is_alone = not any(signal.receivers for signal in heard)
        self._skips = self._build.settings.skip and self._is_alone
        self._build.writer = self

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:
        """As Pelican's; what it says names the output, and not where that is being built."""
        try:
            return super()._open_w(filename, encoding, override)
        except writers.FileOverwriteFailedError as error:
            shown = str(error).replace(self._build.staging, self._build.output)
            raise writers.FileOverwriteFailedError(shown) from error

    def restore(self, names: Iterable[str]) -> None:
        """Render pages after all that would have stayed as they were."""
        for name in sorted(names):
            self._render(self.skipped.pop(name), override=False)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written within is rendered at its end, on all cores."""
        self._queue = {} if self._is_alone else None
        yield
        queue, self._queue = self._queue or {}, None
        self._forget()
        self._settle_all(list(queue.values()))

    def write_file(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: dict[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """As Pelican's: write one page, or as many as its lists have pages."""
        if not name:
            return
        if self._queue is None:
            self._forget()
        given = _differing(context, self._build.context)
        for place, more in self._divide(name, url, paginated, template_name, kwargs):
            own = given | _own(place, context, relative_urls) | kwargs | more
            path = self._locate(place)
            self._write(Job(place, path, template, context, own), override=override_output)

    def _locate(self, place: str) -> str:
        """Stands for `sanitised_join`, which makes both paths absolute each time."""
        if PLAIN.fullmatch(place):
            return f"{self._root}/{place}"
        path: str = sanitised_join(self.output_path, place)
        return path

    def _divide(
        self,
        name: str,
        url: str | None,
        paginated: dict[str, Any] | None,
        template_name: str | None,
        kwargs: dict[str, Any],
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The place of each page of a list, and what Pelican's paginator says of it."""
        lists = paginated
        if lists is None:
            lists = {key: kwargs[key] for key in ("articles", "dates") if key in kwargs}
        sizes = self.settings["PAGINATED_TEMPLATES"]
        if not lists or template_name not in sizes:
            yield name, {}
            return
        size = sizes[template_name] or self.settings["DEFAULT_PAGINATION"]
        paginators = {
            key: Paginator(name, url, value, self.settings, size) for key, value in lists.items()
        }
        count = next(iter(paginators.values())).num_pages
        pages = {key: [*map(each.page, range(1, count + 2))] for key, each in paginators.items()}
        for number in range(count):
            more: dict[str, Any] = {}
            for key, paginator in paginators.items():
                is_last = number + 1 >= paginator.num_pages
                page = pages[key][number]
                more |= {
                    f"{key}_paginator": paginator,
                    f"{key}_page": page,
                    f"{key}_previous_page": pages[key][number - 1] if number else None,
                    f"{key}_next_page": None if is_last else pages[key][number + 1],
                }
            yield page.save_as, more

    def _write(self, job: Job, *, override: bool) -> None:
        first = self.skipped.pop(job.name, None) or (self._queue or {}).pop(job.name, None)
        if first:  # two pages at one place: Pelican says which of them it is, or that it is wrong
            self._render(first, override=False)
        if override or first or job.path in self._written_files:
            self._render(job, override=override)
        elif self._queue is not None and not self._build.moves_files:
            self._queue[job.name] = job
        else:
            self._settle_here(job)

    def _settle_here(self, job: Job) -> None:
        if self._stays(job):
            self._skip(job)
        else:
            self._render(job, override=False)

    def _skip(self, job: Job) -> None:
        """Leave a page as it is; if it is of the sample, and another, no page is left as it is."""
        self.skipped[job.name] = job
        if not self._build.samples(job.name) or self._is_same(job):
            return
        log.warning("%s would have stayed, and is another: every page is rendered", job.name)
        self._skips = False
        skipped, self.skipped = self.skipped, {}
        for each in skipped.values():
            self._render(each, override=False)

    def _is_same(self, job: Job) -> bool:
        """Whether a page, rendered anew, is the one in the output."""
        made = self._sampled.pop(job.name, None) or self._sample(job)
        return made.decode() == self._build.ledger.pages[job.name].output

    def _stays(self, job: Job) -> bool:
        """Whether a page is as it was, as far as what was read for it tells."""
        if not self._skips:
            return False
        entry = self._build.ledger.pages.get(job.name)
        if entry is None:
            return self._tell(job, "nothing is known of it")
        try:
            if entry.shape != job.shape:
                return self._tell(job, "it is made of something else")
            found = self._files.pop(job.name, None) or self._build.output_digest(job.name)
            if found != entry.output:
                return self._tell(job, "its file is another")
            _set_siteurl(job)
            look, held = self._look(job), self._held[job.siteurl]
            for number in entry.claims:
                if not held.get(number) and not self._holds(number, job, look):
                    node = self._build.ledger.claims[number].node
                    return self._tell(job, f"{node} says something else")
        except (OpaqueError, OSError) as error:
            return self._tell(job, str(error))
        return True

    def _tell(self, job: Job, reason: str) -> bool:
        log.debug("%s is rendered: %s", job.name, reason)
        return False

    def _holds(self, number: int, job: Job, look: Look) -> bool:
        """Whether a claim holds. Raises `OpaqueError`.

        What is claimed of a content is looked at once for all pages.
        """
        held = self._held[job.siteurl].get(number)
        if held is None:
            node, names, says = self._build.ledger.claims[number]
            held = look(node, names) == says
            if is_of_content(node):
                self._held[job.siteurl][number] = held
        return held

    def _look_ahead(self, jobs: list[Job]) -> None:
        """Let children look at what these pages claim of contents, and render the sample."""
        ledger = self._build.ledger
        found: dict[Any, set[int]] = defaultdict(set)
        asking = {job.siteurl: job for job in jobs}
        for job in jobs:
            if entry := ledger.pages.get(job.name):
                found[job.siteurl].update(entry.claims)
        work: list[tuple[Callable[[], bytes], Callable[[bytes], None]]] = []
        for siteurl, claims in found.items():
            wanted = sorted(n for n in claims if is_of_content(ledger.claims[n].node))
            for first in range(0, len(wanted), CHUNK):
                numbers = wanted[first : first + CHUNK]
                ask = partial(self._find_broken, asking[siteurl], numbers)
                work.append((ask, partial(self._hold, siteurl, numbers)))
        if len(work) * CHUNK < MANY or self._build.jobs < 2:
            return
        for job in jobs:
            if self._build.samples(job.name):
                work.append(
                    (partial(self._sample, job), partial(self._sampled.__setitem__, job.name))
                )
        for number, data in fork.spread(
            lambda each: each[0](), work, jobs=self._build.jobs,
            meanwhile=lambda: self._look_at_files(jobs),
        ):  # fmt: skip
            if data is not None:
                work[number][1](data)

    def _find_broken(self, job: Job, numbers: list[int]) -> bytes:
        """In a child: which claims do not hold."""
        _set_siteurl(job)
        look, broken = self._look(job), []
        for number in numbers:
            try:
                holds = self._holds(number, job, look)
            except OpaqueError:
                holds = False
            if not holds:
                broken.append(number)
        return json.dumps(broken).encode()

    def _hold(self, siteurl: Any, numbers: list[int], broken: bytes) -> None:
        self._held[siteurl].update(dict.fromkeys(numbers, True))
        self._held[siteurl].update(dict.fromkeys(json.loads(broken), False))

    def _sample(self, job: Job) -> bytes:
        """The digest of what a page is, rendered anew."""
        return _digest(self._make(job)[0]).encode()

    def _look_at_files(self, jobs: list[Job]) -> None:
        """Look at the files of pages while others are at work."""
        for job in jobs:
            with suppress(OSError):
                self._files[job.name] = self._build.output_digest(job.name)

    def _settle(self, job: Job) -> bytes:
        """In a child: render a page; gives what is to be kept of it.

        Raises where it has to be done, and told, by the parent.
        """
        with noted() as records:
            text, trace = self._make(job)
        if records:
            raise RuntimeError("it told something")
        os.makedirs(os.path.dirname(job.path), exist_ok=True)
        with open(job.path, "w", encoding="utf-8") as file:
            file.write(text)
        artifact = self._artifact(job, text, trace)
        told = artifact and [artifact.shape, artifact.output, artifact.claims]
        return json.dumps(told).encode()

    def _settle_all(self, jobs: list[Job]) -> None:
        """Let children do it, and do here what they left."""
        if self._skips:
            self._look_ahead(jobs)
        left = []
        for job in jobs:
            if self._stays(job):
                self._skip(job)
            else:
                left.append(job)
        done = self._spread(left) if len(left) >= FEW and self._build.jobs > 1 else set()
        for number, job in enumerate(left):
            if number not in done:
                self._render(job, override=False)

    def _spread(self, jobs: list[Job]) -> set[int]:
        """Let children settle these; gives the numbers of those that they did."""
        done: set[int] = set()
        for number, data in fork.spread(self._settle, jobs, jobs=self._build.jobs):
            if data is None:
                continue
            done.add(number)
            self._written_files.add(jobs[number].path)
            told, artifact = json.loads(data), None
            if told is not None:
                shape, output, claims = told
                artifact = Artifact(shape, output, tuple(Claim(*each) for each in claims))
            self._keep(jobs[number], artifact)
        return done

    def _render(self, job: Job, *, override: bool) -> None:
        """Render a page here and now, as Pelican does."""
        with noted() as records:
            text, trace = self._make(job)
        os.makedirs(os.path.dirname(job.path), exist_ok=True)
        is_only = not override and job.path not in self._written_files
        with self._open_w(job.path, "utf-8", override) as file:
            file.write(text)
        # A page that tells something is to tell it in every build.
        self._keep(job, self._artifact(job, text, trace) if is_only and not records else None)
        signals.content_written.send(job.path, context=job.local())

    def _make(self, job: Job) -> tuple[str, Trace]:
        """The page, and what was read for it."""
        _set_siteurl(job)
        tracer, trace = self._build.tracer, Trace()
        if not isinstance(job.template.environment, TracingEnvironment):
            trace.distrust("its environment tells nothing")
        local = job.local()
        trace.read(TEMPLATES, job.template.name)
        tracer.begin(trace, local, job.own)
        try:
            return job.template.render(local), trace
        finally:
            tracer.end()

    def _artifact(self, job: Job, text: str, trace: Trace) -> Artifact | None:
        """What is kept of a page; None where it has to be rendered in every build."""
        if trace.doubt or not self._skips:
            log.debug("%s is rendered in every build: %s", job.name, trace.doubt)
            return None
        try:
            return make_artifact(job.shape, trace, self._look(job), _digest(text))
        except (OpaqueError, OSError) as error:
            log.debug("%s is rendered in every build: %s", job.name, error)
            return None

    def _keep(self, job: Job, artifact: Artifact | None) -> None:
        if artifact is None:
            self.known.discard(job.name)
        else:
            self.known.add(job.name)
            self._build.ledger.keep(job.name, artifact)

    def _forget(self) -> None:
        """What was looked at may have been changed since."""
        self._build.looks.forget()
        self._held.clear()
        self._files.clear()
        self._sampled.clear()

    def _look(self, job: Job) -> Look:
        return self._build.looks.at(job.own, job.template.environment)


def _differing(context: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """What a context has that the site's has not, as that of a period's archive."""
    if context is shared:
        return {}
    absent = object()
    return {key: value for key, value in context.items() if shared.get(key, absent) is not value}


def _own(name: str, context: Mapping[str, Any], relative_urls: bool) -> dict[str, Any]:
    """What Pelican adds to every page's context."""
    own = {"localsiteurl": context.get("localsiteurl"), "output_file": name}
    if relative_urls:
        own["SITEURL"] = own["localsiteurl"] = path_to_url(get_relative_path(name))
    return own


def _set_siteurl(job: Job) -> None:
    """Tell the contents, as Pelican does, from where their links are to lead."""
    if job.siteurl:
        job.context["localsiteurl"] = job.siteurl


def _digest(text: str) -> str:
    """That of the file that the text becomes."""
    return blake2b(text.replace("\n", os.linesep).encode(), digest_size=32).hexdigest()
