"""What a template reads is in its trace, or the page is in doubt: with real templates, each way."""

# ruff: noqa: S701  -- what is escaped is no matter here

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from jinja2.filters import FILTERS
from markupsafe import Markup
from pelican import contents
from pelican.paginator import Paginator
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Category, Tag
from pelican.utils import DateFormatter, SafeDatetime

from incremental.contents import Article
from incremental.look import Looks
from incremental.trace import Artifact, Look, Trace, make_artifact
from incremental.tracing import Tracer, TracingEnvironment, traced
from incremental.value import OpaqueError

SETTINGS = {**DEFAULT_CONFIG, "PATH": "/content", "SITEURL": "https://site.example"}
DOUBT = "doubt"


class NoMemory:
    """Remembers nothing."""

    def hold(self, kind: str) -> None: ...

    def recall(self, kind: str, key: bytes) -> None: ...

    def keep(self, kind: str, key: bytes, value: Any) -> None: ...


@dataclasses.dataclass(frozen=True)
class Lesson:
    """Data of a plugin, with a property and a method that follow from it."""

    title: str

    @property
    def shout(self) -> str:
        return self.title.upper()

    def times(self, number: int) -> str:
        return self.title * number


@dataclasses.dataclass(frozen=True)
class Holder:
    """Data of a plugin that holds a content, and shows it without being asked by name."""

    held: Any

    @property
    def shout(self) -> str:
        return str(self.held.title.upper())

    def say(self) -> str:
        return str(self.held.title)

    def __str__(self) -> str:
        return str(self.held.title)

    def __html__(self) -> str:
        return str(self.held.title)

    def __iter__(self) -> Iterator[str]:
        return iter([self.held.title])

    def __len__(self) -> int:
        return len(self.held.title)

    def __contains__(self, text: str) -> bool:
        return bool(text == self.held.title)

    def __getitem__(self, key: Any) -> str:
        return str(self.held.title)

    def __add__(self, text: str) -> str:
        return str(self.held.title) + text

    def __lt__(self, text: str) -> bool:
        return bool(self.held.title < text)


@dataclasses.dataclass
class Card:
    """A helper that is data, and makes something of what it is given."""

    width: int = 1

    def of(self, content: Any) -> str:
        return str(content.title)

    def __mod__(self, content: Any) -> str:
        return str(content.title)

    @classmethod
    def make(cls, content: Any) -> str:
        return str(content.title)


class Plain:
    """An object that is no data."""

    word = "word"

    def __init__(self, word: str) -> None:
        self.word = word

    def __str__(self) -> str:
        return self.word


@dataclasses.dataclass
class Page:
    """A page as it was rendered, and what is known of it."""

    text: str
    shape: str
    trace: Trace
    artifact: Artifact | None
    doubt: str
    look: Callable[[str, str], str]


class Site:
    """What a writer has: contents, a context, and an environment that is traced."""

    def __init__(self, templates: dict[str, str], **options: Any) -> None:
        self.context: dict[str, Any] = {"generated_content": {}, "static_content": {}}
        self.context["SITEURL"] = "https://site.example"
        environment = Environment(loader=DictLoader(templates), **options.pop("environment", {}))
        environment.filters["strftime"] = DateFormatter()
        for name in ("filters", "tests", "globals"):
            getattr(environment, name).update(options.pop(name, {}))
        self.context |= options
        looks = Looks(self.context, NoMemory())  # type: ignore[arg-type]
        tracer = Tracer(looks.node, looks.is_value)
        self._looks, self._tracer = looks, tracer
        self.environment = traced(environment, tracer)

    def article(self, name: str, title: str = "", **metadata: Any) -> Article:
        """A post that all know of."""
        made = self.clone(name, title, **metadata)
        self.context["generated_content"][made.get_relative_source_path()] = made
        return made

    def clone(self, name: str, title: str = "", **metadata: Any) -> Article:
        """One that only its maker knows of."""
        date = SafeDatetime(2026, 1, 2, tzinfo=UTC)
        fields = {"title": title or name, "date": date, "category": Category("C", SETTINGS)}
        path = f"/content/{name}.md"
        context = self.context
        return Article("<p>Body</p>", fields | metadata, SETTINGS, path, context)

    def render(self, name: str = "page", **own: Any) -> Page:
        """Render a template, as the writer does for one page."""
        local = {**self.context, **own}
        trace = Trace()
        trace.read("templates", name)
        if not isinstance(self.environment, TracingEnvironment):  # as the writer says
            trace.distrust("its environment tells nothing")
        self._tracer.begin(trace, local, own)
        try:
            text = self.environment.get_template(name).render(local)
        finally:
            self._tracer.end()
        look = self._looks.at(own, self.environment)
        shape = "\n".join((name, *sorted(own)))  # as a writer's job says
        if trace.doubt:
            return Page(text, shape, trace, None, trace.doubt, look)
        try:
            return Page(text, shape, trace, make_artifact(shape, trace, look, ""), "", look)
        except OpaqueError as error:
            return Page(text, shape, trace, None, str(error), look)


