"""What a template is that others import without their context: Jinja renders it once for all.

Whatever its body keeps is therefore kept from page to page. A library of nothing but macros,
constants, texts and other such libraries keeps nothing; what its texts read is traced when it is
made, and told for each page that imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateNotFound, nodes

_CONSTANT = (nodes.Const, nodes.Tuple, nodes.TemplateData)


@dataclass(frozen=True)
class Library:
    """Whether a template only defines, and the filters and tests that its macros use."""

    is_plain: bool
    filters: frozenset[str]
    tests: frozenset[str]


def read_library(environment: Environment, source: str) -> Library:
    """The library of a template's source, with all that it imports itself."""
    return _read(environment, source, frozenset())


def _read(environment: Environment, source: str, above: frozenset[str]) -> Library:
    template = environment.parse(source)
    is_plain = all(map(_only_defines, template.body))
    filters = {each.name for each in template.find_all(nodes.Filter)}
    tests = {each.name for each in template.find_all(nodes.Test)}
    imports: list[Any] = [*template.find_all((nodes.Import, nodes.FromImport))]
    for found in imports:
        name = found.template.value if isinstance(found.template, nodes.Const) else None
        if not isinstance(name, str) or environment.loader is None:
            is_plain = False
        elif name not in above:
            try:
                source, _, _ = environment.loader.get_source(environment, name)
            except TemplateNotFound:  # which matters only when it is come to
                is_plain = False
                continue
            other = _read(environment, source, above | {name})
            is_plain &= other.is_plain
            filters |= other.filters
            tests |= other.tests
    return Library(is_plain, frozenset(filters), frozenset(tests))


def _only_defines(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport):
        return True
    if isinstance(node, nodes.AssignBlock):  # a filter could make something else than a text
        return node.filter is None
    if isinstance(node, nodes.Assign):
        return all(
            isinstance(each, _CONSTANT) for each in [node.node, *node.node.find_all(nodes.Expr)]
        )
    if isinstance(node, nodes.Output):
        return all(isinstance(each, nodes.TemplateData) for each in node.nodes)
    return False
