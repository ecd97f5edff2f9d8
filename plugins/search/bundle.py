"""Which of the files that Pagefind makes are published, under which names, and in which order.

Pagefind makes most of them the same from the same; what it does not is put in order here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

ENTRY, SCRIPT = "pagefind-entry.json", "pagefind.js"
_PARTS = (".pf_fragment", ".pf_index", ".pf_meta")


def make_bundle(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index that the page asks for, by their paths, and Pagefind's own script.

    Its interfaces, its worker and the programs of other languages are left out. The program
    of the language gets its hash into its name: a page that is open while another version is
    published finds its own.
    """
    entry = json.loads(found[ENTRY])
    bundle = {path: data for path, data in found.items() if path.endswith(_PARTS)}
    for language in entry["languages"].values():
        name = language["wasm"] or "unknown"
        data = found[f"wasm.{name}.pagefind"]
        language["wasm"] = f"{name}.{_hash(data)}"
        bundle[f"wasm.{language['wasm']}.pagefind"] = data
    bundle[ENTRY] = _json(entry)
    bundle[SCRIPT] = found[SCRIPT]
    return dict(sorted(bundle.items()))


def published(bundle: Mapping[str, bytes], own: str) -> Iterator[tuple[str, bytes]]:
    """Each file of the bundle, and the page's script: Pagefind's with our `own` behind it."""
    script = write_script(bundle[SCRIPT], own)
    yield name_script(script), script
    yield from ((path, data) for path, data in bundle.items() if path != SCRIPT)


def write_script(pagefind: bytes, own: str) -> bytes:
    """One module: a policy can then allow it by its hash, and needs to allow nothing else."""
    licence = "/*! Pagefind, by CloudCannon and others, MIT licence: https://pagefind.app/ */\n"
    return licence.encode() + pagefind.rstrip() + f"\n{{\n{own}}}\n".encode()


def name_script(script: bytes) -> str:
    """The name of the page's script in the folder of the index."""
    return f"search.{_hash(script)}.js"


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