def find_stale(artifact: Artifact, look: Look) -> str | None:
    """The first node that says something else now."""
    return next((node for node, names, says in artifact.claims if look(node, names) != says), None)


def is_seen(before: Page, after: Page) -> bool:
    """Whether a second build would render the page that it finds as `before`, and is `after`."""
    assert before.text != after.text, "the templates show nothing that changes"
    if before.artifact is None or before.artifact.shape != after.shape:
        return True
    try:
        return find_stale(before.artifact, after.look) is not None
    except OpaqueError:
        return True


Make = Callable[[Site, str], dict[str, Any]]


def seen(templates: str | dict[str, str], make: Make, **options: Any) -> bool:
    """Whether a change of what `make` makes of a word is seen, where a template shows it."""
    if isinstance(templates, str):
        templates = {"page": templates}
    pages = []
    for word in ("one", "other"):
        site = Site(templates, **options)
        pages.append(site.render(**make(site, word)))
    return is_seen(*pages)


def post(site: Site, word: str) -> dict[str, Any]:
    """The page's own article, with that title."""
    return {"article": site.article("a", word)}


def posts(site: Site, word: str) -> dict[str, Any]:
    """A list of the site with that title in it."""
    tags = [Tag("t", SETTINGS)]
    site.context["articles"] = [
        site.article("b", "same", tags=tags, n=2),
        site.article("a", word, tags=tags, n=len(word)),
    ]
    return {}


# Templates that show the title of article `a`, and what is to be in the trace of it.
TITLE = {"content:a.md": {"title"}, "page": {"article"}, "templates": {"page"}}
WAYS = {
    "attribute": "{{ article.title }}",
    "item": "{{ article['title'] }}",
    "item of a name": "{% set name = 'title' %}{{ article[name] }}",
    "another name": "{% set a = article %}{{ a.title }}",
    "with": "{% with a = article %}{{ a.title }}{% endwith %}",
    "namespace": "{% set ns = namespace(a=article) %}{{ ns.a.title }}",
    "namespace, set later": "{% set ns = namespace() %}{% set ns.a = article %}{{ ns.a.title }}",
    "list": "{{ [article][0].title }}",
    "slice": "{{ [1, article][1:][0].title }}",
    "dict": "{{ {'a': article}.a.title }}",
    "dict function": "{{ dict(a=article).a.title }}",
    "condition": "{{ article.title if article.title else '' }}",
    "concatenation": "{{ 'a' ~ article.title }}",
    "filter": "{{ article.title|upper }}",
    "filter block": "{% filter upper %}{{ article.title }}{% endfilter %}",
    "set block": "{% set t %}{{ article.title }}{% endset %}{{ t }}",
    "test": "{{ article.title is eq 'one' }}",
    "in": "{{ 'one' in article.title }}",
    "comparison": "{{ article.title == 'one' }}",
    "loop": "{% for a in [article] %}{{ a.title }}{% endfor %}",
    "loop filter": "{% for a in [article] if a.title == 'one' %}1{% endfor %}",
    "loop recursive": "{% for a in [article] recursive %}{{ a.title }}{{ loop([]) }}{% endfor %}",
    "next of a loop": "{% for a in [0, article] %}{{ loop.nextitem and loop.nextitem.title }}"
    "{% endfor %}",
    "changed in a loop": "{% for a in [article] %}{{ loop.changed(a.title) }}{{ a.title }}"
    "{% endfor %}",
    "cycle in a loop": "{% for a in [1] %}{{ loop.cycle(article.title, 2) }}{% endfor %}",
    "map": "{{ [article]|map(attribute='title')|join }}",
    "map of an attribute's attribute": "{{ [{'a': article}]|map(attribute='a.title')|join }}",
    "selectattr": "{{ [article]|selectattr('title', 'eq', 'one')|list|length }}",
    "rejectattr": "{{ [article]|rejectattr('title', 'eq', 'one')|list|length }}",
    "groupby": "{% for t, some in [article]|groupby('title') %}{{ t }}{% endfor %}",
    "join": "{{ [article]|join(',', attribute='title') }}",
    "min": "{{ ([article]|min(attribute='title')).title }}",
    "max": "{{ ([article]|max(attribute='title')).title }}",
    "batch": "{% for some in [article]|batch(2) %}{{ some[0].title }}{% endfor %}",
    "filter slice": "{% for some in [article]|slice(1) %}{{ some[0].title }}{% endfor %}",
    "first": "{{ ([article]|first).title }}",
    "default": "{{ article.title|default('none') }}",
    "format filter": "{{ '%s'|format(article.title) }}",
    "format of a title": "{{ '{}'.format(article.title) }}",
    "macro": "{% macro m(a) %}{{ a.title }}{% endmacro %}{{ m(article) }}",
    "macro's default": "{% macro m(a=article.title) %}{{ a }}{% endmacro %}{{ m() }}",
    "macro's varargs": "{% macro m() %}{{ varargs[0].title }}{% endmacro %}{{ m(article) }}",
    "call block": "{% macro m() %}{{ caller(article) }}{% endmacro %}"
    "{% call(a) m() %}{{ a.title }}{% endcall %}",
    "block": "{% block b %}{{ article.title }}{% endblock %}",
    "scoped block": "{% for a in [article] %}{% block b scoped %}{{ a.title }}{% endblock %}"
    "{% endfor %}",
    "self": "{% block b %}{{ article.title }}{% endblock %}{{ self.b() }}",
}


