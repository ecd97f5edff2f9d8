"""The policy allows what the page holds, exactly, and nothing that a field could add."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inline import make_policy

# What no page of ours has within a script or a style: its end.
TEXTS = st.text(st.characters(exclude_characters="<\0", exclude_categories=("Cs",)))
NOTHING = {
    "default-src": ["'none'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
}


def read(policy: str) -> dict[str, list[str]]:
    """The directives of a policy and their sources (CSP 3, 2.2.1)."""
    directives = [part.split() for part in policy.split(";")]
    assert len({name for name, *_ in directives}) == len(directives), "a directive stands twice"
    return {name: sources for name, *sources in directives}


def hashed(text: str) -> str:
    """What a policy says of a text."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def test_page_without_anything_may_do_little() -> None:
    """Nothing runs, nothing is sent; pictures come from the page's own origin."""
    assert read(make_policy()) == NOTHING


@given(style=TEXTS.filter(bool), script=TEXTS)
def test_style_and_scripts_are_allowed_as_a_browser_reads_them(style: str, script: str) -> None:
    """The hashes are of what the HTML standard's parser gives for each element."""
    scripts = f'<script type="module">{script}</script>\n<script>{script}1</script>'

    policy = read(make_policy(style, scripts))

    document = html5lib.parse(f"<style>{style}</style>{scripts}", namespaceHTMLElements=False)
    texts = [
        element.text or "" for element in document.iter() if element.tag in ("style", "script")
    ]
    assert policy == NOTHING | {
        "style-src": [hashed(texts[0])],
        "script-src": list(dict.fromkeys(map(hashed, texts[1:]))),
    }


def test_script_in_a_file_is_allowed_by_its_integrity() -> None:
    """And data is no script."""
    digest = "sha256-" + "A" * 43 + "="
    scripts = (
        f'<script type="module" src="/a.js" integrity="{digest}"></script>'
        '<script type="application/ld+json">{"a": 1}</script>'
    )

    assert read(make_policy(scripts=scripts)) == NOTHING | {"script-src": [f"'{digest}'"]}


@pytest.mark.parametrize("attributes", ['src="/a.js"', 'src="/a.js" integrity=""', "src=a.js"])
def test_script_in_a_file_needs_its_integrity(attributes: str) -> None:
    """Else the page would hold what its policy forbids."""
    with pytest.raises(ValueError, match="has no integrity — write the hash of its file"):
        make_policy(scripts=f"<script {attributes}></script>")


@pytest.mark.parametrize(
    ("forms", "sources"),
    [
        (["https://a.example/share?x=1#y"], ["https://a.example"]),
        (
            ["https://b.example/", "http://[::1]:8000/x", "https://b.example/other"],
            ["https://b.example", "http://[::1]:8000"],
        ),
        (["/search/", ""], ["'self'"]),
    ],
)
def test_forms_lead_where_they_say(forms: list[str], sources: list[str]) -> None:
    """Each host once, in the page's order."""
    assert read(make_policy(forms=forms)) == NOTHING | {"form-action": sources}


@pytest.mark.parametrize(
    "form",
    ["javascript:alert(1)", "mailto:a@b.example", "https://a b.example/", "https://a;script-src *"],
)
def test_form_that_leads_to_no_host_is_an_error(form: str) -> None:
    """Such an address could say anything of the policy."""
    with pytest.raises(ValueError, match=f"form {re.escape(repr(form))} leads to no http address"):
        make_policy(forms=[form])


@given(st.text(), st.text())
def test_no_address_adds_to_the_policy(host: str, path: str) -> None:
    """Whatever stands in an address, the policy has its directives, and no character of HTML's."""
    try:
        policy = make_policy(forms=[f"https://{host}/{path}", f"{host}{path}"])
    except ValueError:
        return
    assert read(policy).keys() == NOTHING.keys()
    assert not set(policy) & set('<>&"`\n\\')


def test_programs_are_allowed_where_they_are_asked_for() -> None:
    """WebAssembly needs a word of its own, which lets no text be run as a script."""
    script = "<script>a</script>"
    plain, other = make_policy(scripts=script), make_policy(scripts=script, programs=True)

    assert "wasm" not in plain
    assert other == plain.replace("=';img-src", "=' 'wasm-unsafe-eval';img-src")
