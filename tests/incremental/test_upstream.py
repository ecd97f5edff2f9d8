"""What the package stands for, and leans on, is as it was when that was written.

Each override is written for one text of one function of another package. Where that text changes,
the override is to be read again, beside the new one; then its digest here is to be renewed.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from tests.pelican_site import ROOT

PACKAGE = ROOT / "plugins" / "incremental"
# The names that docstrings say they stand for, and where they are.
STANDS_FOR: dict[str, tuple[str, str]] = {
    "Article._expand_settings": ("pelican.contents:Article._expand_settings", "777137e4628c9c8d"),
    "ArticlesGenerator._build_period_archives": (
        "pelican.generators:ArticlesGenerator._build_period_archives",
        "4cfd9665df966492",
    ),
    "ArticlesGenerator.generate_authors": (
        "pelican.generators:ArticlesGenerator.generate_authors",
        "0b102b0d11a53c6d",
    ),
    "ArticlesGenerator.generate_categories": (
        "pelican.generators:ArticlesGenerator.generate_categories",
        "7718fd7930c2a6ee",
    ),
    "ArticlesGenerator.generate_context": (
        "pelican.generators:ArticlesGenerator.generate_context",
        "a034bb567d3be685",
    ),
    "ArticlesGenerator.generate_pages": (
        "pelican.generators:ArticlesGenerator.generate_pages",
        "a97e032da8b21d91",
    ),
    "ArticlesGenerator.generate_tags": (
        "pelican.generators:ArticlesGenerator.generate_tags",
        "1285cf31241dd343",
    ),
    "Content._expand_settings": ("pelican.contents:Content._expand_settings", "fdb25ce233b5d724"),
    "Content._update_content": ("pelican.contents:Content._update_content", "bb4980a6803f8307"),
    "Content.get_content": ("pelican.contents:Content.get_content", "a5e0392fdcc37f25"),
    "Content.get_relative_source_path": (
        "pelican.contents:Content.get_relative_source_path",
        "c0479a8ae5142fe0",
    ),
    "Content.get_static_links": ("pelican.contents:Content.get_static_links", "90bfd8e26c9e59d0"),
    "Content.get_summary": ("pelican.contents:Content.get_summary", "aa043fa53740dd6f"),
    "Content.url_format": ("pelican.contents:Content.url_format", "5dcdf750b8b4181d"),
    "Generator.get_files": ("pelican.generators:Generator.get_files", "957c9d32d60f3579"),
    "Page._expand_settings": ("pelican.contents:Page._expand_settings", "37da4755884828d1"),
    "PagesGenerator.generate_context": (
        "pelican.generators:PagesGenerator.generate_context",
        "e12d8526a8151e8b",
    ),
    "PagesGenerator.generate_output": (
        "pelican.generators:PagesGenerator.generate_output",
        "18f08df84508b2f6",
    ),
    "Pelican._get_generator_classes": (
        "pelican:Pelican._get_generator_classes",
        "2056ef5a6eecb108",
    ),
    "Readers.read_file": ("pelican.readers:Readers.read_file", "b499c174f2ecd34b"),
    "Writer.write_file": ("pelican.writers:Writer.write_file", "65c90f7d0a13aa91"),
    "_process": ("pelican.generators:PagesGenerator.generate_context", "e12d8526a8151e8b"),
    "generate_context": (
        "pelican.generators:ArticlesGenerator.generate_context",
        "a034bb567d3be685",
    ),
    "sanitised_join": ("pelican.utils:sanitised_join", "3234621eb497a618"),
}
# What is called by a subclass, or in the place of which a subclass is called.
LEANED_ON: dict[str, tuple[str, str]] = {
    "jinja2.runtime:Context.call": ("tracing.py: TracingContext.call", "fb301f2bea4d4150"),
    "jinja2.runtime:Context.resolve_or_missing": (
        "tracing.py: TracingContext.resolve_or_missing",
        "16cac6f701d5260a",
    ),
    "jinja2.environment:Environment.getattr": (
        "tracing.py: TracingEnvironment.getattr",
        "407c52b77ba33f71",
    ),
    "jinja2.environment:Environment.getitem": (
        "tracing.py: TracingEnvironment.getitem",
        "a0f3b4ed85e570d8",
    ),
    "jinja2.environment:Environment.get_template": (
        "tracing.py: TracingEnvironment.get_template",
        "3b9dd80eb881f046",
    ),
    "jinja2.environment:Environment.select_template": (
        "tracing.py: TracingEnvironment.select_template",
        "6057069810b1a285",
    ),
    "jinja2.environment:Environment.get_or_select_template": (
        "tracing.py: TracingEnvironment",
        "e27b40f2340e32f3",
    ),
    "jinja2.environment:Environment._filter_test_common": (
        "tracing.py: _Known.get",
        "16d84cabbcf6a8c3",
    ),
    "jinja2.environment:Environment.overlay": ("tracing.py: traced", "d62fc60f660ff899"),
    "jinja2.environment:Template.render": ("writing.py: Writer._make", "27394919bd787e06"),
    "jinja2.environment:Template._get_default_module": (
        "tracing.py: what is rendered once",
        "c2ddc328a0f67468",
    ),
    "jinja2.filters:make_attrgetter": (
        "tracing.py: TracingEnvironment.getitem",
        "69f97bca838383f8",
    ),
    "jinja2.filters:make_multi_attrgetter": (
        "tracing.py: TracingEnvironment.getitem",
        "f1cf62e0c7c6f0f9",
    ),
    "jinja2.compiler:CodeGenerator.pull_dependencies": (
        "tracing.py: _Known.__getitem__",
        "ff8e198f6c6f6743",
    ),
    "jinja2.compiler:CodeGenerator.visit_Include": (
        "tracing.py: TracingEnvironment.get_template",
        "1b49cbdab6837593",
    ),
    "jinja2.compiler:CodeGenerator._import_common": (
        "tracing.py: TracingEnvironment.get_template",
        "2ee1036af07540b3",
    ),
    "jinja2.compiler:CodeGenerator.visit_Getattr": (
        "tracing.py: TracingEnvironment.getattr",
        "943f821b9a1bbcff",
    ),
    "jinja2.compiler:CodeGenerator.visit_Getitem": (
        "tracing.py: TracingEnvironment.getitem",
        "2fdd7c394e5bda3a",
    ),
    "jinja2.compiler:CodeGenerator._output_child_to_const": (
        "tracing.py: _Compiled",
        "e255c33db37c0c6d",
    ),
    "jinja2.meta:find_referenced_templates": ("look.py: Looks._named", "2fb9fcbbac00f1ca"),
    "markdown.treeprocessors:InlineProcessor.run": (
        "patterns.py: InlineProcessor.run",
        "2fc8f15d85d25cb8",
    ),
    "markdown.treeprocessors:InlineProcessor._InlineProcessor__handleInline": (
        "patterns.py: InlineProcessor.__handleInline",
        "351e0d19b7e52b33",
    ),
    "markdown.treeprocessors:InlineProcessor._InlineProcessor__applyPattern": (
        "patterns.py: InlineProcessor.__handleInline",
        "05c13d28d6037754",
    ),
    "markdown.core:Markdown.__init__": ("kept.py: Kept.__init__", "d2513c6d371b7759"),
    "markdown.core:Markdown.build_parser": ("kept.py: Kept.build_parser", "0e12e02cce120a05"),
    "markdown.core:Markdown.registerExtensions": (
        "kept.py: Kept.registerExtensions",
        "0a78985f9dad3f0a",
    ),
    "markdown.core:Markdown.reset": ("kept.py: Kept", "b458f5f435d06cf2"),
    "pelican.readers:MarkdownReader.read": ("markdown.py: MarkdownReader.read", "379209c7d14d0f5a"),
    "pelican.readers:MarkdownReader._parse_metadata": (
        "markdown.py: MarkdownReader._read_with_kept",
        "278b0d27b750a7b7",
    ),
    "pelican.readers:BaseReader.process_metadata": (
        "markdown.py: MarkdownReader.process_metadata",
        "32edb1733f087c05",
    ),
    "pelican.readers:MarkdownReader.__init__": (
        "markdown.py: MarkdownReader.__init__",
        "868f5c4fdc295847",
    ),
    "pelican:Pelican.run": ("plugin.py: Pelican.run", "2ae8b0b7fe4bc8f4"),
    "pelican:Pelican._get_writer": ("plugin.py: offer_writer", "2c2b0aecf9a66968"),
    "pelican.utils:process_translations": ("generators.py: _groups", "255d557927f2ec5d"),
    "pelican.utils:order_content": ("generators.py: _Reading._sort_out", "3d2d59394adf4785"),
    "pelican.utils:clean_output_dir": ("build.py: Build.settle", "f2bc6b1d180529fd"),
    "pelican.contents:Content.__init__": ("reading.py: Readers.read_file", "471b27b17526c492"),
    "pelican.contents:Content.get_url_setting": ("contents.py: _Quick", "18264e6ae96cb549"),
    "pelican.contents:Content._get_intrasite_link_regex": (
        "contents.py: find_links",
        "60df443754fe2e25",
    ),
    "pelican.generators:Generator.__init__": ("plugin.py: trace_templates", "e4f40087e75e60ab"),
    "pelican.generators:Generator.get_template": ("writing.py: Job", "641f045305c72757"),
    "pelican.generators:ArticlesGenerator.generate_output": (
        "plugin.py: _settling",
        "834f9f93317b8a64",
    ),
    "pelican.paginator:Page._from_settings": ("look.py: _name_plain", "c4a06fafb0a5b8f9"),
    "pelican.urlwrappers:URLWrapper.__init__": ("reading.py: _kinds", "c4d393bdc1266732"),
    "pelican.urlwrappers:URLWrapper.slug": ("reading.py: _kinds", "fc43f8eff1cf7c31"),
    "pelican.writers:Writer._open_w": ("writing.py: Writer._render", "ff574875d4a277bf"),
}


def find(place: str) -> Any:
    """The function at a place, `module:Class.function`."""
    module, _, path = place.partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        held = vars(found)[name] if isinstance(found, type) else getattr(found, name)
        found = held if isinstance(held, type) else getattr(held, "fget", None) or held
    return getattr(found, "func", found)  # of what remembers


def digest(place: str) -> str:
    """The digest of a function's text."""
    return blake2b(inspect.getsource(find(place)).encode(), digest_size=8).hexdigest()