@pytest.mark.parametrize("template", WAYS.values(), ids=WAYS)
def test_each_way_to_a_title_is_traced_and_nothing_more(template):
    assert seen(template, post)
    site = Site({"page": template})
    page = site.render(**post(site, "one"))
    assert page.doubt == ""
    assert page.trace.reads == TITLE


# The same, of lists of the site, and in other templates.
LISTS = {
    "sort": "{{ articles|sort(attribute='title')|map(attribute='slug')|join }}",
    "sort by two": "{{ (articles|sort(attribute='title,slug')|first).title }}"
    "{{ articles[1].title }}",
    "sum": "{{ articles|sum(attribute='n') }}",
    "unique": "{{ articles|map(attribute='title')|unique|join }}",
    "unique by attribute": "{% for a in articles|unique(attribute='title') %}{{ a.title }}"
    "{% endfor %}",
    "nested loops": "{% for a in articles %}{% for t in a.tags %}{{ t }}{{ a.title }}{% endfor %}"
    "{% endfor %}",
    "last": "{{ (articles|last).title }}",
    "reverse": "{{ (articles|reverse|list)[0].title }}",
    "tojson": "{{ articles|map(attribute='title')|list|tojson }}",
    "dictsort": "{{ {'a': articles[1].title}|dictsort }}",
    "items": "{% for k, v in {'a': articles[1]}|items %}{{ v.title }}{% endfor %}",
    "xmlattr": "{{ {'a': articles[1].title}|xmlattr }}",
    "groupby default": "{% for t, some in articles|groupby('x', default='y') %}{{ some[1].title }}"
    "{% endfor %}",
    "paginated": "{{ articles[1].title }}",
}


@pytest.mark.parametrize("template", LISTS.values(), ids=LISTS)
def test_each_way_through_a_list_is_traced(template):
    assert seen(template, posts)
    site = Site({"page": template})
    page = site.render(**posts(site, "one"))
    assert page.doubt == ""
    assert page.trace.reads["site"] == {"articles"}


