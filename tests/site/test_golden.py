"""A small site built whole, compared byte by byte with the files in `expected`.

After a change that is meant, write them anew and read the difference:
`PYTHONPATH=plugins python -m pelican -s tests/site/siteconf.py -o tests/site/expected`
"""

from pathlib import Path

from tests.pelican_site import build, files

HERE = Path(__file__).parent


def test_small_site_is_as_expected(tmp_path: Path) -> None:
    """Every file of the small site is the one that was read and found right."""
    expected = files(HERE / "expected")

    build(HERE / "siteconf.py", tmp_path)

    built = files(tmp_path)
    assert sorted(built) == sorted(expected)
    assert [name for name in sorted(built) if built[name] != expected[name]] == []
