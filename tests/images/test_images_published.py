"""A picture that changes is published without a word: its variants are assets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.images.pictures import TOLD, photo, saved, telling
from tests.pelican_site import ROOT
from tests.small_site import Site

VARIANT = re.compile(r"images/walk-\d+\.[0-9a-f]{12}\.\w+")


def publish(site: Site) -> list[str]:
    """Publish what was built; give the names of what is live."""
    done = subprocess.run(
        [sys.executable, "-m", "publish", "release", "output", "--to=public"],
        cwd=site.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    live = site.folder / "public/current"
    return sorted(path.relative_to(live).as_posix() for path in live.rglob("*") if path.is_file())


def test_picture_that_changes_is_published(site: Site) -> None:
    """Nothing is refused, the old variants stay for one release more, and no place is told."""
    site.configure(
        PLUGINS=["proofread", "images", "addresses", "syndication"],
        SYNDICATION_AUTHORITY="site.example,2026",
        PROOFREAD_AUDIT=True,
        STATIC_PATHS=["images"],
        CACHE_PATH=".cache",
        IMAGES_WIDTHS=(48, 136),
        DELETE_OUTPUT_DIRECTORY=True,
        DIRECT_TEMPLATES=["index"],
        CATEGORY_URL="category/{slug}/",
    )
    site.write("theme/templates/index.html", "<p>Home.</p>")
    site.write("theme/templates/article.html", "{{ article.content|safe }}")
    site.write("content/images/walk.jpg", telling())
    site.post("a", "![The path]({static}/images/walk.jpg)\n\nText.")

    assert site.build().status == 0
    first = publish(site)
    site.write("content/images/walk.jpg", saved(photo().rotate(180), quality=92))
    assert site.build().status == 0
    second = publish(site)
    site.post("b", "Text.")
    assert site.build().status == 0
    third = publish(site)

    ones, both, others = (set(filter(VARIANT.fullmatch, each)) for each in (first, second, third))
    assert len(ones) == len(others) == 5
    assert both == ones | others
    assert "images/walk.jpg" in first
    whole = b"".join(path.read_bytes() for path in _files(site.folder / "public"))
    assert [told for told in TOLD if told in whole] == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