SHOW = "{{ article.title }}"
PARTS = {
    "include": {"page": "{% include 'part' %}", "part": SHOW},
    "include by a name": {"page": "{% set n = 'part' %}{% include n %}", "part": SHOW},
    "include of a list": {"page": "{% include ['none', 'part'] %}", "part": SHOW},
    "include of a list by name": {"page": "{% include some %}", "part": SHOW},
    "import with context": {
        "page": "{% import 'part' as p with context %}{{ p.m() }}",
        "part": "{% macro m() %}{{ article.title }}{% endmacro %}",
    },
    "import without": {
        "page": "{% import 'part' as p %}{{ p.m(article) }}",
        "part": "{% macro m(a) %}{{ a.title }}{% endmacro %}",
    },
    "from import": {
        "page": "{% from 'part' import m %}{{ m(article) }}",
        "part": "{% macro m(a) %}{{ a.title }}{% endmacro %}",
    },
    "set in an import": {
        "page": "{% from 'part' import t with context %}{{ t }}",
        "part": "{% set t = article.title %}",
    },
    "extends": {"page": "{% extends 'part' %}", "part": SHOW},
    "extends by name": {"page": "{% set n = 'part' %}{% extends n %}", "part": SHOW},
    "block of a child": {
        "page": "{% extends 'part' %}{% block b %}{{ article.title }}{% endblock %}",
        "part": "{% block b %}{% endblock %}",
    },
    "super": {
        "page": "{% extends 'part' %}{% block b %}{{ super() }}{% endblock %}",
        "part": "{% block b %}{{ article.title }}{% endblock %}",
    },
}


@pytest.mark.parametrize("templates", PARTS.values(), ids=PARTS)
def test_what_other_templates_read_is_traced_and_they_are(templates):
    assert seen(templates, post, some=["none", "part"])
    page, changed = (
        site.render(**post(site, "one"))
        for site in (
            Site(templates, some=["none", "part"]),
            Site(templates | {"part": templates["part"] + " more"}, some=["none", "part"]),
        )
    )
    assert page.doubt == ""
    assert find_stale(page.artifact, page.look) is None
    assert find_stale(page.artifact, changed.look) == "templates"


def changed_template(before: dict[str, str], after: dict[str, str]) -> bool:
    return is_seen(Site(before).render(), Site(after).render())


@pytest.mark.parametrize(
    "page",
    ["{% include 'part' ignore missing %}", "{% include ['part', 'rest'] %}", "{% include n %}"],
)
def test_a_template_that_appears_or_goes_is_seen(page):
    page = "{% set n = ['part', 'rest'] %}" + page
    one, other = {"page": page, "rest": "rest"}, {"page": page, "rest": "rest", "part": "part"}
    assert changed_template(one, other)
    assert changed_template(other, one)


def test_a_template_of_a_template_of_a_template_is_seen():
    templates = {"page": "{% include 'a' %}", "a": "{% extends 'b' %}", "b": "{% include 'c' %}"}
    assert changed_template(templates | {"c": "one"}, templates | {"c": "other"})


def test_templates_that_include_each_other_have_an_end():
    templates = {
        "page": "{% include 'a' %}",
        "a": "{% if x %}{% include 'b' %}{% endif %}",
        "b": "{% include 'a' %}",
    }
    page = Site(templates).render()
    assert find_stale(page.artifact, page.look) is None
    assert find_stale(page.artifact, Site(templates | {"b": "other"}).render().look) == "templates"


# Names, and values that are no contents.


def given(name: str, make: Callable[[str], Any]) -> Make:
    def own(_site: Site, word: str) -> dict[str, Any]:
        return {name: make(word)}

    return own


def of_site(name: str, make: Callable[[str], Any]) -> Make:
    def set_in(site: Site, word: str) -> dict[str, Any]:
        site.context[name] = make(word)
        return {}

    return set_in


def category(word: str) -> Category:
    found = Category("C", SETTINGS)
    found.description = word
    return found


def slugged(word: str) -> Category:
    found = Category("C", SETTINGS)
    found.slug = word
    return found


