"""A site to serve: a theme of a few lines, two posts, a plugin of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_site import PLUGINS, Site

POLICY = "default-src 'none';script-src 'sha256-AAAA';connect-src 'none'"


@pytest.fixture
def desk_site(tmp_path: Path) -> Site:
    """The site; what is built of it is in `.build/html`."""
    site = Site(tmp_path)
    (tmp_path / "mine").mkdir()
    site.write("mine/shout.py", 'WORD = "quiet"\n\n\ndef register():\n    pass\n')
    site.configure(
        PLUGINS=["proofread", "incremental"],
        PLUGIN_PATHS=[str(PLUGINS), "mine"],
        PELICAN_CLASS="incremental.Pelican",
        CACHE_PATH=".build/cache",
        SITEURL="",
        STATIC_PATHS=["images"],
        DRAFT_URL="drafts/{slug}/",
        DIRECT_TEMPLATES=["index", "404"],
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    site.write("theme/templates/article.html", f"{head}<p>{{{{ article.content }}}}</p>")
    site.write(
        "theme/templates/index.html",
        "{% for each in articles %}<a>{{ each.title }}</a>{% endfor %}",
    )
    site.write("theme/templates/404.html", "<p>Nobody is here.</p>")
    site.write("content/images/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.post("first", "The first.")
    site.post("second", "The second.", Status="draft")
    return site


def write_settings(site: Site) -> Path:
    """Write the settings of a site; give their file."""
    lines = ["import sys", f"sys.path.insert(0, {str(PLUGINS)!r})"]
    lines += [f"{name} = {value!r}" for name, value in site.settings.items() if value != ...]
    site.write("pelicanconf.py", "\n".join([*lines, ""]))
    return site.folder / "pelicanconf.py"
