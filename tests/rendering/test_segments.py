"""An ad in segments is the ad in one piece: every frame once, the same pixels; equal segments of two ads are one."""

import os
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, FrameSize, Platform, Quality, Transition
from geminivideo.rendering import overlay
from geminivideo.rendering.encode import picture_options
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import Graph
from geminivideo.rendering.graph.segment import CAPTIONS, build
from geminivideo.rendering.materials import gather
from geminivideo.rendering.output import Output
from geminivideo.rendering.palette import PALETTES
from geminivideo.rendering.plan.clips import CardClip, CardDesign, Clip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.framing import CropWindow
from geminivideo.rendering.plan.words import NarrationLine, Title, TitleRole
from geminivideo.rendering.segments.captions import Writing, writing
from geminivideo.rendering.segments.facts import of_the_ad
from geminivideo.rendering.segments.jobs import jobs_of
from geminivideo.rendering.segments.model import Piece, Segment
from geminivideo.rendering.segments.split import LONGEST, SHORTEST, split
from geminivideo.rendering.text.ass import Event
from geminivideo.rendering.text.fonts import fontconfig
from geminivideo.rendering.transitions import XFADES
from geminivideo.rendering.verification.report import Stretch
from geminivideo.rendering.workspace import Workspace, link
from tests.rendering.examples import opener, source

FRAME = FrameSize(180, 180)
TRANSITIONS = st.sampled_from([Transition.CUT, Transition.CUT, *XFADES])
ONE_SOURCE = source("film", 320, 180, 30.0)


def clip(start: int, frames: int, kind: Transition = Transition.CUT, **changed: object) -> FootageClip:
    blend = XFADES[kind][1] if kind in XFADES else 0
    given_values: dict[str, object] = {
        "scene": 0,
        "start": start,
        "frames": frames,
        "transition": kind,
        "transition_frames": blend,
        "footage_id": ONE_SOURCE.footage_id,
        "scene_id": "x",
        "in_seconds": 0.4,
        "crop": CropWindow(x=40, y=0, width=180, height=180),
    }
    return FootageClip.model_validate(given_values | changed)


def plan_of(clips: list[Clip], **changed: object) -> EditPlan:
    given_values: dict[str, object] = {
        "blueprint_id": "bp",
        "platform": Platform.SQUARE,
        "width": 1080,
        "height": 1080,
        "frames": clips[-1].end,
        "language": "en",
        "seed": 0,
        "palette": PALETTES[0],
        "sources": (ONE_SOURCE,),
        "clips": tuple(clips),
        "narration": (),
        "titles": (),
        "caption_style": CaptionStyle.HORMOZI,
        "music": None,
    }
    return EditPlan(**(given_values | changed))


@st.composite
def plans(draw: st.DrawFn) -> EditPlan:
    clips: list[Clip] = []
    for frames in draw(st.lists(st.one_of(st.integers(1, 30), st.integers(31, 420)), min_size=1, max_size=12)):
        kind = draw(TRANSITIONS)
        blend = XFADES[kind][1] if kind in XFADES else 0
        fits = clips and blend < frames and blend <= clips[-1].frames
        clips.append(clip(clips[-1].end if clips else 0, frames, kind if fits else Transition.CUT))
    return plan_of(clips)


@given(plans())
@settings(deadline=None)
def test_every_frame_is_in_one_segment_and_none_is_too_short_or_too_long(plan: EditPlan) -> None:
    segments = split(plan)
    assert (segments[0].start, segments[-1].end) == (0, plan.frames)
    assert all(before.end == after.start for before, after in pairwise(segments))
    shown = [(piece.clip, piece.first + n) for each in segments for piece in each.pieces for n in range(piece.frames)]
    assert shown == [(number, frame) for number, each in enumerate(plan.clips) for frame in range(each.frames)]
    if plan.frames >= SHORTEST:
        assert min(each.frames for each in segments) >= SHORTEST
    for each in segments:
        longest = max(plan.clips[piece.clip].frames for piece in each.pieces)
        assert each.frames <= max(LONGEST, longest if len(each.pieces) > 1 else LONGEST) + 2 * SHORTEST


