"""Odd and broken files through the whole chain: a verified video, or an error that says what to do. Nothing else."""

from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from bench import fuzz_media
from bench.fuzz_chain import MAX_PIXELS, Studio, by_hand, footage_frames, scenes_of, source_of

from geminivideo.core.errors import GeminivideoError, ProcessingError
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.media.display_size import display_size
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.footage.intake import admit
from geminivideo.rendering import source_facts
from geminivideo.rendering.graph import source_reading
from geminivideo.rendering.plan.clips import Clip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import CropWindow, Fill
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.renderer import RenderedVideo
from tests.rendering.examples import opener
from tests.rendering.test_segments import plan_of

DARKEST, STEP = 20, 3.5  # brightness of a film's first frame, and how much each is brighter than the one before


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Studio:
    return Studio.at(tmp_path_factory.mktemp("odd") / "home", ffmpeg)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


def let_in(path: Path) -> FootageSource:
    return source_of(admit(path, label=path.name, max_seconds=60, max_pixels=MAX_PIXELS), path)


def pictures(studio: Studio, path: Path, plan: EditPlan) -> list[np.ndarray]:
    """The brightness of a preview's pictures, as it is stored."""
    video = studio.renderer.preview(plan, studio.context(path, f"preview-{path.stem}"))
    with av.open(str(video.path)) as container:
        return [frame.to_ndarray()[: frame.height] for frame in container.decode(video=0)]


def planned(path: Path, **changed: object) -> EditPlan:
    """One clip of the source and an end card."""
    plan = by_hand(let_in(path), card_only())
    clip = plan.clips[0].model_copy(update=changed)
    return EditPlan(**{**dict(plan), "clips": (clip, *plan.clips[1:])})


@pytest.fixture(scope="module")
def one_group(media: Path, ffmpeg: Ffmpeg) -> Path:
    """Two seconds that brighten from frame to frame, with a single key frame at their start."""
    grey = f"color=black:size=160x160:rate=30:duration=2,format=yuv420p,geq=lum='{DARKEST}+N*{STEP}':cb=128:cr=128"
    path = media / "one-group.mp4"
    ffmpeg.run(["-v", "error", "-f", "lavfi", "-i", grey, "-c:v", "libx264", "-g", "300", "-crf", "8", str(path)])
    return path


@pytest.mark.parametrize("name", ["late.ts", "held.avi"])
def test_what_is_shown_is_what_was_asked_for_however_far_the_key_frame_is(
    studio: Studio, one_group: Path, ffmpeg: Ffmpeg, name: str
) -> None:
    path = one_group.with_name(name)
    offset = ("-output_ts_offset", "10") if path.suffix == ".ts" else ()
    ffmpeg.run(["-v", "error", "-i", str(one_group), "-c", "copy", *offset, str(path)])
    shown = pictures(studio, path, planned(path, in_seconds=1.2))
    numbers = [(int(picture[100, 100]) - DARKEST) / STEP for picture in shown[:20]]
    # An AVI knows no times of pictures that are not stored in their order: there two frames are as near as it gets.
    assert numbers == pytest.approx(range(36, 56), abs=1.9 if path.suffix == ".ts" else 4)


def test_a_transport_stream_is_read_from_before_the_place() -> None:
    stream = source_facts.SourceFacts(demuxer="mpegts", matrix="bt709", full_range=False, hdr=False)
    assert source_reading.run_up(stream, 0.0) == 0
    assert source_reading.run_up(stream, 2.0) == 60
    assert source_reading.run_up(stream, 100.0) == 315
    assert source_reading.run_up(stream.model_copy(update={"demuxer": "mov"}), 100.0) == 0
    assert source_reading.prepared(stream) == ()


@pytest.mark.parametrize(
    ("stored", "aspect", "seen"),
    [
        ((720, 576), Fraction(16, 15), (768, 576)),
        ((1440, 1080), Fraction(4, 3), (1920, 1080)),
        ((320, 90), Fraction(1, 2), (320, 180)),
        ((320, 180), None, (320, 180)),
        ((320, 180), Fraction(1), (320, 180)),
        ((320, 180), Fraction(1000, 1), (320, 180)),
        ((320, 180), Fraction(0), (320, 180)),
    ],
)
def test_sizes_are_those_with_square_pixels(
    stored: tuple[int, int], aspect: Fraction | None, seen: tuple[int, int]
) -> None:
    assert display_size(*stored, aspect) == seen


