"""Pictures read and drawn anew by Pillow: narrower, upright, in formats that weigh less."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from PIL import Image, ImageCms, ImageOps, features

from .picture import Picture, Variant
from .settings import Settings
from .strip import BrokenError, knows_format, strip

_WORTH = 1024  # bytes: what is saved has to be more than it takes to say so in each page
_FAIR = 2  # without loss a picture may weigh so many times more
VERSION = 1  # of what is done here: another one draws all anew
_HEAVY = 8192  # bytes: a profile that weighs more is not sent with each picture
_UPRIGHT = 0x0112  # EXIF's tag of the orientation
_TYPES = {
    "JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "GIF": "image/gif",
    "WEBP": "image/webp", "AVIF": "image/avif",
}  # fmt: skip
_OPENED = tuple(sorted({*_TYPES} - {"MPO"}))  # which is a JPEG with more behind it
_SAVED = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF"}
# What may be drawn line by line.
_LOSSLESS = frozenset({"image/png", "image/gif"})


@dataclass(frozen=True)
class Drawn:
    """A picture, and the bytes of all its files by their digests."""

    picture: Picture
    files: dict[str, bytes]


def identity(settings: Settings) -> str:
    """All that decides what is drawn, but the picture itself."""
    versions = [features.version(name) for name in ("pil", "avif", "webp", "jpg")]
    return repr((VERSION, versions, settings.widths, settings.formats, settings.quality))


def look(data: bytes) -> Picture:
    """What a picture is. Raises `BrokenError` where it is none, or does not hold together."""
    with _opened(data) as image:
        orientation = _orientation(image)
        width, height = image.size if orientation < 5 else image.size[::-1]
        picture = Picture(width, height, _TYPES[str(image.format)], orientation)
    strip(data)
    return picture


def bare(data: bytes) -> Drawn:
    """Look at a picture, and take out what it tells; nothing is drawn. Raises `BrokenError`."""
    picture = look(data)
    left = strip(data, picture.orientation)
    return Drawn(replace(picture, file=_digest(left)), {_digest(left): left})


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=32).hexdigest()


def _orientation(image: Image.Image) -> int:
    try:
        turned = image.getexif().get(_UPRIGHT, 1)
    except Exception:  # what cannot be read turns nothing
        return 1
    return turned if turned in range(2, 9) else 1


def draw(data: bytes, settings: Settings) -> Drawn:
    """Look at a picture, and draw its variants, those that weigh less than it does.

    What moves, and what is AVIF already, has none. Raises `BrokenError`.
    """
    left = bare(data)
    picture = left.picture
    with _opened(data) as image:
        moves = getattr(image, "is_animated", False) and image.format != "MPO"
        if moves or picture.type == "image/avif":
            return left
        top = min(picture.width, max(settings.widths))
        widths = [width for width in settings.widths if width < top] + [top]
        try:
            whole, profile = _prepared(image, top)
        except Exception as error:  # as above
            raise BrokenError("is damaged, so that not all of it can be shown") from error
    weight = len(left.files[picture.file]) - _WORTH
    hand = _Hand(whole, profile, settings.quality, is_art=False)
    hand = replace(hand, is_art=picture.type in _LOSSLESS and _is_art(hand, top))
    sets: dict[str, list[tuple[int, bytes]]] = {}
    for kind, wanted in _wanted(picture, widths, settings, is_art=hand.is_art):
        made = [(width, hand.draw(width, kind)) for width in wanted]
        if len(made[-1][1]) < weight:  # the widest is to take the place of the picture
            sets[kind] = made
    return _chosen(left, sets)


def _chosen(left: Drawn, sets: dict[str, list[tuple[int, bytes]]]) -> Drawn:
    """The picture with these variants, but for a format that weighs more than one after it."""
    variants: list[Variant] = []
    picture, files = left.picture, {**left.files}
    kinds = list(sets)
    for number, kind in enumerate(kinds):
        after = [sets[other] for other in kinds[number + 1 :] if other != picture.type]
        if any(len(made[-1][1]) <= len(sets[kind][-1][1]) for made in after):
            continue
        for width, drawn in sets[kind]:
            variants.append(Variant(kind, width, _digest(drawn)))
            files[variants[-1].digest] = drawn
    return Drawn(replace(picture, variants=tuple(variants)), files)


def _wanted(
    picture: Picture, widths: list[int], settings: Settings, *, is_art: bool
) -> Iterator[tuple[str, list[int]]]:
    """The formats, each with its widths; the picture's own last, and only where it is too wide."""
    for name in settings.formats:
        kind = f"image/{name}"
        if features.check(name) and kind != picture.type and not (is_art and name == "avif"):
            yield kind, widths
    if picture.type == "image/webp":
        yield picture.type, widths
    elif picture.width > widths[-1] and picture.type in _SAVED:
        yield picture.type, widths[-1:]