@given(plans(), st.integers(SHORTEST, 300))
@settings(deadline=None)
def test_what_is_put_before_a_clip_only_moves_the_segments_after_it(plan: EditPlan, longer: int) -> None:
    first = plan.clips[0]
    moved = [each.model_copy(update={"start": each.start + longer}) for each in plan.clips[1:]]
    changed = plan_of([first.model_copy(update={"frames": first.frames + longer}), *moved])
    if first.frames < SHORTEST:
        return  # it was too short to stand alone, so its neighbour is another now
    after = [(each.start + longer, each.pieces) for each in split(plan) if each.pieces[0].clip > 0]
    assert [(each.start, each.pieces) for each in split(changed) if each.pieces[0].clip > 0] == after


def test_an_event_goes_on_over_the_boundary_and_never_knows_where_in_the_ad_it_is() -> None:
    events = [Event(10, 50, 0, "long"), Event(35, 90, 0, "{\\fad(1,1)}fades"), Event(60, 70, 0, "later")]
    here = writing(events, Segment(30, (Piece(0, 0, 10),)), FRAME)
    assert here is not None
    assert here.lead == 20 + 3, "its animation goes on from where it was"
    assert "later" not in here.document
    moved = [Event(each.start + 7, each.end + 7, each.layer, each.text) for each in events]
    assert writing(moved, Segment(37, (Piece(0, 0, 10),)), FRAME) == here
    longer = [Event(10, 400, 0, "long"), events[1]]
    assert writing(longer, Segment(30, (Piece(0, 0, 10),)), FRAME) == here, "what comes after does not matter"
    assert writing(events, Segment(200, (Piece(0, 0, 10),)), FRAME) is None


@pytest.mark.parametrize("frames", [1, 60, 61, 62, 121, 150])
def test_a_segment_never_ends_with_a_key_frame(frames: int) -> None:
    options = picture_options(Quality.HIGH, frames)
    distance = int(options[options.index("-g") + 1])
    assert frames == 1 or (frames - 1) % distance


def test_stretches_that_touch_over_a_boundary_are_one() -> None:
    segments = [Segment(0, (Piece(0, 0, 30),)), Segment(30, (Piece(1, 0, 60),))]
    found = [(Stretch(start=0.4, end=1.0),), (Stretch(start=0.0, end=0.9), Stretch(start=1.5, end=1.9))]
    assert of_the_ad(segments, found, 1.2) == (Stretch(start=0.4, end=1.9),)


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Path:
    """24 frames a second, so that the ad's frames never meet the film's."""
    path = tmp_path_factory.mktemp("film") / "moving.mp4"
    ffmpeg.run(
        [
            *("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=8", "-c:v", "libx264", "-preset"),
            *("ultrafast", "-bf", "2", "-g", "48", "-pix_fmt", "yuv420p", str(path)),
        ]
    )
    return path


