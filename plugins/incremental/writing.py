"""The writer: a page is rendered where something that it shows has changed, on all cores.

Stands for `Writer.write_file` of Pelican 4.12.0.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pelican import signals, writers
from pelican.paginator import Paginator
from pelican.utils import get_relative_path, path_to_url, sanitised_join

from . import fork
from .build import PAGE, Build
from .noted import noted
from .trace import Look, Trace, make_artifact, read_artifact
from .tracing import TEMPLATES, TracingEnvironment
from .value import OpaqueError

# Without a dot at the head of a part, a path leads nowhere else.
_PLAIN = re.compile(r"(?:[^./\\\0][^/\\\0]*/)*[^./\\\0][^/\\\0]*")
FEW = 16  # pages are rendered here sooner than by a child
log = logging.getLogger(__name__)


class OtherError(Exception):
    """A page that would have stayed as it was is another."""


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
        self.artifacts: dict[str, Any] = {}
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
        self._build.looks.forget()
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
            self._build.looks.forget()
        given = _differing(context, self._build.context)
        for place, more in self._divide(name, url, paginated, template_name, kwargs):
            own = given | _own(place, context, relative_urls) | kwargs | more
            path = self._locate(place)
            self._write(Job(place, path, template, context, own), override=override_output)

    def _locate(self, place: str) -> str:
        """Stands for `sanitised_join`, which makes both paths absolute each time."""
        if _PLAIN.fullmatch(place):
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
        for number in range(1, next(iter(paginators.values())).num_pages + 1):
            more: dict[str, Any] = {}
            for key, paginator in paginators.items():
                is_last = number >= paginator.num_pages
                page = paginator.page(number)
                more |= {
                    f"{key}_paginator": paginator,
                    f"{key}_page": page,
                    f"{key}_previous_page": paginator.page(number - 1) if number > 1 else None,
                    f"{key}_next_page": None if is_last else paginator.page(number + 1),
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

    def _stays(self, job: Job) -> bool:
        """Whether a page is as it was; if the sample says that one is not, none is."""
        try:
            return self._is_current(job)
        except OtherError:
            log.warning("%s would have stayed, and is another: every page is rendered", job.name)
        self._skips = False
        skipped, self.skipped = self.skipped, {}
        for each in skipped.values():
            self._render(each, override=False)
        return False

    def _skip(self, job: Job) -> None:
        self.skipped[job.name] = job
        self._build.memory.hold(PAGE, self._build.page_key(job.name))

    def _is_current(self, job: Job) -> bool:
        """Whether a page is as it was. Raises `OtherError`, having looked, where it is not."""
        if not self._skips:
            return False
        artifact = read_artifact(self._build.recall(PAGE, self._build.page_key(job.name)))
        if artifact is None:
            return self._tell(job, "nothing is known of it")
        try:
            if artifact.shape != job.shape:
                return self._tell(job, "it is made of something else")
            if self._build.output_digest(job.name) != artifact.output:
                return self._tell(job, "its file is another")
            _set_siteurl(job)
            stale = artifact.find_stale(self._look(job))
        except (OpaqueError, OSError) as error:
            return self._tell(job, str(error))
        if stale is not None:
            return self._tell(job, f"{stale} says something else")
        if self._build.samples(job.name) and _digest(self._make(job)[0]) != artifact.output:
            raise OtherError(job.name)
        return True

    def _tell(self, job: Job, reason: str) -> bool:
        log.debug("%s is rendered: %s", job.name, reason)
        return False

    def _settle(self, job: Job) -> bytes:
        """In a child: nothing where a page stays as it is; else it is rendered, and what is kept.

        Raises where it has to be done, and told, by the parent.
        """
        if self._is_current(job):
            return b""
        with noted() as records:
            text, trace = self._make(job)
        if records:
            raise RuntimeError("it told something")
        os.makedirs(os.path.dirname(job.path), exist_ok=True)
        with open(job.path, "w", encoding="utf-8") as file:
            file.write(text)
        return json.dumps(self._artifact(job, text, trace)).encode()

    def _settle_all(self, jobs: list[Job]) -> None:
        """Let children do it, and do here what they left."""
        left = dict(enumerate(jobs))
        if len(jobs) >= FEW and self._build.jobs > 1:
            for job in jobs if self._skips else ():  # what a child finds out is lost with it
                with suppress(OSError):
                    self._build.output_digest(job.name)
            for number, data in fork.spread(self._settle, jobs, jobs=self._build.jobs):
                if data is None:
                    continue
                job = left.pop(number)
                if data:
                    self._written_files.add(job.path)
                    self._keep(job, json.loads(data))
                else:
                    self._skip(job)
        for job in left.values():
            self._settle_here(job)

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

    def _artifact(self, job: Job, text: str, trace: Trace) -> Any:
        """What is kept of a page; None where it has to be rendered in every build."""
        if trace.doubt or not self._skips:
            log.debug("%s is rendered in every build: %s", job.name, trace.doubt)
            return None
        try:
            return make_artifact(job.shape, trace, self._look(job), _digest(text)).as_data()
        except (OpaqueError, OSError) as error:
            log.debug("%s is rendered in every build: %s", job.name, error)
            return None

    def _keep(self, job: Job, artifact: Any) -> None:
        self.artifacts.pop(job.name, None)
        if artifact is not None:
            self.artifacts[job.name] = artifact

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
    if job.own["localsiteurl"]:
        job.context["localsiteurl"] = job.own["localsiteurl"]


def _digest(text: str) -> str:
    """That of the file that the text becomes."""
    return blake2b(text.replace("\n", os.linesep).encode(), digest_size=32).hexdigest()