VALUES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "text": ("{{ x }}", str),
    "markup or text": ("{{ x|escape }}", lambda w: "<b>" if w == "one" else Markup("<b>")),
    "number": ("{{ x }}", len),
    "true or one": ("{{ x }}", lambda w: w == "one" or 0),
    "list": ("{{ x|join }}", lambda w: [w]),
    "order of a dict": ("{{ x|join }}", lambda w: dict.fromkeys(sorted(["one", w, "z"]))),
    "dict's method": ("{{ x.get('a') }}", lambda w: {"a": w}),
    "text's method": ("{{ x.upper() }}", str),
    "time": ("{{ x.year }}", lambda w: datetime(2000 + len(w), 1, 1, tzinfo=UTC)),
    "time's method": ("{{ x.isoformat() }}", lambda w: datetime(2000 + len(w), 1, 1, tzinfo=UTC)),
    "strftime": ("{{ x|strftime('%Y') }}", lambda w: SafeDatetime(2000 + len(w), 1, 1)),
    "path's name": ("{{ x.name }}", lambda w: Path("/", w)),
    "dataclass": ("{{ x.title }}", Lesson),
    "dataclass's property": ("{{ x.shout }}", Lesson),
    "dataclass's method": ("{{ x.times(2) }}", Lesson),
    "dataclass itself": ("{{ x }}", Lesson),
    "category": ("{{ x }}{{ x.url }}", lambda w: Category(w, SETTINGS)),
    "category's more": ("{{ x.description }}", category),
    "category's slug": ("{{ x.slug }}", slugged),
    "paginator": (
        "{{ x.page(1).object_list|join }}",
        lambda w: Paginator("a", "a", [w], SETTINGS, 1),
    ),
    "page": (
        "{{ x.number }}{{ x.object_list|join }}{{ x.has_next() }}{{ x.url }}",
        lambda w: Paginator("a", "a", [w], SETTINGS, 1).page(1),
    ),
    "number of pages": (
        "{{ x.paginator.num_pages }}",
        lambda w: Paginator("a", "a", list(w), SETTINGS, 1).page(1),
    ),
}


@pytest.mark.parametrize(("template", "make"), VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("where", [given, of_site], ids=["page's own", "site's"])
def test_a_value_that_changes_is_seen(where, template, make):
    assert seen(template, where("x", make))
    site = Site({"page": template})
    page = site.render(**where("x", make)(site, "one"))
    assert page.artifact is not None
    assert find_stale(page.artifact, page.look) is None


def test_a_name_that_appears_is_seen():
    site, other = Site({"page": "{{ x }}"}), Site({"page": "{{ x }}"}, x="x")
    assert is_seen(site.render(), other.render())
    assert is_seen(other.render(), site.render())


@pytest.mark.parametrize("shown", ["is defined", "or 'none'", "|default('none')"])
def test_an_attribute_that_appears_is_seen(shown):
    def make(site: Site, word: str) -> dict[str, Any]:
        return {"article": site.article("a", **({} if word == "one" else {"more": "more"}))}

    assert seen(f"{{{{ article.more {shown} }}}}", make)


@pytest.mark.parametrize("site", [{}, {"x": "site's"}], ids=["nobody's", "site's"])
def test_a_name_that_the_page_is_given_now_is_seen(site):
    before, after = Site({"page": "{{ x }}"}, **site), Site({"page": "{{ x }}"}, **site)
    assert is_seen(before.render(), after.render(x="own"))


def test_a_method_of_a_content_is_traced_with_what_it_is_given():
    site = Site({"page": "{{ article.get_url_setting('url') }}{{ article.get_siteurl() }}"})
    page = site.render(article=site.article("a"))
    assert page.trace.reads["content:a.md"] == {
        'get_url_setting\0[["url"], {}]',
        "get_siteurl\0[[], {}]",
    }
    template = "{% set f = article.get_url_setting %}{{ f(key='url') }}"
    assert seen(template, lambda s, w: {"article": s.article("a", slug=w)})
    assert seen("{{ article.__getattribute__('title') }}", post)
    assert seen("{{ article.__dict__['title'] }}", post)


def test_a_method_that_is_given_a_content_is_in_doubt():
    site = Site({"page": "{{ article.__eq__(article) }}"})
    assert site.render(article=site.article("a")).doubt


def test_the_body_and_the_summary_are_traced():
    def make(site: Site, word: str) -> dict[str, Any]:
        article = site.article("a")
        article._content = f"<p>{word}</p>"
        return {"article": article}

    for template in (
        "{{ article.content }}",
        "{{ article.summary }}",
        "{{ article.get_content('') }}",
    ):
        assert seen(template, make)


def test_the_body_of_a_plugins_own_content_is_seen():
    """Pelican's classes have methods that are none for Python: objects that remember."""

    def make(site: Site, word: str) -> dict[str, Any]:
        mine = contents.Article(f"<p>{word}</p>", {"title": "a"}, SETTINGS, "/content/a.md", {})
        site.context["generated_content"]["a.md"] = mine
        return {"article": mine}

    for template in ("{{ article.content }}", "{{ article.get_content('') }}"):
        assert seen(template, make)


def test_two_contents_of_one_title_are_two():
    def make(site: Site, word: str) -> dict[str, Any]:
        return {"article": site.article(word, "same")}

    assert seen("{{ article.relative_source_path }}{{ article.title }}", make)


def test_a_second_content_of_one_source_is_not_taken_for_the_first():
    def make(site: Site, word: str) -> dict[str, Any]:
        site.article("a", "first")
        return {"article": site.clone("a", word)}

    assert seen("{{ article.title }}", make)


# What cannot be traced.


@pytest.mark.parametrize(
    "template",
    [
        "{{ 1|mine }}",
        "{{ [1]|map('mine')|join }}",
        "{{ 1 is own }}",
        "{{ [1]|select('own')|list }}",
        "{% filter mine %}1{% endfilter %}",
        "{{ now() }}",
        "{% set f = now %}{{ f() }}",
        "{{ given() }}",
        "{{ plain.word }}",
        "{{ plain['word'] }}",
        "{{ plain }}",
        "{{ [1, 2]|random }}",
        "{{ lipsum() }}",
        "{{ article|attr('title') }}",
        "{{ article.date.now() }}",
        "{{ article.__class__.__name__ }}",
        "{{ holder.shout }}",
        "{{ holder.say() }}",
        "{{ [holder]|map(attribute='shout')|join }}",
        "{% include 'part' without context %}",
        "{% import 'part' as p %}",
    ],
)
def test_what_may_look_at_anything_is_in_doubt(template):
    site = Site(
        {"page": template, "part": "{{ now() }}"},
        filters={"mine": str},
        tests={"own": bool},
        globals={"now": lambda: 1},
        given=lambda: 1,
        plain=Plain("a"),
    )
    article = site.article("a")
    assert site.render(article=article, holder=Holder(article)).doubt


def shout(*words: Any) -> str:
    """Say the words, and look at nothing else."""
    return " ".join(
        each if type(each) is str else str(getattr(each, "title", each)) for each in words
    ).upper()


shout.is_pure = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("template", "text", "is_sure"),
    [
        ("{{ article.title|shout }}", "A", True),
        ("{{ shout(article.title, 1) }}", "A 1", True),
        ("{{ ['b', article.title]|map('shout')|join }}", "BA", True),
        ("{% filter shout %}b{{ article.title }}{% endfilter %}", "BA", True),
        ("{% from 'part' import say %}{{ say(article.title) }}", "A", True),
        ("{{ 'b'|shout(article.title) }}", "B A", True),
        ("{{ article|shout }}", "A", False),
        ("{{ [article]|map('shout')|join }}", "A", False),
        ("{% from 'part' import say %}{{ say(article) }}", "A", False),
        ("{{ 'b'|shout([article][0]) }}", "B A", False),
        ("{{ shout(article) }}", "A", False),
        ("{{ shout({'a': article}) is string }}", "True", False),
    ],
)
def test_a_pure_function_is_sure_if_it_is_given_data(template, text, is_sure):
    part = "{% macro say(it) %}{{ it|shout }}{% endmacro %}"
    own = {"shout": shout}
    site = Site({"page": template, "part": part}, filters=own, globals=own)
    page = site.render(article=site.article("a"))
    assert (page.text, not page.doubt) == (text, is_sure)


