"""Jinja that tells what a template reads: attributes, items, names, filters, other templates.

Templates look everything up through `Environment.getattr`, `getitem`, `get_template`, the context's
`resolve_or_missing` and `call`, all of them public (Jinja 3.1: API, the Context). What is read of a
content is noted under its own name; what is read of a value was noted when the value was.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from types import FunctionType, MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, Template, Undefined
from jinja2.bccache import Bucket
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.ext import ExprStmtExtension, LoopControlExtension
from jinja2.filters import FILTERS
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.tests import TESTS
from jinja2.utils import missing
from markupsafe import Markup
from pelican.contents import Content
from pelican.paginator import Page, Paginator
from pelican.plugins._utils import plugin_enabled
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import DateFormatter, SafeDatetime

from .library import Library, read_library
from .trace import Trace

SITE, PAGE, TEMPLATES, GLOBALS = "site", "page", "templates", "globals"
CALL = "\0"  # stands between the name of a method and what it was called with
_PLAIN = {str, Markup, int, float, bool, type(None), tuple, list, dict, set, frozenset, range}
_PLAIN |= {defaultdict, SafeDatetime, LoopContext, Author, Category, Tag}
_TEXTS = {str, Markup, int}
_RUNTIME = (Undefined, Macro, BlockReference, TemplateReference, LoopContext)
_SURE = (URLWrapper, Page, Paginator, *_RUNTIME)
_EXTENSIONS = (ExprStmtExtension, LoopControlExtension)
# These ask chance, or look behind the environment's back.
_UNSURE_FILTERS, _UNSURE_GLOBALS = ("random", "attr"), ("lipsum",)


# What code a template becomes depends on these attributes of its environment.
_SYNTAX = (
    "autoescape", "block_start_string", "block_end_string", "variable_start_string",
    "variable_end_string", "comment_start_string", "comment_end_string", "line_statement_prefix",
    "line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence",
    "keep_trailing_newline", "optimized", "undefined", "finalize", "is_async",
)  # fmt: skip
_FIELDS: dict[type, frozenset[str]] = {}  # of the dataclasses that were met


class Tracer:
    """What all environments of one build tell: `trace` is that of the page being rendered."""

    def __init__(
        self, node: Callable[[Content], str | None], is_value: Callable[[Any], bool]
    ) -> None:
        self.trace: Trace | None = None
        self.root: Mapping[str, Any] = {}
        self.met: dict[int, set[str]] = {}  # the names read of each content of the page
        self.own: Collection[str] = ()
        self._node = node
        self.is_value = is_value
        self._judged: dict[int, tuple[Any, bool]] = {}
        self._made: dict[int, tuple[Template, Trace]] = {}
        self._libraries: dict[tuple[int, str], tuple[Environment, Library]] = {}

    def begin(self, trace: Trace, root: Mapping[str, Any], own: Collection[str]) -> None:
        """From now on a page is rendered of `root`; the names of `own` are given to it alone."""
        self.trace, self.root, self.own, self.met = trace, root, own, {}

    def end(self) -> None:
        """The page is rendered."""
        self.trace, self.root, self.own = None, {}, ()
        self.met = {}
        self._judged.clear()

    def read_attribute(self, trace: Trace, held: Any, name: Any, value: Any) -> None:
        """A template read an attribute or an item of something that is no plain value."""
        known = _FIELDS.get(type(held))
        if known is not None:
            if name not in known and not self._follows(held, name):
                trace.distrust(f"{type(held).__name__}.{name} is more than its fields")
        elif isinstance(held, Content):
            if not _is_method_of(value, held):  # which counts when it is called
                self._read_content(trace, held, str(name))
        elif "__dataclass_fields__" in vars(type(held)):
            _FIELDS[type(held)] = frozenset(each.name for each in fields(held))
            self.read_attribute(trace, held, name, value)
        elif isinstance(held, tuple):  # a named one
            if name not in getattr(held, "_fields", ()) and not isinstance(name, int):
                trace.distrust(f"{type(held).__name__}.{name} is no field")
        elif not isinstance(held, _SURE) and type(held).__module__ not in _VALUES:
            trace.distrust(f"{type(held).__name__}.{name} is no data")

    def _read_content(self, trace: Trace, content: Content, name: str) -> None:
        node = self._node(content)
        if node is None:
            trace.distrust(f"{content} is not the one content of its source")
        else:
            trace.read(node, name)
            self.met[id(content)] = trace.reads[node]

    def _follows(self, held: Any, name: Any) -> bool:
        """Whether what a dataclass gives beside its fields follows from them."""
        is_extra = name in getattr(held, "__dict__", ()) and not hasattr(type(held), str(name))
        return not is_extra and self._judge(held)

    def _judge(self, held: Any) -> bool:
        """Whether what a dataclass gives follows from its fields: none of them holds a content."""
        known = self._judged.get(id(held))
        if known is None:  # the object is kept, so that no other gets its number
            known = self._judged[id(held)] = (held, self.is_value(held))
        return known[1]

    def read_name(self, trace: Trace, name: str, value: Any, environment: Environment) -> None:
        """A template asked for a name: its own, or one of the page, the site, the environment."""
        if name in self.root and self.root[name] is value:
            trace.read(PAGE if name in self.own else SITE, name)
        elif value is missing:
            if name not in self.root:  # else it is kept from it, as from an imported macro
                trace.read(SITE, name)
        elif environment.globals.get(name, missing) is value and (
            DEFAULT_NAMESPACE.get(name) is not value or name in _UNSURE_GLOBALS
        ):
            trace.read(GLOBALS, name)

    def make_library(self, template: Template) -> None:
        """A template is imported for the first time: what it reads then counts for every page."""
        trace, root, met = self.trace, self.root, self.met
        self.root, self.met = {}, {}  # it sees nothing of the page
        self.trace = made = Trace()
        self._made[id(template)] = (template, made)  # kept, so that no other gets its number
        try:
            template._module = template.make_module()
        finally:
            self.trace, self.root, self.met = trace, root, met

    def use_library(self, trace: Trace, template: Template) -> None:
        """A template imported another without its context."""
        environment, name = template.environment, str(template.name)
        key = (id(environment), name)
        if key not in self._libraries:
            loader = environment.loader
            source = loader.get_source(environment, name)[0] if loader else ""
            self._libraries[key] = (environment, read_library(environment, source))
        library = self._libraries[key][1]
        if id(template) in self._made:
            trace.add(self._made[id(template)][1])
        if not library.is_plain:
            trace.distrust(f"{name} is imported, and does more than define")
        for each in library.filters:  # which Jinja looks up once for all, too
            environment.filters.get(each)
        for each in library.tests:
            environment.tests.get(each)

    def call(self, trace: Trace, called: Any, args: Any, kwargs: Any) -> None:
        """A template called something."""
        held = getattr(called, "__self__", None)
        if isinstance(held, Content):
            named = {key: value for key, value in kwargs.items() if key not in _JINJAS}
            try:
                given = json.dumps([args, named])
            except (TypeError, ValueError):
                trace.distrust(f"{called.__name__} is called with what is no data")
            else:
                self._read_content(trace, held, f"{called.__name__}{CALL}{given}")
        elif isinstance(called, _RUNTIME) or isinstance(held, _RUNTIME):
            pass
        elif not self._is_sure(called, held) or not self._are_values(called, args, kwargs):
            name = getattr(called, "__qualname__", type(called).__name__)
            trace.distrust(f"{name} is called, and may look at anything")

    def _is_sure(self, called: Any, held: Any) -> bool:
        # What a dataclass gives was looked at when its method was read.
        return (
            (held is not None and type(held) in _PLAIN)
            or isinstance(held, _SURE)
            or type(held) in _FIELDS
            or type(held).__module__ in _CALLED
            or is_pure(called)
            or (isinstance(called, type) and called in DEFAULT_NAMESPACE.values())
        )

    def _are_values(self, called: Any, args: Any, kwargs: Any) -> bool:
        """Whether no content is given to what would read it unseen, as `str.format` does."""
        if _are_texts(args, kwargs):  # as what is said in the site's language, on each page often
            return True
        held = getattr(called, "__self__", None)
        is_plain = held is not None and type(held) in _PLAIN
        if (is_plain and called.__name__ not in _FORMATS) or isinstance(called, type):
            return True
        given = {key: value for key, value in kwargs.items() if key not in _JINJAS}
        return self.is_value([*args, given])


def _are_texts(args: Any, kwargs: Any) -> bool:
    for each in args:
        if type(each) not in _TEXTS:
            return False
    return all(type(each) in _TEXTS or key in _JINJAS for key, each in kwargs.items())


def _is_method_of(value: Any, held: Content) -> bool:
    return getattr(value, "__self__", None) is held


# Jinja hands these over, and takes them out before it calls (`Context.call`).
_JINJAS = ("_block_vars", "_loop_vars")
_FORMATS = ("format", "format_map")
_CALLED = ("datetime", "zoneinfo", "pelican.utils", "jinja2.utils")
_VALUES = ("datetime", "zoneinfo", "pathlib", "jinja2.utils", "pelican.utils", "jinja2.environment")


def is_pure(called: Any) -> bool:
    """Whether a function says that it follows from its arguments, its code and the settings."""
    return isinstance(called, FunctionType) and getattr(called, "is_pure", False) is True


class _Known(dict[str, Any]):
    """Filters or tests; of those that are not known to follow from their arguments it is told."""

    def __init__(self, held: Mapping[str, Any], known: Mapping[str, Any], tracer: Tracer) -> None:
        super().__init__(held)
        self._known, self._tracer = known, tracer

    def __getitem__(self, name: str) -> Any:
        return self._told(name, super().__getitem__(name))

    def get(self, name: str, default: Any = None) -> Any:
        return self._told(name, super().get(name, default))

    def _told(self, name: str, found: Any) -> Any:
        if is_pure(found):
            return self._checked(name, found)
        trace = self._tracer.trace
        is_known = name not in _UNSURE_FILTERS and _is_known(self._known, name, found)
        if trace is not None and not is_known:
            trace.distrust(f"there is no telling what '{name}' looks at")
        return found

    def _checked(self, name: str, found: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that follows from its arguments, if they are data."""

        def call(*args: Any, **kwargs: Any) -> Any:
            trace = self._tracer.trace
            if trace is not None and not self._tracer.is_value([*args, kwargs]):
                trace.distrust(f"'{name}' is given what is no data")
            return found(*args, **kwargs)

        return call


