"""What all that is remembered depends on: the code, the versions, the settings.

The code is looked at once in a process, since a process runs what it has loaded.
"""

from __future__ import annotations

import functools
import locale
import logging
import os
import re
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodDescriptorType
from typing import Any

from markdown.extensions import Extension

from .value import Named, OpaqueError, write

STARTED = time.time()
_SKIPPED = {"__pycache__"}
# How a build is to work and what it is to tell, not what comes out.
_WITHOUT = re.compile(r"(DEBUG|PORT|BIND|LOG_FILTER|AUTORELOAD|INCREMENTAL_.*)\Z")
log = logging.getLogger(__name__)


def describe(settings: Mapping[str, Any]) -> bytes:
    """The digest of all of it (16 bytes). What cannot be told is like nothing before."""
    try:
        code = _describe_code(tuple(settings["PLUGINS"]))
        told = "".join(_describe_settings(settings))
    except (OpaqueError, OSError, RecursionError, ValueError) as error:
        log.warning("nothing is remembered from build to build: %s", error)
        return os.urandom(16)
    place = f"{locale.setlocale(locale.LC_TIME)}{time.tzname}{os.environ.get('TZ')}"
    return blake2b(f"{code}{place}{told}".encode(errors="surrogatepass"), digest_size=16).digest()


def _describe_settings(settings: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(key for key in settings if key.isupper() and not _WITHOUT.match(key)):
        try:
            yield f"{key}={write(settings[key], _name)}"
        except OpaqueError as error:
            raise OpaqueError(f"setting {key} holds {error}, which is no data") from error


def _name(value: Any) -> Named | None:
    """What stands for code in a setting, and for sets, whose order says nothing."""
    if isinstance(value, functools.partial):
        return Named(write((value.func, value.args, value.keywords), _name))
    if isinstance(value, re.Pattern):
        return Named(f"{value.pattern!r}{value.flags}")
    if isinstance(value, set | frozenset):
        return Named(f"{sorted(write(each, _name) for each in value)}")
    if isinstance(value, Extension):
        return Named(f"{_describe_class(type(value))}{write(vars(value), _name)}")
    if isinstance(value, type):
        return Named(_describe_class(value))
    if isinstance(value, FunctionType):
        return Named(_describe_function(value))
    if isinstance(value, BuiltinFunctionType | MethodDescriptorType):
        return Named(value.__qualname__)
    return None


def _describe_class(kind: type) -> str:
    functions = (each for each in vars(kind).values() if isinstance(each, FunctionType))
    return f"{_label(kind)}{[*map(_describe_function, functions)]}"


def _describe_function(function: FunctionType) -> str:
    """A function as it was loaded; the settings may have been loaded again since the start."""
    held = [_describe_cell(cell.cell_contents) for cell in function.__closure__ or ()]
    given = write([function.__defaults__, function.__kwdefaults__], _name)
    return f"{_label(function)}{_describe_bytecode(function.__code__)}{held}{given}"


def _describe_cell(value: Any) -> str:
    """What a function holds; it may be its own class, or itself."""
    if isinstance(value, FunctionType):
        return f"{_label(value)}{_describe_bytecode(value.__code__)}"
    return _label(value) if isinstance(value, type) else write(value, _name)


def _describe_bytecode(code: CodeType) -> str:
    inner = [_describe_bytecode(each) for each in code.co_consts if isinstance(each, CodeType)]
    consts = [each for each in code.co_consts if not isinstance(each, CodeType)]
    return f"{code.co_code.hex()}{code.co_names}{write(consts, _name)}{inner}"


def _label(value: type | FunctionType) -> str:
    return f"{value.__module__}.{value.__qualname__}"


@functools.cache
def _describe_code(plugins: tuple[str, ...]) -> str:
    digest = blake2b(sys.version.encode(), digest_size=16)
    for name in sorted(_distributions()):
        digest.update(f"{name}\n".encode())
    for path in sorted(_sources(plugins)):
        if max(os.stat(path).st_ctime, os.stat(path).st_mtime) > STARTED:
            raise OpaqueError(f"{path} changed after it was loaded")
        digest.update(f"{path}\n".encode(errors="surrogateescape"))
        digest.update(blake2b(Path(path).read_bytes()).digest())
    return digest.hexdigest()


def _distributions() -> Iterator[str]:
    """The names of what is installed, with their versions (PyPA: Recording installed projects)."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (
                name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))
            )


def _sources(plugins: Iterable[str]) -> set[str]:
    """The files of the plugins, and of every loaded module that nobody installed."""
    installed = tuple(sysconfig.get_paths().values())
    found: set[str] = set()
    modules = [
        (name, getattr(module, "__file__", None)) for name, module in list(sys.modules.items())
    ]
    for name, file in modules:
        if not file:
            continue
        if name in plugins and os.path.basename(file) == "__init__.py":
            found |= set(_walk(os.path.dirname(file)))
        elif name in plugins or not file.startswith(installed):
            found.add(file)
    return found


def _walk(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - _SKIPPED)
        yield from (os.path.join(place, name) for name in files if not name.endswith(".pyc"))