@pytest.mark.parametrize("template", ["{{ article.title|shout }}", "{{ shout(article.title) }}"])
def test_what_a_pure_function_is_given_is_traced(template):
    own = {"shout": shout}
    assert seen(template, post, filters=own, globals=own)


def test_another_function_in_its_place_is_seen():
    def whisper(word: str) -> str:
        return word.lower()

    whisper.is_pure = True  # type: ignore[attr-defined]
    pages = [
        Site({"page": "{{ say('A') }}"}, globals={"say": each}).render()
        for each in (shout, whisper)
    ]
    assert is_seen(*pages)


def test_a_filter_with_jinjas_name_is_the_sites_own():
    site = Site({"page": "{{ 'a'|upper }}"}, filters={"upper": lambda text: text})
    assert site.render().doubt
    assert not Site({"page": "{{ 'a'|upper }}"}, filters={"upper": FILTERS["upper"]}).render().doubt


def test_a_global_with_jinjas_name_is_the_sites_own():
    assert Site({"page": "{{ range(2) }}"}, globals={"range": lambda number: number}).render().doubt
    assert not Site({"page": "{{ range(2)|list }}"}).render().doubt


def test_an_environment_with_an_extension_is_not_traced():
    environment = Environment(extensions=["jinja2.ext.debug"])
    assert traced(environment, Tracer(str, bool)) is environment


