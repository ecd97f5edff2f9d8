"""What the pictures can be told, and what is refused."""

from __future__ import annotations

import pytest

from images import ImagesError, Settings
from images.settings import read_settings


def test_defaults_need_no_setting() -> None:
    """A site that says nothing has three widths in two formats."""
    assert read_settings({"SITENAME": "x"}) == Settings()


def test_settings_are_taken() -> None:
    """Widths are put in order, a format is named once."""
    site = {
        "IMAGES_WIDTHS": [900, 300, 900],
        "IMAGES_FORMATS": ["webp", "webp"],
        "IMAGES_QUALITY": 70,
        "IMAGES_SIZES": " 50vw ",
    }

    assert read_settings(site) == Settings((300, 900), ("webp",), 70, "50vw")
    assert read_settings({"IMAGES_FORMATS": ()}).formats == ()


def test_every_problem_is_told_at_once() -> None:
    """An unknown name is refused with the nearest known one, a wrong value with what may stand."""
    with pytest.raises(ImagesError) as caught:
        read_settings(
            {
                "IMAGES_WIDTH": (1,),
                "IMAGES_WIDTHS": (480, "680"),
                "IMAGES_FORMATS": ("jxl",),
                "IMAGES_QUALITY": 0,
                "IMAGES_SIZES": '1"',
            }
        )

    assert str(caught.value).splitlines() == [
        "setting IMAGES_WIDTH is unknown — write IMAGES_WIDTHS, or take it out",
        "setting IMAGES_WIDTHS is (480, '680') — write widths in pixels, as (480, 680, 1360)",
        "setting IMAGES_FORMATS is ('jxl',) — write formats in quotes, the first choice first,"
        ' as ("avif", "webp")',
        "setting IMAGES_QUALITY is 0 — write a number from 1 to 100",
        "setting IMAGES_SIZES is '1\"' — write how wide a picture shows,"
        ' as "(min-width: 46rem) 41rem, 92vw"',
    ]
