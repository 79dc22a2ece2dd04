"""Keyframes: easings that begin and end where they should, and pictures that follow them finer than pixels."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import FrameSize, Platform, Quality
from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.easing import bezier, eased
from geminivideo.rendering.keyframes.track import shown_at, state_at
from geminivideo.rendering.keyframes.warping import Writer, warp_clip, warped
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import CropKey, CropWindow, Easing, Fill, Grade, Keyframe
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.source_facts import look
from tests.rendering.doubles import ToneVoice
from tests.rendering.examples import blueprint, film, footage, opener, scene
from tests.rendering.pictures import frame_at

SHARES = st.floats(0, 1)
CALM = [Easing.LINEAR, Easing.EASE_IN, Easing.EASE_OUT, Easing.EASE_IN_OUT, Easing.BEZIER, Easing.STEP]
SMALL = FrameSize(180, 320)
BASE = "#0A5FA8"


def key(easing: Easing, **values: Any) -> Keyframe:
    return Keyframe(**{"frame": 9, "easing": easing, **values})


@pytest.mark.parametrize("easing", Easing)
def test_every_easing_begins_and_ends_exactly(easing: Easing) -> None:
    ends = [eased(key(easing), share) for share in (-1.0, 0.0, 1.0, 2.0)]
    assert ends == [0.0, 0.0, 1.0, 1.0]
    if easing is not Easing.STEP:
        assert eased(key(easing), 1e-6) == pytest.approx(0, abs=1e-4)
        assert eased(key(easing), 1 - 1e-6) == pytest.approx(1, abs=1e-4)


@given(st.sampled_from(CALM), SHARES, SHARES)
def test_calm_easings_never_turn_back(easing: Easing, one: float, other: float) -> None:
    assert eased(key(easing), min(one, other)) <= eased(key(easing), max(one, other)) + 1e-9


@given(SHARES)
def test_easings_are_what_their_names_say(share: float) -> None:
    into, out, both = (eased(key(e), share) for e in (Easing.EASE_IN, Easing.EASE_OUT, Easing.EASE_IN_OUT))
    assert into <= share <= out + 1e-12
    assert (both <= share if share <= 0.5 else both >= share) or both == pytest.approx(share)
    assert out == pytest.approx(1 - eased(key(Easing.EASE_IN), 1 - share))
    assert 0 <= eased(key(Easing.BOUNCE), share) <= 1
    assert eased(key(Easing.STEP), share) == (1.0 if share == 1 else 0.0)


def test_a_spring_swings_beyond_its_goal_and_a_bounce_comes_back_from_it() -> None:
    swings = [eased(key(Easing.ELASTIC), n / 100) for n in range(101)]
    assert 1.1 < max(swings) < 1.6
    bounces = [eased(key(Easing.BOUNCE), n / 1000) for n in range(1001)]
    touches = [n for n in range(1, 1000) if bounces[n] > 0.99 and bounces[n - 1] <= bounces[n] > bounces[n + 1]]
    assert len(touches) >= 3


@given(SHARES, SHARES, SHARES)
def test_a_bezier_curve_lies_on_its_own_points(x1: float, x2: float, at: float) -> None:
    """Control points on the diagonal give the diagonal; any time along the curve is found again."""
    assert bezier((x1, x1, x2, x2), at) == pytest.approx(at, abs=1e-6)


def clip_of(*keys: Keyframe, frames: int = 10, window: tuple[int, int] = (90, 160), **changed: Any) -> FootageClip:
    crop = CropWindow(x=20, y=0, width=window[0], height=window[1])
    values = {"scene": 0, "start": 0, "footage_id": "f", "scene_id": "s", "in_seconds": 0.0}
    return FootageClip(**{**values, "frames": frames, "crop": crop, "keyframes": keys, **changed})


@st.composite
def keyframes(draw: st.DrawFn) -> list[Keyframe]:
    frames = sorted(draw(st.sets(st.integers(0, 9), min_size=1, max_size=4)))
    sides = st.floats(-1, 1)
    return [
        Keyframe(
            frame=frame,
            zoom=draw(st.floats(1, 4)),
            x=draw(sides),
            y=draw(sides),
            opacity=draw(SHARES),
            easing=draw(st.sampled_from(Easing)),
        )
        for frame in frames
    ]


@given(keyframes(), st.floats(-5, 20))
def test_nothing_outside_the_crop_is_ever_shown(keys: Sequence[Keyframe], frame: float) -> None:
    path = (CropKey(frame=0, x=20, y=0), CropKey(frame=8, x=60, y=0))
    clip = clip_of(*keys, crop_path=path)
    shown, state = shown_at(clip, frame), state_at(clip, frame)
    assert shown.left >= 20 - 1e-6
    assert shown.right <= 60 + 90 + 1e-6
    assert shown.top >= -1e-6
    assert shown.bottom <= 160 + 1e-6
    assert shown.width / shown.height == pytest.approx(90 / 160)
    assert 0 <= state.opacity <= 1


def test_at_its_frame_a_keyframe_is_reached() -> None:
    keys = [Keyframe(frame=2, zoom=1.5, x=-1), Keyframe(frame=6, zoom=2, x=1, opacity=0.5, easing=Easing.ELASTIC)]
    clip = clip_of(*keys)
    assert (state_at(clip, 0).zoom, state_at(clip, 2).x, state_at(clip, 6).zoom) == (1.5, -1, 2)
    assert (state_at(clip, 9).opacity, state_at(clip, 9).x) == (0.5, 1)
    assert shown_at(clip, 2).left == 20


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"keyframes": (Keyframe(frame=3), Keyframe(frame=3))}, "must grow"),
        ({"keyframes": (Keyframe(frame=10),)}, "end with their clip"),
        ({"keyframes": (Keyframe(frame=1),), "fill": Fill.BLURRED}, "on its blur"),
    ],
)
def test_keyframes_that_make_no_sense_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        clip_of(**changed)


def cross(x: float, y: float, width: int, height: int) -> NDArray[np.uint8]:
    """A soft spot whose middle is at x, y in pixel edges."""
    across, down = np.arange(width) + 0.5 - x, np.arange(height) + 0.5 - y
    spot = np.exp(-(across[None, :] ** 2 + down[:, None] ** 2) / 18)
    return np.asarray(np.rint(40 + 180 * spot), np.uint8)


def middle(plane: NDArray[np.uint8]) -> tuple[float, float]:
    light = np.clip(plane.astype(float) - 50, 0, None)
    x = (light.sum(axis=0) * (np.arange(plane.shape[1]) + 0.5)).sum() / light.sum()
    y = (light.sum(axis=1) * (np.arange(plane.shape[0]) + 0.5)).sum() / light.sum()
    return x, y


@given(st.floats(1, 3), st.floats(-1, 1), st.floats(-1, 1))
def test_luma_and_colour_come_to_stand_where_the_view_says(zoom: float, x: float, y: float) -> None:
    """Within a third of a pixel, also where a picture with more pixels than the frame is made smaller."""
    for width, height in ((90, 160), (360, 640)):
        shown = shown_at(clip_of(Keyframe(frame=0, zoom=zoom, x=x, y=y), window=(width, height)), 0)
        part = Area(shown.left - 20, shown.top, shown.right - 20, shown.bottom)
        spot = ((part.left + part.right) / 2 + 0.1 * part.width, (part.top + part.bottom) / 2)
        luma = cross(*spot, width, height)
        colour = cross((spot[0] + 0.5) / 2, spot[1] / 2, width // 2, height // 2)  # it stands with the left column
        drawn = warped((luma, colour, colour), part, SMALL)
        assert middle(drawn[0]) == pytest.approx((0.6 * 180, 160), abs=0.3)
        assert middle(drawn[1]) == pytest.approx(((0.6 * 180 + 0.5) / 2, 80), abs=0.3)


def spotted(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "4", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 160, "yuv420p"
        stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
        packed = np.concatenate([cross(65, 80, 160, 160), np.full((80, 160), 128, np.uint8)])
        for _ in range(14):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(packed, format="yuv420p")))
        container.mux(stream.encode())


def lumas(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray()[: frame.height], np.uint8) for frame in container.decode(video=0)]


def test_a_made_clip_follows_its_easing_and_fades_to_the_base_colour(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    path, made = tmp_path / "spot.mp4", tmp_path / "made.mp4"
    spotted(path)
    keys = [Keyframe(frame=0, zoom=1.25, x=-1), Keyframe(frame=8, zoom=1.25, x=1), Keyframe(frame=9, opacity=0)]
    clip = clip_of(*keys, grade=Grade())
    options = ("-f", "mov", "-i", str(path))
    warp_clip(ffmpeg, clip, 12, options, look(path), SMALL, BASE, tmp_path, made, lambda: None)
    pictures = lumas(made)
    assert len(pictures) == 12, "with the frames that show under the next transition"
    for number in range(9):
        shown = shown_at(clip, number)
        wanted = (65 - shown.left) / shown.width * 180, (80 - shown.top) / shown.height * 320
        assert middle(pictures[number]) == pytest.approx(wanted, abs=0.3)
    assert pictures[11].std() < 1
    assert pictures[11].mean() == pytest.approx(16 + 219 * (0.2126 * 10 + 0.7152 * 95 + 0.0722 * 168) / 255, abs=2)


def test_a_previews_colour_planes_need_not_fill_whole_rows(tmp_path: Path) -> None:
    size = FrameSize(360, 450)
    luma = np.full((450, 360), 120, np.uint8)
    with Writer(tmp_path / "moved.mp4", size) as writer:
        writer.write((luma, np.full((225, 180), 90, np.uint8), np.full((225, 180), 200, np.uint8)))
    with av.open(str(tmp_path / "moved.mp4")) as container:
        (frame,) = container.decode(video=0)
    planes = [np.frombuffer(bytes(plane), np.uint8) for plane in frame.planes]
    assert [round(float(np.median(plane))) for plane in planes] == [120, 90, 200]


def test_a_plan_with_keyframes_is_rendered_with_them(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    of = film(tmp_path / "coffee.mp4", [(200, 30, 30)] * 100, width=320, height=180)
    files = opener({of.footage_id: tmp_path / "coffee.mp4"})
    request = RenderRequest(
        blueprint(scene(2.0, "One"), scene(2.5, "Buy")), [footage(of)], Platform.SQUARE, Quality.DRAFT
    )
    renderer = Renderer(ffmpeg, ToneVoice(), Slots(tmp_path / "slots", 2))
    context = RenderContext(tmp_path / "work", files)
    plan = renderer.plan(request, context)
    first = plan.clips[0]
    assert isinstance(first, FootageClip)
    keys = (Keyframe(frame=10), Keyframe(frame=20, opacity=0, easing=Easing.STEP))
    changed = first.model_copy(update={"keyframes": keys})
    plan = EditPlan(**{**dict(plan), "clips": (changed, *plan.clips[1:])})
    video = renderer.render_plan(plan, Quality.DRAFT, context)
    red, base = frame_at(video.path, 18)[1000, 20], frame_at(video.path, 21)[1000, 20]
    assert red[0] > 150
    wanted = [int(plan.palette.base[at : at + 2], 16) for at in (1, 3, 5)]
    assert base.tolist() == pytest.approx(wanted, abs=14)


def test_without_keyframes_the_crop_is_shown_as_it_is() -> None:
    clip = clip_of()
    assert shown_at(clip, 3) == Area(20, 0, 110, 160)
