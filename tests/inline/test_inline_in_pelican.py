"""The plugin in a site of its own: the page, its policy, the one script."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

from inline import make_policy
from tests.small_site import Site

OTHER = b'alert("Other")'
SCRIPT = b'alert("Site")'
DIGEST = sha256(SCRIPT)
PATH = f"theme/script.{DIGEST.hexdigest()[:16]}.js"
INTEGRITY = f"sha256-{base64.b64encode(DIGEST.digest()).decode()}"
ELEMENT = f'<script src="/{PATH}" integrity="{INTEGRITY}"></script>'


def test_page_holds_its_style_its_policy_and_the_way_to_its_script(site: Site) -> None:
    """The policy is that of just this style and this script."""
    site.post("a", "| b |\n|--:|\n| c |")

    build = site.build()

    assert build.status == 0, build.messages
    assert build.bytes(PATH) == SCRIPT
    head, style, body = re.split("</?style>", build.bytes("a/index.html").decode())
    policy = make_policy("a{color:red}", ELEMENT)
    assert head == f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    assert style == "a{color:red}"
    assert body.endswith(ELEMENT)
    assert '<td class="right">c</td>' in body


def test_script_has_another_name_when_it_is_another(site: Site) -> None:
    """So a browser may keep it for ever."""
    site.post("a")
    site.configure(SITENAME="Other")

    assert [file for file in site.build().files if "script" in file] == [
        f"theme/script.{sha256(OTHER).hexdigest()[:16]}.js"
    ]


def test_theme_without_a_script_has_none(site: Site) -> None:
    """And its pages find no path."""
    (site.folder / "theme/templates/script.js").unlink()
    site.write("theme/templates/article.html", "{{ PAGE_SCRIPT is defined }}")
    site.post("a")

    build = site.build()

    assert build.bytes("a/index.html") == b"False"
    assert [file for file in build.files if file.endswith(".js")] == []


def test_script_that_is_none_stops_the_build(site: Site) -> None:
    """It says which file, and where in what was made of it."""
    site.write("theme/templates/script.js", "let a = ;\n")
    site.post("a")

    build = site.build()

    assert build.status != 0
    said = build.messages[0]
    assert said.startswith("SmallError: ")
    assert "theme/templates/script.js: unexpected ;" in said
    assert said.endswith("on line 1 and column 9")
    assert [file for file in build.files if file.endswith(".html")] == []