class TracingContext(Context):
    """A context that tells which names are asked for, and what is called."""

    environment: TracingEnvironment

    def resolve_or_missing(self, key: str) -> Any:
        """As Jinja's."""
        value = super().resolve_or_missing(key)
        tracer = self.environment.tracer
        if tracer.trace is not None:
            tracer.read_name(tracer.trace, key, value, self.environment)
        return value

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  -- as Jinja's
        """As Jinja's."""
        tracer = __self.environment.tracer
        if tracer.trace is not None:
            tracer.call(tracer.trace, __obj, args, kwargs)
        return super().call(__obj, *args, **kwargs)


class TracingTemplate(Template):
    """A template that tells what it would keep from page to page."""

    environment: TracingEnvironment

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """As Jinja's, which renders a template that is imported without context once for all."""
        tracer = self.environment.tracer
        if self._module is None:
            tracer.make_library(self)
        if tracer.trace is not None:
            tracer.use_library(tracer.trace, self)
        return super()._get_default_module(ctx)


class TracingEnvironment(Environment):
    """An environment that tells which attributes, items and templates are read."""

    context_class = TracingContext
    template_class = TracingTemplate
    tracer: Tracer

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's."""
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            value = super().getattr(obj, attribute)
        kind = type(obj)
        if kind not in _PLAIN and attribute not in _FIELDS.get(kind, ()):
            names = self.tracer.met.get(id(obj))
            if names is not None and type(value) is not MethodType:
                names.add(attribute)
                return value
            trace = self.tracer.trace
            if trace is not None:
                self.tracer.read_attribute(trace, obj, attribute, value)
        return value

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As Jinja's."""
        value = super().getitem(obj, argument)
        trace = self.tracer.trace
        if trace is not None and type(obj) not in _PLAIN:
            self.tracer.read_attribute(trace, obj, argument, value)
        return value

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        """As Jinja's."""
        self._tell(name, parent)
        return super().get_template(name, parent, globals)

    def select_template(self, names: Any, parent: Any = None, globals: Any = None) -> Template:
        """As Jinja's."""
        for name in [names] if isinstance(names, str | Undefined) else names:
            self._tell(name, parent)
        return super().select_template(names, parent, globals)

    def _tell(self, name: Any, parent: Any) -> None:
        if self.tracer.trace is not None and isinstance(name, str):
            told = self.join_path(name, parent) if parent is not None else name
            self.tracer.trace.read(TEMPLATES, told)