def hold(site: Site, word: str) -> dict[str, Any]:
    return {"x": Holder(site.article("a", word))}


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{{ x|string }}",
        "{{ x ~ '' }}",
        "{{ '%s'|format(x) }}",
        "{{ x|escape }}",
        "{{ x|length }}",
        "{{ 'one' in x }}",
        "{% for each in x %}{{ each }}{% endfor %}",
        "{{ x|list }}",
        "{{ x|first }}",
        "{{ x|join }}",
        "{{ x[1:2] }}",
        "{{ x + '' }}",
        "{{ x < 'oo' }}",
    ],
)
def test_an_object_that_shows_its_content_unasked_is_in_doubt(template):
    assert seen(template, hold, environment={"autoescape": True})


@pytest.mark.parametrize(
    "template", ["{{ x.of(article) }}", "{{ x % article }}", "{{ x.make(article) }}"]
)
def test_an_object_that_is_given_a_content_is_in_doubt(template):
    assert seen(template, lambda site, word: {"x": Card(), **post(site, word)})


@pytest.mark.parametrize(
    "template",
    [
        "{{ '{0.title}'.format(article) }}",
        "{{ '{a.title}'.format(a=article) }}",
        "{{ '{a.title}'.format_map({'a': article}) }}",
        "{{ ('{0.title}'|safe).format(article) }}",
        "{% set f = '{0.title}'.format %}{{ f(article) }}",
    ],
)
def test_format_reads_attributes_too(template):
    assert seen(template, post)


def test_an_attribute_that_is_no_field_is_in_doubt():
    def make(_site: Site, word: str) -> dict[str, Any]:
        card = Card()
        card.extra = word
        return {"x": card}

    assert seen("{{ x.extra }}", make)


@pytest.mark.parametrize("template", ["{{ x.read_text() }}", "{{ x.exists() }}"])
def test_a_path_that_looks_at_the_disk_is_in_doubt(tmp_path, template):
    file = tmp_path / "a"

    def make(_site: Site, word: str) -> dict[str, Any]:
        file.write_text(word) if word == "one" or "read" in template else file.unlink()
        return {"x": file}

    assert seen(template, make)


def test_a_function_that_sees_all_that_is_shown_is_in_doubt():
    def finalize(value: Any) -> Any:
        return value.title if isinstance(value, Article) else value

    assert seen("{{ article }}", post, environment={"finalize": finalize})


# Modules without context are rendered once, and kept by Jinja for all pages.

USES = "{% from 'part' import m %}{{ m(1) }}"
ONCE = {
    "filter in a macro": (USES, "{% macro m(a) %}{{ a|mine }}{% endmacro %}"),
    "test in a macro": (USES, "{% macro m(a) %}{{ a is own }}{% endmacro %}"),
    "function in a macro": (USES, "{% macro m(a) %}{{ now() }}{% endmacro %}"),
    "data in a macro": (USES, "{% macro m(a) %}{{ data }}{% endmacro %}"),
    "data with a name of the site's": (USES, "{% macro m(a) %}{{ SITEURL }}{% endmacro %}"),
    "function": ("{% from 'part' import t %}{{ t }}", "{% set t = now() %}"),
    "data": ("{% from 'part' import t %}{{ t }}", "{% set t = data %}"),
    "filter": ("{% from 'part' import t %}{{ t }}", "{% set n = [1] %}{% set t = n[0]|mine %}"),
    "include": ("{% include 'part' without context %}", "{{ now() }}"),
    "include of data": ("{% include 'part' without context %}", "{{ data }}"),
    "function in a text": (
        "{% from 'part' import t %}{{ t }}",
        "{% set t %}{{ now() }}{% endset %}",
    ),
    "data in a text": ("{% from 'part' import t %}{{ t }}", "{% set t %}{{ data }}{% endset %}"),
    "filter in a text": (
        "{% from 'part' import t %}{{ t }}",
        "{% set t %}{% filter mine %}a{% endfilter %}{% endset %}",
    ),
    "template in a text": (
        "{% from 'part' import t %}{{ t }}",
        "{% macro m(n) %}{% include n %}{% endmacro %}{% set t %}{{ m('page2') }}{% endset %}",
    ),
    "text of a library's library": (
        USES,
        "{% from 'text' import t %}{% macro m(a) %}{{ t }}{% endmacro %}",
    ),
    "filter in a library's library": (
        USES,
        "{% from 'deep' import d %}{% macro m(a) %}{{ d(a) }}{% endmacro %}",
    ),
    "function in a library's library": (
        USES,
        "{% from 'set' import t %}{% macro m(a) %}{{ t }}{% endmacro %}",
    ),
    "import of an import": (
        "{% import 'part' as p %}{{ p.m() }}",
        "{% set n = 'th' %}{% import n ~ 'ird' as z %}{% macro m() %}{{ z.t }}{% endmacro %}",
    ),
}


