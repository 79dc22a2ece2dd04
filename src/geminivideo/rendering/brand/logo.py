"""Where a logo stands, and its picture at that size: on a plate where it could not be told from dark footage."""

from pathlib import Path
from typing import IO, Any

from geminivideo.rendering.library.model import AssetRef, PictureFacts
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text.direction import language_reads_right_to_left
from geminivideo.rendering.text.drawing import soft_shadow

_HEIGHT, _WIDTH = 92.0, 340.0  # at most, in pixels of a 1080x1920 design
_DARK = 0.25  # mean luma, 0-1
_INSET, _CORNER = 0.16, 0.22  # of the plate, in its heights
_SHADOW = 0.06


def place_logo(ref: AssetRef, facts: PictureFacts, layout: Layout, language: str) -> LogoMark:
    """In the upper corner of the safe area where reading begins, as large as the corner allows."""
    scale = min(_HEIGHT * layout.unit / facts.height, _WIDTH * layout.unit / facts.width)
    width, height = _even(facts.width * scale), _even(facts.height * scale)
    right = language_reads_right_to_left(language)
    left = layout.safe.right - width if right else layout.safe.left
    return LogoMark(
        asset_id=ref.asset_id,
        sha256=ref.sha256,
        x=round(left / 2) * 2,
        y=round(layout.safe.top / 2) * 2,
        width=width,
        height=height,
    )


def draw_logo(source: Path, size: tuple[int, int], target: Path | IO[bytes]) -> None:
    """The logo inside `size`, in its own proportions."""
    from PIL import Image

    with Image.open(source, formats=("PNG",)) as opened:
        logo = opened.convert("RGBA")
    plated = _needs_plate(logo)
    inset = round(_INSET * size[1]) if plated else round(_SHADOW * size[1])
    logo.thumbnail((max(1, size[0] - 2 * inset), max(1, size[1] - 2 * inset)), Image.Resampling.LANCZOS)
    ground = _plate(size) if plated else Image.new("RGBA", size, (0, 0, 0, 0))
    ground.alpha_composite(logo, ((size[0] - logo.width) // 2, (size[1] - logo.height) // 2))
    if not plated:
        ground = soft_shadow(ground, radius=_SHADOW * size[1], opacity=0.5, drop=0)
    ground.save(target, format="PNG", compress_level=6)


def _even(pixels: float) -> int:
    return max(2, int(pixels / 2) * 2)


def _needs_plate(logo: Any) -> bool:
    """A dark drawing on a transparent ground."""
    import numpy as np

    pixels = np.asarray(logo, np.float64) / 255
    alpha = pixels[:, :, 3]
    if alpha.min() > 0.5:
        return False
    luma = pixels[:, :, :3] @ (0.2126, 0.7152, 0.0722)
    return float((luma * alpha).sum() / max(alpha.sum(), 1e-9)) < _DARK


def _plate(size: tuple[int, int]) -> Any:
    from PIL import Image, ImageDraw

    plate = Image.new("RGBA", (size[0] * 2, size[1] * 2), (255, 255, 255, 0))
    box = (0, 0, size[0] * 2 - 1, size[1] * 2 - 1)
    ImageDraw.Draw(plate).rounded_rectangle(box, radius=_CORNER * size[1] * 2, fill=(255, 255, 255, 235))
    return plate.resize(size, Image.Resampling.LANCZOS)
