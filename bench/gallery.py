"""`python -m bench.gallery`: stills of every caption style and of the end card, into docs/gallery.

Each is a frame of a real render, so that what the pictures show is what an ad shows.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from PIL import Image

from bench import example_ad
from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import FootageScene, FootageSource, SceneFeatures
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.media.probe import probe_video
from geminivideo.core.slots import Slots, cores
from geminivideo.core.vocabulary import (
    CaptionStyle,
    Platform,
    Quality,
    ShotType,
)
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.voice.espeak import EspeakVoice

GALLERY = Path(__file__).parents[1] / "docs" / "gallery"
_SAMPLES = Path(__file__).parents[1] / "src" / "geminivideo" / "app" / "samples"
_LONG_SIDE, _QUALITY = 640, 82
_FRAMES_BEFORE_END = 8  # of the end card: everything has come in, nothing has gone


@dataclass(frozen=True, slots=True)
class Copy:
    language: str
    says: str
    shows: str
    offer: str
    button: str
    film: str
    name: str
    role: str


COPIES = {
    "latin": Copy(
        "en",
        "You don't need more willpower. You need a plan.",
        "A plan, not willpower",
        "20% off your first bag",
        "Get my first bag",
        "man_juggling_football.mp4",
        "Sam Rivers",
        "Coach, plays every Sunday",
    ),
    "arabic": Copy(
        "ar",
        "لا تحتاج إلى إرادة أقوى. تحتاج إلى خطة.",
        "خطة بسيطة",
        "خصم ٢٠٪ على طلبك الأول",
        "اطلب الآن",
        "hands_pouring_coffee.mp4",
        "سارة حداد",
        "صاحبة مقهى منذ ٢٠٢٢",
    ),
    "emoji": Copy(
        "en",
        "Coffee ☕ first, then 🏃 run. Easy 👍🏽 mornings ❤️ here.",
        "Easy mornings 👍🏽",
        "Free ☕ with your first bag",
        "Yes please 👉",
        "woman_playing_with_dog.mp4",
        "Mia & Toffee 🐕",
        "Early risers ☕",
    ),
}
# One platform for each of the four shapes.
_RATIOS = {
    "9x16": Platform.TIKTOK,
    "4x5": Platform.INSTAGRAM_FEED,
    "1x1": Platform.SQUARE,
    "16x9": Platform.YOUTUBE,
}
_STYLES = [style for style in CaptionStyle if style is not CaptionStyle.NONE]


def main() -> None:
    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="geminivideo-gallery-") as folder:
        for name, picture in _pictures(Path(folder)):
            keep(name, picture)


def keep(name: str, picture: Image.Image) -> None:
    picture.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
    picture.save(GALLERY / f"{name}.jpg", quality=_QUALITY, optimize=True)


def _pictures(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    for script, copy in COPIES.items():
        for style in _STYLES:
            plan, video = rendered(folder, copy, Platform.INSTAGRAM_REELS, style)
            yield f"caption-{style}-{script}", frame_of(video, _spoken_frame(plan))
        plan, video = rendered(folder, copy, Platform.INSTAGRAM_REELS, CaptionStyle.HORMOZI, cards=True)
        first, second = [clip for clip in plan.clips if isinstance(clip, CardClip)][:2]
        yield f"headline-{script}", frame_of(video, first.end - 2)
        yield f"kinetic-{script}", frame_of(video, second.end - 2)
    for ratio, platform in _RATIOS.items():
        for script, copy in COPIES.items():
            plan, video = rendered(folder, copy, platform, CaptionStyle.HORMOZI)
            card = next(clip for clip in plan.clips if isinstance(clip, EndCardClip))
            yield f"end-card-{ratio}-{script}", frame_of(video, card.end - _FRAMES_BEFORE_END)


def rendered(
    folder: Path,
    copy: Copy,
    platform: Platform,
    style: CaptionStyle,
    *,
    cards: bool = False,
    titled: bool = False,
    styling: Styling | None = None,
) -> tuple[EditPlan, Path]:
    request = RenderRequest(
        blueprint=_blueprint(copy, cards=cards, titled=titled),
        scenes=[_scene(copy)],
        platform=platform,
        quality=Quality.DRAFT,
        caption_style=style,
        styling=styling or Styling(),
    )
    renderer = Renderer(find_ffmpeg(None), EspeakVoice(), Slots(folder / "slots", cores()))
    made = renderer.render(request, RenderContext(folder / "work", _opened))
    return made.plan, made.path


def _spoken_frame(plan: EditPlan) -> int:
    """While the third word is said: its neighbours show how a word looks before and after."""
    return plan.words[2].start + 4


def frame_of(video: Path, wanted: int) -> Image.Image:
    with av.open(str(video)) as container:
        frame: Any = next(f for n, f in enumerate(container.decode(container.streams.video[0])) if n == wanted)
        image: Image.Image = frame.to_image()
    return image


@contextmanager
def _opened(source: FootageSource) -> Iterator[Path]:
    yield _SAMPLES / source.storage_key


def _scene(copy: Copy) -> FootageScene:
    probe = probe_video(_SAMPLES / copy.film, max_seconds=600, max_pixels=10**8)
    source = FootageSource(
        footage_id=f"footage_{copy.film.split('_')[0]}",
        storage_key=copy.film,
        label=_label(copy),
        width=probe.width,
        height=probe.height,
        frame_rate=probe.frame_rate,
        duration_seconds=probe.duration_seconds,
        has_audio=probe.has_audio,
        sha256="0" * 64,
    )
    return FootageScene(
        scene_id="scene_1",
        source=source,
        index=1,
        start_seconds=0.0,
        end_seconds=probe.duration_seconds,
        features=SceneFeatures(),
        score=80.0,
    )


def _label(copy: Copy) -> str:
    return copy.film.removesuffix(".mp4").replace("_", " ")


def _blueprint(copy: Copy, *, cards: bool, titled: bool) -> Blueprint:
    opening = ShotType.TEXT_CARD if cards else ShotType.MEDIUM
    scenes = [
        example_ad.scene(3.0, copy.says, _label(copy), shot_type=opening),
        example_ad.scene(2.6, "", _label(copy), shot_type=ShotType.TEXT_CARD),
    ]
    hook = copy.shows if cards or titled else ""
    own = {"offer": copy.offer, "language": copy.language, "energy": 6.0}
    return example_ad.blueprint(scenes, hook=hook, button=copy.button, **own)


if __name__ == "__main__":
    main()
