"""The command: `python -m desk import SOURCE --settings publishconf.py [--images]`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import relpath
from pathlib import Path

from ..plugin import load_site, slugify_as
from ..settings import DeskError
from .fetch import Fetch, FetchError
from .home import Home, read_standing
from .pictures import ending_of, is_whole, name_pictures
from .plan import Draft, Plan, make_plan
from .record import Blog
from .report import SHOWN, Told, count, place_losses, place_others, tell
from .wordpress import read_blog
from .writing import write_all
from .wxr import read_export

REPORT = Path(".build/import.txt")
SPOOL = Path(".build/import")
ALLOW: frozenset[str] = frozenset()  # what else may be reached; tests name this machine
ENDINGS = (".jpg", ".png", ".gif", ".webp", ".avif", ".svg")


def run(options: argparse.Namespace) -> int:
    """Import, and tell it; the exit status is 1 when nothing could be brought."""
    source = options.source or os.environ.get("FILE", "")
    if not source:
        raise DeskError("nothing is named to import — make import FILE=export.xml, or a folder")
    wants = options.images or os.environ.get("IMAGES", "") not in ("", "0")
    dry = os.environ.get("DRY_RUN", "") not in ("", "0")
    site = load_site(options.settings)
    home = Home(site, slugify_as(site))
    blog = read_source(Path(source), home)
    folder = Path(options.settings).parent
    return Import(blog, home, source, folder, wants and not dry, dry).run()


def read_source(source: Path, home: Home) -> Blog:
    """The blog in a file or a folder. Raises `DeskError`."""
    if source.is_dir():
        from .folder import read_folder  # a WordPress export needs none of it

        return read_folder(source, home)
    if not source.exists():
        raise DeskError(f"{source}: there is no such file — name a WordPress export or a folder")
    return read_blog(read_export(source, str(source)))


@dataclass
class Import:
    """One run: the blog, the site, where the pictures are, and what is told."""

    blog: Blog
    home: Home
    source: str
    folder: Path
    wants_pictures: bool
    is_dry: bool = False
    told: list[Told] = field(default_factory=list)
    say: Callable[[str], None] = print

    def run(self) -> int:
        """Plan all, write all, tell all."""
        plan = make_plan(self.blog, self.home, read_standing(self.home))
        pictures = [picture for draft in plan.drafts for picture in draft.entry.pictures]
        self.names = {
            url: f"{self.home.pictures}/{name}" for url, name in name_pictures(pictures).items()
        }
        self.sources: dict[str, str] = {}
        files = self._pictures(plan)
        texts, changed = self._texts(plan)
        new = {
            draft.path: texts[draft.entry.key].encode()
            for draft in plan.drafts
            if draft.entry.key in self.fresh
        }
        if not self.is_dry:
            write_all(self.home.content, {**files, **new}, changed)
            self._clear()
        self._tell(plan, texts, len(files))
        return 0 if plan.drafts else 1

    # Pictures

    def _pictures(self, plan: Plan) -> dict[str, bytes]:
        """Find each picture: here, in the old folder or on the web; give those to be written."""
        files: dict[str, bytes] = {}
        seen: dict[str, str] = {}
        for draft in plan.drafts:
            for picture in draft.entry.pictures:
                if picture.url in seen:
                    fault = seen[picture.url]
                else:
                    fault = seen[picture.url] = self._picture(picture.url, picture.file, files)
                if fault:
                    kind = "unfetched" if self.wants_pictures or picture.file else "picture"
                    what = picture.url + (f" {fault}" if fault != "-" else "")
                    self.told.append(Told(kind, self._shown(draft), what))
        return files

    def _picture(self, url: str, file: Path | None, files: dict[str, bytes]) -> str:
        """Find one; what comes out is why it is not there."""
        name = self.names[url]
        for ending in ENDINGS:
            if (self.home.content / f"{name}{ending}").is_file():
                self.sources[url] = f"{name}{ending}"
                return ""
        if file is None and not self.wants_pictures:
            return "-"
        try:
            data = file.read_bytes() if file else self._fetch(url)
        except (FetchError, OSError) as error:
            return str(getattr(error, "strerror", None) or error)
        ending = ending_of(data) or (".svg" if file and file.suffix.lower() == ".svg" else "")
        if not ending:
            return "is no picture that a page can show"
        if ending != ".svg" and not is_whole(data):
            return "is cut off or damaged"
        self.sources[url] = f"{name}{ending}"
        files[f"{name}{ending}"] = data
        return ""

    def _fetch(self, url: str) -> bytes:
        """Fetch a picture, or take it from a run before that did not come to its end."""
        spool = self.folder / SPOOL / sha256(url.encode()).hexdigest()
        if spool.is_file():
            return spool.read_bytes()
        self.say(f"fetching {url}")
        data = Fetch(allow=ALLOW).get(url)
        spool.parent.mkdir(parents=True, exist_ok=True)
        part = spool.with_suffix(".part")
        part.write_bytes(data)
        part.replace(spool)
        return data

    def _clear(self) -> None:
        spool = self.folder / SPOOL
        for file in spool.iterdir() if spool.is_dir() else ():
            file.unlink()
        if spool.is_dir():
            spool.rmdir()

    # Texts

    def _texts(self, plan: Plan) -> tuple[dict[str, str], list[str]]:
        """The text of each file, as it stands or will; which of those that stand may be changed."""
        texts, changed = {}, []
        self.fresh: set[str] = set()
        for draft in plan.drafts:
            key, text = draft.entry.key, draft.render(self.sources, self.home)
            texts[key] = text
            if draft.there is None:
                self.fresh.add(key)
            elif draft.there.text != text:
                if not draft.matches(draft.there.text, self.names, self.home):
                    self.told.append(Told("changed", self._shown(draft), draft.entry.where))
                elif self.sources:
                    self.fresh.add(key)
                    changed.append(draft.path)
                texts[key] = text if key in self.fresh else draft.there.text
        return texts, changed

    # Telling

    def _shown(self, draft: Draft) -> str:
        return f"{relpath(self.home.content)}/{draft.path}"

    def _tell(self, plan: Plan, texts: dict[str, str], pictures: int) -> None:
        folder = relpath(self.home.content)
        told = [
            *place_losses(plan.drafts, texts, folder),
            *place_others(plan.losses, self.source),
            *self.told,
        ]
        counts = self._counts(plan, pictures)
        whole = tell(told)
        report, some = self.folder / REPORT, tell(told, SHOWN)
        try:
            report.parent.mkdir(parents=True, exist_ok=True)
            report.write_text(f"{counts}\n\n{whole}\n", encoding="utf-8", newline="\n")
        except OSError:  # the posts are there all the same, so the list must not be lost
            some = whole
        self.say("\n\n".join(filter(None, [some, counts])))
        if whole != some:
            self.say(f"The whole list: {relpath(report)}")
        if self.is_dry:
            self.say("Nothing was written; without DRY_RUN=1 it is.")
        elif self.fresh:
            self.say("Next: make check, then make serve to look at it.")

    def _counts(self, plan: Plan, pictures: int) -> str:
        new = [
            draft for draft in plan.drafts if draft.entry.key in self.fresh and draft.there is None
        ]
        old = [draft for draft in plan.drafts if draft.there is not None]
        parts = [
            _count(draft_of(new, "article", False), "post", "posts"),
            _count(draft_of(new, "page", False), "page", "pages"),
            _count([draft for draft in new if draft.entry.status == "draft"], "draft", "drafts"),
            _count(
                [draft for draft in new if draft.entry.has_lesson], "lesson found", "lessons found"
            ),
            count(pictures, "picture", "pictures") if pictures else "",
        ]
        said = ", ".join(filter(None, parts))
        first = (
            f"{'Would be imported' if self.is_dry else 'Imported'}: {said}."
            if said
            else "Nothing new: no file was changed."
        )
        more = [f"{count(len(old), 'entry was', 'entries were')} there already."] if old else []
        changed = len([draft for draft in old if draft.entry.key in self.fresh])
        if changed:
            more.append(f"{count(changed, 'file has', 'files have')} more of their pictures now.")
            first = first if said else "No new post."
        if self.blog.comments:
            more.append(
                f"{count(self.blog.comments, 'comment stays', 'comments stay')} in the old blog."
            )
        return " ".join([first, *more])


def draft_of(drafts: list[Draft], kind: str, is_draft: bool) -> list[Draft]:
    """Those of a kind, drafts or what is public."""
    return [
        each
        for each in drafts
        if each.entry.kind == kind and (each.entry.status == "draft") == is_draft
    ]


def _count(drafts: list[Draft], one: str, many: str) -> str:
    return count(len(drafts), one, many) if drafts else ""