class _Compiled(BytecodeCache):
    """The templates that were compiled in this process: every generator has its environment."""

    def __init__(self) -> None:
        self._codes: dict[Any, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """As Jinja's."""
        bucket.code, _ = self._codes.get(self._key(bucket), (None, None))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """As Jinja's."""
        # What the key holds the numbers of is kept, so that no other gets them.
        self._codes[self._key(bucket)] = (bucket.code, _unknown(bucket.environment))

    def _key(self, bucket: Bucket) -> Any:
        held = vars(bucket.environment)
        own = sorted((name, id(each)) for name, each in _unknown(bucket.environment).items())
        return (bucket.key, bucket.checksum, *own, *(held[name] for name in _SYNTAX))


def _unknown(environment: Environment) -> dict[str, Any]:
    """The site's own filters and tests, which Jinja applies to a constant when it compiles."""
    filters, tests = dict(environment.filters), dict(environment.tests)
    own = {f"|{name}": each for name, each in filters.items() if not _is_known(FILTERS, name, each)}
    return own | {name: each for name, each in tests.items() if not _is_known(TESTS, name, each)}


def _is_known(known: Mapping[str, Any], name: str, found: Any) -> bool:
    is_pelicans = isinstance(found, DateFormatter) or getattr(found, "func", None) is plugin_enabled
    return known.get(name) is found or is_pelicans


_COMPILED = _Compiled()


def traced(environment: Environment, tracer: Tracer) -> Environment:
    """An environment like this one, which shares all it has and tells what is read.

    One with code of the site's own in it is given back as it is, and tells nothing.
    """
    known = (type(each) in _EXTENSIONS for each in environment.extensions.values())
    is_plain = type(environment) is Environment and environment.finalize is None
    if not is_plain or not all(known) or environment.undefined.__module__ != "jinja2.runtime":
        return environment
    new = environment.overlay()
    new.__class__ = TracingEnvironment
    new.auto_reload = False  # else each include asks the disk whether its file is another
    new.tracer = tracer  # type: ignore[attr-defined]  # of its new class
    # The old one shares them, for whoever keeps it and adds to them later.
    environment.filters = new.filters = _Known(environment.filters, FILTERS, tracer)
    new.bytecode_cache = _COMPILED
    environment.tests = new.tests = _Known(environment.tests, TESTS, tracer)
    return new
