"""A small site for the plugin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site whose theme has the policy, a style and a script."""
    site = Site(tmp_path)
    site.configure(PLUGINS=["inline"])
    site.write("theme/templates/sheet.css", "a {\n  color: red;\n}\n")
    site.write("theme/templates/script.js", "// one\nalert( {{ SITENAME|tojson }} )\n")
    site.write(
        "theme/templates/article.html",
        "{% set style %}{% set text %}{% include 'sheet.css' %}{% endset %}"
        "{{ inline_sheet(text) }}{% endset %}"
        '{% set scripts %}<script src="/{{ PAGE_SCRIPT }}" integrity="{{ PAGE_INTEGRITY }}">'
        "</script>{% endset %}"
        '<meta http-equiv="Content-Security-Policy" content="{{ page_policy(style, scripts) }}">'
        "<style>{{ style }}</style>{{ article.content|safe }}{{ scripts }}",
    )
    return site