@pytest.mark.parametrize(("name", "size", "aspect"), [("wide.mp4", "180x180", "16/9"), ("tall.mp4", "320x90", "1/2")])
def test_pixels_that_are_not_square_are_made_so(
    studio: Studio, media: Path, ffmpeg: Ffmpeg, name: str, size: str, aspect: str
) -> None:
    """A white box that is a square to a viewer: a quarter of the picture's height."""
    path = media / name
    box = "drawbox=x=iw/2-ih/8/sar:y=ih/2-ih/8:w=ih/4/sar:h=ih/4:color=white:t=fill"
    film = f"color=0x202020:size={size}:rate=30:duration=1,setsar={aspect},{box}"
    ffmpeg.run(["-v", "error", "-f", "lavfi", "-i", film, "-c:v", "libx264", "-pix_fmt", "yuv420p", str(path)])
    source = let_in(path)
    assert (source.width, source.height) == (320, 180)
    whole = {"crop": CropWindow(x=0, y=0, width=320, height=180), "fill": Fill.BLURRED}
    middle = {"crop": CropWindow(x=70, y=0, width=180, height=180), "fill": Fill.COVER}
    for changed in (whole, middle):
        shown = pictures(studio, path, planned(path, **changed))[3] > 200
        across, down = shown.any(axis=0).sum(), shown.any(axis=1).sum()
        assert across == pytest.approx(down, abs=4)
        assert across > 30


# Each is of a kind of its own, and quickly made; `python -m bench fuzz` takes all, each in an ad of its own.
CHOSEN = (
    "odd size.mp4",
    "one frame.mp4",
    "see-through.mov",
    "grey.mkv",
    "pq without its other tags.mkv",
    "colours of its own.mp4",
    "another size from the middle.ts",
    "cut tail.ts",
    "[0:v]null;movie=x,drawtext=text='a:b'.mp4",
)


@pytest.fixture(scope="module")
def odd(media: Path, ffmpeg: Ffmpeg) -> dict[str, Path]:
    return fuzz_media.make(ffmpeg, media, CHOSEN)


def together(studio: Studio, paths: list[Path], workspace: str) -> RenderedVideo:
    """A preview that shows a little of each file, as a plan made by hand may."""
    sources = [let_in(path) for path in paths]
    for path, source in zip(paths, sources, strict=True):
        assert scenes_of(path, source)
    clips: list[Clip] = []
    for source in sources:
        clip = by_hand(source, card_only()).clips[0]
        frames = min(12, clip.frames)
        clips.append(clip.model_copy(update={"start": clips[-1].end if clips else 0, "frames": frames}))
    plan = EditPlan(**{**dict(card_only()), "sources": tuple(sources), "clips": tuple(clips), "frames": clips[-1].end})
    opened = opener({source.footage_id: path for path, source in zip(paths, sources, strict=True)})
    return studio.renderer.preview(plan, RenderContext(studio.home / workspace, opened))


@cache
def card_only() -> EditPlan:
    """A plan without footage, for its other fields."""
    card = EndCardClip(scene=0, start=0, frames=30, product_name="Tea", offer="", call_to_action="Buy")
    return plan_of([card], sources=(), caption_style=CaptionStyle.NONE)


@pytest.mark.slow
def test_odd_files_are_let_in_analysed_and_shown(studio: Studio, odd: dict[str, Path], media: Path) -> None:
    before = set(media.rglob("*"))
    video = together(studio, list(odd.values()), "odd")
    assert video.report.frames == video.plan.frames == footage_frames(video.plan)
    assert len(video.plan.clips) == len(CHOSEN)
    assert set(media.rglob("*")) == before, "nothing is written beside the footage"


def test_flipped_bytes_never_crash_what_follows(studio: Studio, media: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    plain = fuzz_media.make(ffmpeg, media, ["no sound.mp4"])["no sound.mp4"]
    for number, (_name, path) in enumerate(fuzz_media.damaged(plain, tmp_path, range(3, 5))):
        with suppress(GeminivideoError):  # any other error fails the test
            video = together(studio, [path], f"flipped-{number}")
            assert video.report.frames == video.plan.frames


def test_a_title_in_another_encoding_is_no_reason_to_fail(studio: Studio, one_group: Path, ffmpeg: Ffmpeg) -> None:
    """As cameras and editors of the last century write it."""
    path = one_group.with_name("titled.mp4")
    ffmpeg.run(["-v", "error", "-i", str(one_group), "-c", "copy", "-metadata", "title=Muenchen", str(path)])
    path.write_bytes(path.read_bytes().replace(b"Muenchen", b"M\xfcnchen "))
    assert together(studio, [path], "titled").report.frames == 12


def test_a_source_that_gives_no_picture_is_an_error_with_a_name(studio: Studio, one_group: Path) -> None:
    """Its database row says that it is longer than it is."""
    longer = let_in(one_group).model_copy(update={"duration_seconds": 60.0})
    plan = by_hand(longer, card_only())
    with pytest.raises(ProcessingError, match="0 frames instead of 20"):
        pictures(studio, one_group, plan)
