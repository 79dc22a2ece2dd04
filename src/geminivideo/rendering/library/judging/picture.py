"""Logos and stills: PNG, JPEG or WebP by their bytes, re-encoded as a PNG that holds nothing but pixels."""

import io
from pathlib import Path
from typing import Any

from geminivideo.rendering.library.judging.refusal import RefusedError, read_whole
from geminivideo.rendering.library.judging.subject import subject_of
from geminivideo.rendering.library.model import PictureFacts, StillFacts

_MOST_BYTES = 64 * 1024**2
_FORMATS = ("PNG", "JPEG", "WEBP")
_SMALLEST_SIDE = 16


def judge(source: Path, target: Path, *, most_pixels: int) -> PictureFacts:
    return _facts(_judged(source, target, most_pixels))


def judge_still(source: Path, target: Path, *, most_pixels: int) -> StillFacts:
    clean = _judged(source, target, most_pixels)
    return StillFacts(**_facts(clean).model_dump(), subject=subject_of(clean))


def _judged(source: Path, target: Path, most_pixels: int) -> Any:
    from PIL import Image, UnidentifiedImageError

    data = read_whole(source, _MOST_BYTES)
    Image.MAX_IMAGE_PIXELS = None  # our own limit below is looked at before a pixel is decoded
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _judge_size(picture.size, most_pixels)
            clean = _upright(picture)
    except UnidentifiedImageError as error:
        raise RefusedError("The file is not a PNG, JPEG or WebP picture.") from error
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow's decoders raise on damaged data
        raise RefusedError(f"The picture is damaged or incomplete ({error}).") from error
    clean.save(target, format="PNG", compress_level=6)
    return clean


def _facts(clean: Any) -> PictureFacts:
    return PictureFacts(width=clean.width, height=clean.height, transparent=_is_transparent(clean))


def _judge_size(size: tuple[int, int], most_pixels: int) -> None:
    width, height = size
    if width * height > most_pixels:
        raise RefusedError(f"The picture is {width}x{height}; at most {most_pixels} pixels are accepted.")
    if min(width, height) < _SMALLEST_SIDE:
        raise RefusedError(f"The picture is {width}x{height}; each side needs at least {_SMALLEST_SIDE} pixels.")


def _upright(picture: Any) -> Any:
    """A copy with no metadata: turned as a viewer would show it, in RGBA."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(picture).convert("RGBA")
    clean = Image.new("RGBA", turned.size)
    clean.paste(turned)
    return clean


def _is_transparent(picture: Any) -> bool:
    lowest, _highest = picture.getchannel("A").getextrema()
    return bool(lowest < 255)