@pytest.mark.parametrize(("page", "part"), ONCE.values(), ids=ONCE)
def test_what_is_rendered_once_is_of_every_page_that_uses_it(page, part):
    pages = []
    for word in ("one", "other"):
        site = Site(
            {
                "first": page,
                "page": page,
                "part": part,
                "third": f"{{% set t = '{word}' %}}",
                "page2": word,
                "text": "{% set t %}{% include 'page' ~ 2 %}{% endset %}",
                "deep": "{% macro d(a) %}{{ a|mine }}{% endmacro %}",
                "set": "{% set t = now() %}",
            },
            filters={"mine": lambda _, word=word: word},
            tests={"own": lambda _, word=word: word == "one"},
            globals={"now": lambda word=word: word, "data": word, "SITEURL": word},
        )
        site.render("first")
        pages.append(site.render())
    assert is_seen(*pages)


@pytest.mark.parametrize(
    "part",
    [
        "{% set c = namespace(n=0) %}"
        "{% macro m(a) %}{% set c.n = c.n + 1 %}{{ c.n }}{% endmacro %}",
        "{% set c = cycler(1, 2) %}{% macro m(a) %}{{ c.next() }}{% endmacro %}",
        "{% set c = joiner('x') %}{% macro m(a) %}{{ c() }}{% endmacro %}",
        "{% set c = [] %}{% macro m(a) %}{{ c.append(1) or c|length }}{% endmacro %}",
        "{% set c|list %}a{% endset %}{% macro m(a) %}{{ c.append(1) or c|length }}{% endmacro %}",
    ],
    ids=["namespace", "cycler", "joiner", "list", "listed"],
)
def test_what_counts_from_page_to_page_is_in_doubt(part):
    """The second page says 2 after the first, and 1 where the first is skipped."""
    site = Site({"first": USES, "page": USES, "part": part})
    site.render("first")
    page = site.render()
    assert page.text != Site({"page": USES, "part": part}).render().text
    assert page.artifact is None


def test_a_macro_that_nobody_calls_may_import_what_is_not_there():
    part = "{% macro n() %}{% import 'none' as n %}{% endmacro %}{% macro m(a) %}m{% endmacro %}"
    assert Site({"page": USES, "part": part}).render().text == "m"


def test_a_library_of_macros_and_constants_leaves_no_doubt():
    part = (
        "{# Words #}{% set n, m = 1, 'm' %}{% from 'third' import t %}"
        "{% macro m(a) %}{{ t(a)|upper }}{% endmacro %}"
    )
    site = Site({"page": USES, "part": part, "third": "{% macro t(a) %}{{ a }}{% endmacro %}"})
    page = site.render()
    assert (page.text, page.doubt) == ("1", "")
    assert page.trace.reads == {"templates": {"page", "part", "third"}}


def test_a_library_of_texts_leaves_no_doubt():
    part = (
        "{% macro m(n) %}{% filter replace('a', 'b') %}{% include n %}{% endfilter %}{% endmacro %}"
        "{% set t %}{{ m('third') }}{% endset %}"
    )
    site = Site({"page": "{% from 'part' import t %}{{ t }}", "part": part, "third": "aha"})
    for page in (site.render(), site.render()):
        assert (page.text, page.doubt) == ("bhb", "")
        assert page.trace.reads == {"templates": {"page", "part", "third"}}


def test_two_environments_have_each_its_own_filter():
    """A filter of a constant is called when a template is compiled."""
    texts = [
        Site({"page": "{{ 'a'|mine }}"}, filters={"mine": lambda _, word=word: word}).render().text
        for word in ("one", "other")
    ]
    assert texts == ["one", "other"]


def test_what_is_rendered_is_what_jinja_renders():
    for template in [*WAYS.values(), *LISTS.values()]:
        site = Site({"page": template})
        own = post(site, "one") | posts(site, "one")
        plain = Environment(loader=DictLoader({"page": template}))
        assert site.render(**own).text == plain.get_template("page").render(**site.context, **own)
