"""A small site built whole, compared with `expected`: byte by byte, and pictures by what they show.

After a change that is meant, write them anew for `DAY` and read the difference:
`SOURCE_DATE_EPOCH=1795608000 python -m pelican -s tests/site/siteconf.py -o tests/site/expected`
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.pelican_site import build, files

HERE = Path(__file__).parent


def shown(name: str, data: bytes) -> bytes:
    """The file, and of a picture the pixels: another processor may pack the same ones otherwise."""
    return Image.open(BytesIO(data)).convert("RGB").tobytes() if name.endswith(".png") else data


def test_small_site_is_as_expected(tmp_path: Path) -> None:
    """Every file of the small site is the one that was read and found right."""
    expected = files(HERE / "expected")

    build(HERE / "siteconf.py", tmp_path)

    built = files(tmp_path)
    assert sorted(built) == sorted(expected)
    other = [
        name for name in sorted(built) if shown(name, built[name]) != shown(name, expected[name])
    ]
    assert other == []
