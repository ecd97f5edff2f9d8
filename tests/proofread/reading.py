"""One source as Pelican itself reads it, in this process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from pelican.contents import Article, Page, SkipStub
from pelican.readers import Readers

from proofread.plugin import keep_future_back
from proofread.site import Site


@dataclass(frozen=True)
class Content:
    """What becomes of a source: what a reader sees of it, and where."""

    title: str
    date: datetime | None
    status: str
    slug: str
    lang: str
    output: str
    url: str
    category: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeepsBack:
    """Pelican's signal for the metadata of an article, with the one handler that matters here."""

    site: Site
    name: str = "article_generator_context"

    def send(self, _: Any, metadata: dict[str, Any]) -> None:
        guard = SimpleNamespace(keeps_future_back=self.site.keeps_future_back, now=self.site.now)
        settings = {**self.site.settings, "proofread": guard}
        keep_future_back(SimpleNamespace(settings=settings), metadata)


def read(site: Site, kind: str, name: str) -> Content | None:
    """Read a source as a build does; None where the build would drop it, or skip it."""
    context: dict[str, Any] = {"generated_content": {}, "static_content": {}, "static_links": set()}
    content = Readers({**site.settings, "OUTPUT_PATH": "/nowhere"}).read_file(
        base_path=str(site.content),
        path=name,
        content_class=Article if kind == "article" else Page,
        context=context,
        context_signal=KeepsBack(site) if kind == "article" else None,
    )
    if isinstance(content, SkipStub) or not content.is_valid():
        return None
    return Content(
        title=one_line(content.title),
        date=getattr(content, "date", None),
        status=content.status,
        slug=content.slug,
        lang=content.lang,
        output=content.save_as,
        url=content.url,
        category=one_line(content.category.name) if kind == "article" else "",
        tags=tuple(one_line(tag.name) for tag in getattr(content, "tags", ())),
        authors=tuple(one_line(author.name) for author in content.authors),
    )


def one_line(text: str) -> str:
    """A text as HTML shows it, where white space is one space."""
    return " ".join(text.split())