def _opened(data: bytes) -> Image.Image:
    """Raises `BrokenError`; Pillow's limit of pixels holds, and it warns of what is odd."""
    if not data:
        raise BrokenError("is empty")
    try:
        return Image.open(io.BytesIO(data), formats=_OPENED)
    except Image.DecompressionBombError as error:
        most = 2 * (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
        raise BrokenError(f"has more than {most} million pixels") from error
    except Exception as error:  # Pillow lets through whatever its parsers raise
        is_known = knows_format(data)
        fault = "is cut off or damaged" if is_known else "is no JPEG, PNG, GIF, WebP or AVIF"
        raise BrokenError(fault) from error


def _prepared(image: Image.Image, width: int) -> tuple[Image.Image, bytes | None]:
    """The picture upright in RGB, with or without transparency, and its profile of colours."""
    # Of a large JPEG only so much is decoded as is needed.
    image.draft("RGB" if image.mode in ("RGB", "YCbCr") else image.mode, (width, width))
    image.load()
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        deep = upright.convert("F")
        most = 65535 if deep.getextrema()[1] > 255 else 255  # type: ignore[operator]  # one band
        upright, profile = deep.point(lambda value: value * (255 / most)).convert("L"), None
    is_clear = upright.has_transparency_data
    if upright.mode == "CMYK" or (profile and (len(profile) > _HEAVY or _is_srgb(profile))):
        upright, profile = _in_srgb(upright, profile), None
    if profile and upright.mode in ("L", "LA", "1"):
        upright, profile = _in_srgb(upright, profile), None
    return upright.convert("RGBA" if is_clear else "RGB"), profile


def _is_srgb(profile: bytes) -> bool:
    try:
        return "srgb" in ImageCms.getProfileDescription(io.BytesIO(profile)).lower()
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return True  # it is none, and a browser takes it for sRGB


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile or (image.mode != "CMYK" and _is_srgb(profile)):
        return image if image.mode != "CMYK" else image.convert("RGB")
    try:
        source = io.BytesIO(profile)
        made = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return image.convert("RGB") if image.mode == "CMYK" else image
    return made or image


def _is_art(hand: _Hand, width: int) -> bool:
    """Whether a picture is drawn, as a diagram or a screen is, so that no line is to be blurred."""
    without_loss = replace(hand, is_art=True).draw(width, "image/webp")
    return len(without_loss) <= _FAIR * len(hand.draw(width, "image/webp"))


@dataclass(frozen=True)
class _Hand:
    """Draws one picture, narrower and in another format, in the same colours."""

    image: Image.Image
    profile: bytes | None
    quality: int
    is_art: bool

    def draw(self, width: int, kind: str) -> bytes:
        """The bytes of the picture, `width` pixels wide."""
        file = io.BytesIO()
        image = self._narrowed(width)
        image.info = {}
        image.save(file, _SAVED[kind], icc_profile=self.profile, **self._way(kind))
        return file.getvalue()

    def _narrowed(self, width: int) -> Image.Image:
        if width >= self.image.width:
            return self.image.copy()
        height = max(1, round(self.image.height * width / self.image.width))
        return self.image.resize((width, height), Image.Resampling.LANCZOS)

    def _way(self, kind: str) -> dict[str, Any]:
        if kind == "image/avif":
            # As many threads as there are cores would give other bytes on another machine.
            return {"quality": self.quality * 3 // 4, "speed": 6, "max_threads": 1}
        if kind == "image/webp":
            if self.is_art:
                return {"lossless": True, "quality": 75, "method": 4}
            return {"quality": self.quality, "method": 4}
        if kind == "image/jpeg":
            return {"quality": self.quality, "optimize": True, "progressive": True}
        return {"optimize": True}