def varied_plan() -> EditPlan:
    """Every kind of clip, all kinds of joins, clips too short and too long to be a segment, words over everything."""
    clips: list[Clip] = [clip(0, 30), clip(30, 4), clip(34, 5), clip(39, 45)]
    for kind in XFADES:
        clips.append(clip(clips[-1].end, 18, kind, in_seconds=2.0))
    clips.append(clip(clips[-1].end, 174, Transition.DISSOLVE, in_seconds=1.37))
    at = clips[-1].end
    clips.append(
        CardClip(
            scene=0, start=at, frames=39, transition=Transition.SLIDE, transition_frames=8, design=CardDesign.LINES
        )
    )
    clips.append(
        EndCardClip(
            scene=0,
            start=at + 39,
            frames=75,
            transition=Transition.DISSOLVE,
            transition_frames=10,
            product_name="Tea",
            offer="Half off",
            call_to_action="Buy",
        )
    )
    words = tuple(TimedWord(text=f"word{n}", start=12 * n + 3, end=12 * n + 12) for n in range(clips[-1].end // 12 - 1))
    said = " ".join(word.text for word in words)
    line = NarrationLine(scene=0, text=said, start=3, frames=clips[-1].end - 6, words_per_minute=150, words=words)
    title = Title(start=3, frames=60, text="A title over two segments", role=TitleRole.HOOK)
    return plan_of(clips, narration=(line,), titles=(title,))


def drawn(ffmpeg: Ffmpeg, folder: Path, graph: Graph, written: Writing | None) -> list[str]:
    """A digest of each frame that comes out of the graph."""
    folder.mkdir()
    for each in graph.inputs:
        link(each.file.path, folder / each.name)
    (folder / CAPTIONS).write_text(written.document if written else "", "utf-8")
    (folder / "fonts.conf").write_text(fontconfig(folder.parent / "font-cache", with_system_fonts=False))
    command = [str(ffmpeg.path), "-v", "error", *(a for each in graph.inputs for a in each.arguments)]
    command += ["-filter_complex", graph.text, "-map", f"[{graph.output}]", "-f", "framemd5", "-"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    printed = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    return [line.rpartition(",")[2].strip() for line in printed.splitlines() if not line.startswith("#")]


def gathered(plan: EditPlan, film: Path, folder: Path) -> Materials:
    with ExitStack() as stack:
        return gather(plan, FRAME, Workspace(folder), opener({ONE_SOURCE.footage_id: film}), stack, lambda: None)


def test_segments_show_exactly_what_one_graph_shows(ffmpeg: Ffmpeg, moving: Path, tmp_path: Path) -> None:
    plan = varied_plan()
    materials = gathered(plan, moving, tmp_path / "work")
    whole = Segment(0, tuple(Piece(number, 0, each.frames) for number, each in enumerate(plan.clips)))
    events = list(overlay.events(plan))
    written = writing(events, whole, plan.platform.frame)
    assert written is not None
    expected = drawn(ffmpeg, tmp_path / "whole", build(plan, FRAME, whole, materials, written.lead), written)
    assert len(expected) == plan.frames
    assert len(set(expected)) > 0.7 * plan.frames, "it moves"
    shown: list[str] = []
    for number, job in enumerate(jobs_of(plan, Output(FRAME, Quality.DRAFT), materials, ffmpeg)):
        pictures = drawn(ffmpeg, tmp_path / f"part-{number}", job.graph, job.writing)
        assert len(pictures) == job.segment.frames
        shown += pictures
    different = [number for number, (one, other) in enumerate(zip(shown, expected, strict=True)) if one != other]
    assert different == []


def test_an_ad_that_is_longer_before_a_scene_shares_the_scenes_after_it(
    ffmpeg: Ffmpeg, moving: Path, tmp_path: Path
) -> None:
    plan = varied_plan()
    longer = 7
    first = plan.clips[0].model_copy(update={"frames": plan.clips[0].frames + longer})
    clips = [first, *(each.model_copy(update={"start": each.start + longer}) for each in plan.clips[1:])]

    def later(word: TimedWord) -> TimedWord:
        return word.model_copy(update={"start": word.start + longer, "end": word.end + longer})

    line = plan.narration[0]
    moved = line.model_copy(update={"start": line.start + longer, "words": tuple(map(later, line.words))})
    changed = plan_of(clips, narration=(moved,))
    plain = plan_of(list(plan.clips), narration=plan.narration)
    keys: Callable[[EditPlan, str], list[str]] = lambda of, name: [  # noqa: E731
        job.made_from
        for job in jobs_of(of, Output(FRAME, Quality.DRAFT), gathered(of, moving, tmp_path / name), ffmpeg)
    ]
    before, after = keys(plain, "one"), keys(changed, "two")
    assert before[0] != after[0]
    assert before[1:] == after[1:]
