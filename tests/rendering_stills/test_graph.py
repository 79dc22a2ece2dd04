"""Still clips in the filter graph: read ready made, and blended at the frame's own size."""

from pathlib import Path

from geminivideo.core.vocabulary import ShotType, Transition
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import File
from geminivideo.rendering.graph.segment import build
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.segments.model import Piece, Segment
from geminivideo.rendering.source_facts import SourceFacts
from tests.rendering.examples import blueprint, footage, scene, source
from tests.rendering_stills.examples import still
from tests.rendering_stills.test_planning import planned


def test_a_picture_is_blended_whole_and_read_ready_made_on_either_side_of_a_transition() -> None:
    ad = blueprint(
        scene(2, "Look.", footage_query="people"),
        scene(1.5, "So fine.", shot_type=ShotType.DETAIL, footage_query="", transition=Transition.SLIDE),
        scene(2, "Again.", footage_query="people", transition=Transition.SLIDE),
        scene(2.5, "Buy."),
    )
    plan = planned(ad, [footage(source("people", seconds=90.0))], still("mug"))
    index = next(index for index, clip in enumerate(plan.clips) if isinstance(clip, StillClip))
    assert all(clip.transition_frames for clip in plan.clips[index : index + 2])
    plain = SourceFacts(demuxer="mov", matrix="bt709", full_range=False, hdr=False)
    materials = Materials(
        sources={each.footage_id: File(Path("film"), "film") for each in plan.sources},
        facts={each.footage_id: plain for each in plan.sources},
        backgrounds={number: File(Path("ground"), "ground") for number in range(len(plan.clips))},
        end_card=None,
        keyframed={index: File(Path("still"), "still")},
    )
    pieces = tuple(Piece(number, 0, plan.clips[number].frames) for number in (index, index + 1))
    graph = build(plan, plan.platform.frame, Segment(0, pieces), materials, None)
    assert [each.file.content for each in graph.inputs] == ["film", "still", "still", "film"]
    blends = [line for line in graph.text.splitlines() if "xfade" in line]
    assert len(blends) == 2
    assert not any("scale=" in blend for blend in blends), "nothing is enlarged afterwards"