def docstrings() -> list[tuple[str, str]]:
    """Each docstring of the package, with what has it."""
    found = []
    for path in sorted(PACKAGE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                where = f"plugins/incremental/{path.name}: {getattr(node, 'name', 'its head')}"
                found.append((where, ast.get_docstring(node) or ""))
    return found


def overrides() -> dict[str, str]:
    """What stands for what, as the docstrings say."""
    return {
        name: where
        for where, text in docstrings()
        for name in re.findall(r"[Ss]tands (?:for|between)\b[^`.]*`([\w.]+)`", text)
    }


def test_every_override_names_what_it_stands_for_and_is_known_here():
    assert set(overrides()) == set(STANDS_FOR), "an override is new or gone: renew STANDS_FOR"


@pytest.mark.parametrize("name", STANDS_FOR)
def test_what_is_stood_for_is_as_it_was(name):
    place, known = STANDS_FOR[name]
    assert place.rpartition(":")[2].endswith(name.rpartition(".")[2]) or name.startswith("_")
    assert digest(place) == known, f"{place} is another: look at {overrides().get(name)}"


@pytest.mark.parametrize("place", LEANED_ON)
def test_what_is_leaned_on_is_as_it_was(place):
    where, known = LEANED_ON[place]
    assert (PACKAGE / where.partition(":")[0]).is_file()
    assert digest(place) == known, f"{place} is another: look at plugins/incremental/{where}"


def test_every_method_that_pelican_has_too_says_so():
    """An override that names nothing would not be looked at when Pelican changes."""
    silent = []
    for name in ("contents", "generators"):
        module = importlib.import_module(f"incremental.{name}")
        path = Path(str(module.__file__))
        for kind in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(kind, ast.ClassDef):
                continue
            users = [
                each
                for each in vars(module).values()
                if isinstance(each, type) and kind.name in (base.__name__ for base in each.__mro__)
            ]
            for node in kind.body:
                if not isinstance(node, ast.FunctionDef) or node.name == "__init__":
                    continue
                theirs = any(
                    node.name in vars(base)
                    for each in users
                    for base in each.__mro__
                    if base.__module__.startswith("pelican")
                )
                if theirs and "tands for" not in (ast.get_docstring(node) or ""):
                    silent.append(f"{name}.py: {kind.name}.{node.name}")
    assert silent == []
