"""What the site says now of what a page has read: the values behind the names of a trace."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b
from itertools import repeat
from operator import is_
from typing import Any

from jinja2 import Environment, TemplateNotFound, meta
from pelican.contents import Content, Static
from pelican.paginator import Page, Paginator
from pelican.urlwrappers import URLWrapper

from .memory import Memory
from .trace import digest
from .tracing import CALL, GLOBALS, PAGE, SITE, TEMPLATES, is_pure
from .value import Name, Named, OpaqueError, write

KIND = "incremental.template"
LONG = 64  # characters: what is longer is known by its digest
_MISSING = object()
_KEYS = {"static": "static_content", "content": "generated_content"}
# The last two Pelican leaves there when it makes an address; what counts is what they are made of.
_OWN = frozenset(("_name", "_slug", "_slug_from_name", "settings", "name", "slug"))


class Looks:
    """What there is to look at in one build; each thing is looked at once.

    `context` is that of all generators.
    """

    def __init__(self, context: Mapping[str, Any], memory: Memory) -> None:
        self._context = context
        self._memory = memory
        memory.hold(KIND)  # which children ask for
        self._contents: dict[str, Content] = {}
        self._known: dict[Any, str] = {}
        self._lists: dict[str, tuple[Any, str]] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self._names: dict[int, tuple[Any, Named | None]] = {}
        self._sites: dict[str, tuple[list[str], tuple[Any, ...], str]] = {}

    def node(self, content: Content) -> str | None:
        """The name of a content: its source, and whether it is one that is copied.

        None where the site knows another one by that name.
        """
        kind = "static" if isinstance(content, Static) else "content"
        path = content.get_relative_source_path()
        if self._context[_KEYS[kind]].get(path) is not content:
            return None
        return f"{kind}:{path}"

    def forget(self) -> None:
        """Look anew: something may have been changed since."""
        self._known = {key: text for key, text in self._known.items() if key[0] == TEMPLATES}
        self._lists, self._sites, self._names, self._texts = {}, {}, {}, {}

    def is_value(self, value: Any) -> bool:
        """Whether a value is data, and holds no content."""
        try:
            write(value, _no_content)
        except OpaqueError:
            return False
        return True

    def at(self, page: Mapping[str, Any], environment: Environment) -> Callable[..., str]:
        """What looks for one page: `page` are the values that are given to it alone."""
        siteurl = page.get("localsiteurl")

        def look(node: str, names: str) -> str:
            if node == PAGE:
                return digest(
                    "".join([self._write(page.get(n, _MISSING)) for n in names.split("\n")])
                )
            if node == SITE:
                return self._look_at_site(names)
            if node == GLOBALS:
                found = environment.globals
                return digest(
                    "".join([self._write(found.get(n, _MISSING)) for n in names.split("\n")])
                )
            key = (node, names, id(environment) if node == TEMPLATES else siteurl)
            known = self._known.get(key)
            if known is None:
                if node == TEMPLATES:
                    parts = [self._template(name, environment) for name in names.split("\n")]
                else:
                    parts = [self._read(node, name) for name in names.split("\n")]
                known = self._known[key] = digest("".join(parts))
            return known

        return look

    def _look_at_site(self, names: str) -> str:
        known = self._sites.get(names)
        now = known and tuple(map(self._context.get, known[0], repeat(_MISSING)))
        if known is None or now is None or not all(map(is_, now, known[1])):
            listed = names.split("\n")
            held = tuple(self._context.get(name, _MISSING) for name in listed)
            text = "".join(map(self._say, listed, held))
            known = self._sites[names] = (listed, held, digest(text))
        return known[2]

    def _find(self, node: str) -> Content:
        kind, _, path = node.partition(":")
        content = self._context[_KEYS[kind]].get(path)
        if content is None:
            raise OpaqueError(f"{path} is gone")
        return content

    def _read(self, node: str, name: str) -> str:
        texts = self._texts.get(node)
        if texts is None:
            texts = self._texts[node] = {}
        text = texts.get(name)
        if text is None:
            text = self._read_anew(self._find(node), name)
            texts[name] = text = text if len(text) < LONG else digest(text)
        return text

    def _read_anew(self, content: Content, name: str) -> str:
        method, is_call, given = name.partition(CALL)
        say = None if hasattr(content, "_get_content") else getattr(content, "say", None)
        if is_call:
            args, kwargs = json.loads(given)
            if say and method == "get_content" and len(args) == 1 and not kwargs:
                return str(say(*args))
            return self._write(getattr(content, method)(*args, **kwargs))
        if say and (name == "content" or (name == "summary" and "summary" not in content.metadata)):
            return str(say(content.get_siteurl()))
        return self._write(getattr(content, name, _MISSING))

    def _say(self, name: str, value: Any) -> str:
        known = self._lists.get(name)
        if known is None or known[0] is not value:
            known = self._lists[name] = (value, digest(self._write(value)))
        return known[1]

    def _template(self, name: str, environment: Environment) -> str:
        """What a template says, and all that it names; what is named by a value is traced."""
        key = (TEMPLATES, name, id(environment))
        if key not in self._known:
            self._known[key] = ""  # one that includes itself
            try:
                source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]  # Pelican's has one
            except TemplateNotFound:
                self._known[key] = "-"
            else:
                named = "".join(
                    f"{each}\0{self._template(each, environment)}\0"
                    for each in self._named(source, environment)
                )
                self._known[key] = digest(f"{source}\0{named}")
        return self._known[key]

    def _named(self, source: str, environment: Environment) -> list[str]:
        key = blake2b(source.encode(errors="surrogatepass"), digest_size=32).digest()
        known = self._memory.recall(KIND, key)
        if not isinstance(known, list):
            found = meta.find_referenced_templates(environment.parse(source))
            known = sorted({each for each in found if each})
            self._memory.keep(KIND, key, known)
        return known

    def _write(self, value: Any) -> str:
        return "-" if value is _MISSING else write(value, self._name)

    def _name(self, value: Any) -> Named | None:
        known = self._names.get(id(value))
        if known is not None:
            return known[1]
        if isinstance(value, Content):
            node = self.node(value)
            named = None if node is None else Named(node, is_value=False)
        else:
            named = _name_plain(value, self._name)
            if not isinstance(value, Page):
                return named
        self._names[id(value)] = (value, named)  # kept, so that no other is it
        return named


def is_of_content(node: str) -> bool:
    """Whether a node is a content, which says the same to all pages that lie in one folder."""
    return ":" in node


def _no_content(value: Any) -> Named | None:
    return None if isinstance(value, Content) else _name_plain(value, _no_content)


def _name_plain(value: Any, name: Name) -> Named | None:
    """What stands for Pelican's own objects, and for sets, in the order in which they are shown."""
    if isinstance(value, URLWrapper):
        held = vars(value)
        more = {key: held[key] for key in held if key not in _OWN} if held.keys() - _OWN else ""
        told = write(more, name) if more else ""
        slug = "" if value._slug_from_name else value.slug  # which else follows from the name
        return Named(f"{type(value).__name__}:{len(value.name)}:{value.name}{slug}:{told}")
    if isinstance(value, Page):
        fields = (value.full_name, value.base_url, value.number, value.object_list)
        text = write((*fields, value.paginator.num_pages, value.paginator.count), name)
        return Named(text, is_value=False)
    if isinstance(value, Paginator):
        text = write((value.name, value.url, value.object_list, value.per_page), name)
        return Named(text, is_value=False)
    if type(value) in (set, frozenset):
        return Named(f"{type(value).__name__}{write(list(value), name)}")
    if is_pure(value):
        return Named(f"{value.__module__}.{value.__qualname__}")
    return None
