"""`python -m bench.gallery_graphics`: stills of lower third, progress bar and countdown, into docs/gallery."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from bench.gallery import COPIES, Copy, frame_of, keep, rendered
from geminivideo.core.vocabulary import CaptionStyle, CountdownAt, Platform
from geminivideo.rendering.graphics.wanted import Graphics, WantedCountdown, WantedLowerThird
from geminivideo.rendering.plan.clips import EndCardClip
from geminivideo.rendering.styling import Styling

_INTO_A_NUMBER = 11  # frames: the ring has begun to run out


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="geminivideo-gallery-") as folder:
        for script, copy in COPIES.items():
            for name, picture in _pictures(Path(folder), copy):
                keep(f"{name}-{script}", picture)


def _pictures(folder: Path, copy: Copy) -> Iterator[tuple[str, Image.Image]]:
    third = WantedLowerThird(name=copy.name, line=copy.role)
    ending = Graphics(progress_bar=True, lower_third=third, countdown=WantedCountdown(from_seconds=3))
    plan, video = rendered(folder, copy, Platform.TIKTOK, CaptionStyle.HORMOZI, styling=Styling(graphics=ending))
    (mark,) = plan.lower_thirds
    yield "lower-third", frame_of(video, (mark.start + mark.end) // 2)
    card = next(clip for clip in plan.clips if isinstance(clip, EndCardClip))
    yield "countdown-end-card", frame_of(video, card.start + 30 + _INTO_A_NUMBER)
    opening = Graphics(countdown=WantedCountdown(from_seconds=3, at=CountdownAt.HOOK))
    styling = Styling(graphics=opening)
    _plan, video = rendered(folder, copy, Platform.INSTAGRAM_FEED, CaptionStyle.MODERN, titled=True, styling=styling)
    yield "countdown-hook", frame_of(video, 30 + _INTO_A_NUMBER)


if __name__ == "__main__":
    main()
