"""What readers would lose: URLs that led somewhere, and articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..address import is_lasting, url
from ..problem import Problem, quoted
from ..record import Article, Record
from .difference import Difference
from .identity import read_identity
from .refusal import Refusal, accepting

MANY = "many"
_PART = 10


@dataclass(frozen=True)
class Loss:
    """A path that is live and would be so no more; what to write where, if the place is known.

    `aliases` are the old paths that lead to the successor already.
    """

    path: str
    article: Article | None = None
    successor: Article | None = None
    aliases: tuple[str, ...] = ()

    def problem(self, *, offered: bool) -> Problem:
        """Tell the loss; the command to agree to it stands there only when it is offered."""
        place = url(self.path)
        command = f', or let it go: make publish GONE="{place}"' if offered else ""
        return Problem(place, self._fault(), f"{self._remedy()}{command}")

    def _fault(self) -> str:
        title = quoted(self.article.title) if self.article else ""
        if self.article and self.successor:
            return f"would disappear; {title} has moved to {url(self.successor.path)}"
        return f"{title} would disappear".lstrip()

    def _remedy(self) -> str:
        # A post has one line of them: the new one stands with those that are there.
        alias = f"Aliases: {', '.join(map(url, (*self.aliases, self.path)))}"
        if self.article and self.successor:
            lines = [alias, *_id_line(self.article, self.successor)]
            return f"write {' and '.join(lines)} in {quoted(self.successor.title)}"
        if self.path.endswith((".html", ".htm")):
            return f"write {alias} in the article that takes its place"
        return "put the file back"


def _id_line(article: Article, successor: Article) -> Iterator[str]:
    # Renaming a file changes its URL and its feed id at once.
    identity = read_identity(article.id)
    if identity and successor.id != article.id:
        yield f"Id: {identity.key}"


def losses(difference: Difference) -> list[Loss]:
    """Find every path that is live, that a reader may hold on to, and that would be gone.

    A page that says so is no loss, but where the article has moved: it is to lead on, then.
    """
    live = difference.live.manifest.digests if difference.live else {}
    successors = dict(_successors(difference))
    record = difference.live.record if difference.live else None
    articles = {article.path: article for article in record.articles} if record else {}
    staged = difference.staged.record
    left = set(staged.gone) & successors.keys() if staged else set()
    leading = _leading(staged)
    found = []
    for path in sorted({*difference.changes.gone, *left}):
        if is_lasting(path, live):
            successor = successors.get(path)
            aliases = tuple(leading.get(successor.url, ())) if successor else ()
            found.append(Loss(path, articles.get(path), successor, aliases))
    return found


def vanishing(difference: Difference) -> Iterator[Refusal]:
    """Refuse when more than a tenth of the articles would vanish: a source was not read."""
    gone, live = difference.gone, difference.live
    count = len(live.record.articles) if live and live.record else 0
    # Without a record no article is known; that it is missing is refused as what it is.
    if difference.staged.record and len(gone) * _PART > count:
        yield Refusal(_vanishing(gone, count), MANY)


def _vanishing(gone: tuple[Article, ...], count: int) -> Problem:
    more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
    fault = f"{len(gone)} of {count} articles would vanish ({quoted(gone[0].title)}{more})"
    remedy = f"look at what the build said; if they are to go, {accepting(MANY)}"
    return Problem("content", fault, remedy)


def _leading(record: Record | None) -> dict[str, list[str]]:
    """Give the old paths that lead to a URL, sorted, by that URL."""
    leading: dict[str, list[str]] = {}
    for path, to in sorted(record.aliases.items()) if record else ():
        leading.setdefault(to, []).append(path)
    return leading


def _successors(difference: Difference) -> Iterator[tuple[str, Article]]:
    """Give for a lost path the article that it has become: by its id, or by its very title."""
    alike: dict[str, list[Article]] = {}
    for article in difference.new:
        alike.setdefault(article.title, []).append(article)
    for article in difference.gone:
        found = alike.get(article.title, ())
        if len(found) == 1:
            yield article.path, found[0]
    for move in difference.moved:
        yield move.old.path, move.new
