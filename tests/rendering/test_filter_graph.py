"""The graph is numbers and our own names: nothing from outside can be in it, whatever the texts and file names say."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.vocabulary import CaptionStyle, Platform, Quality, ShotType, Transition
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.encode import picture_options
from geminivideo.rendering.encoders.known import PRESETS
from geminivideo.rendering.graph.materials import EndCardFiles, Materials
from geminivideo.rendering.graph.model import File, Graph
from geminivideo.rendering.graph.segment import build
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import Fill
from geminivideo.rendering.segments.model import Piece, Segment
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, source, speeches

PLAIN = SourceFacts(demuxer="mov", matrix="bt709", full_range=False, hdr=False)
HOSTILE = st.sampled_from(["[x];drawtext=textfile=/etc/passwd", "'", "\\", "movie=/etc/passwd", "%{pts}", "a,b=c:d"])


def planned(text: str = "hello", platform: Platform = Platform.SQUARE) -> EditPlan:
    ad = blueprint(
        scene(3, text, on_screen_text=text, footage_query=text),
        scene(3, text, shot_type=ShotType.TEXT_CARD, transition=Transition.SLIDE, on_screen_text=text),
        scene(3, text),
        product_name=text,
        offer=text,
        language="en",
    )
    label = footage(source("clip").model_copy(update={"label": text, "storage_key": text, "footage_id": text}))
    return make_plan(ad, lay_out(ad, speeches(ad)), [label], EditSettings(platform, CaptionStyle.KARAOKE, seed=0))


def graph(plan: EditPlan, facts: SourceFacts = PLAIN) -> Graph:
    """The whole ad as one segment."""
    materials = Materials(
        sources={each.footage_id: given_file(each.storage_key) for each in plan.sources},
        facts={each.footage_id: facts for each in plan.sources},
        backgrounds={n: given_file("background") for n, _clip in enumerate(plan.clips)},
        end_card=EndCardFiles(given_file("panel"), 40, 300, given_file("button"), 540, 700),
    )
    whole = Segment(0, tuple(Piece(number, 0, clip.frames) for number, clip in enumerate(plan.clips)))
    return build(plan, plan.platform.frame, whole, materials, 0)


def given_file(name: str) -> File:
    return File(Path(name), "content")


@given(HOSTILE)
@settings(deadline=None)
def test_foreign_words_reach_neither_graph_nor_arguments(text: str) -> None:
    made = graph(planned(text))
    assert made.text == graph(planned("hello")).text
    assert text not in "".join(argument for each in made.inputs for argument in each.arguments)


def test_every_input_is_opened_as_what_it_is_and_may_only_read_files() -> None:
    for each in graph(planned()).inputs:
        options = " ".join(each.options)
        assert "-protocol_whitelist file,pipe" in options
        assert re.search(r"-f (mov|rawvideo|png_pipe)\b", options)
        assert re.fullmatch(r"input-\d+", each.name)


def test_every_chain_ends_in_a_label_that_is_read_once() -> None:
    text = graph(planned()).text
    labels = re.findall(r"\[([^\]]+)\]", text)
    for label in set(labels) - {graph(planned()).output}:
        assert labels.count(label) == (1 if ":v:" in label else 2), label


def test_all_clips_get_the_same_colour_tags_and_frame_rate() -> None:
    plan = planned()
    uniform = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv,setsar=1,settb=1/30"
    assert graph(plan).text.count(uniform) >= len(plan.clips)


def test_other_colours_are_converted_and_hdr_is_tone_mapped() -> None:
    phone = SourceFacts(demuxer="mov", matrix="bt601", full_range=True, hdr=False)
    hdr = SourceFacts(demuxer="mov", matrix="bt2020", full_range=False, hdr=True)
    assert "in_color_matrix=bt601:in_range=pc:out_color_matrix=bt709" in graph(planned(), phone).text
    assert "tonemap" in graph(planned(), hdr).text
    assert "tonemap" not in graph(planned()).text


def test_the_grade_works_on_the_smaller_picture() -> None:
    plan = planned()
    first = plan.clips[0]
    assert isinstance(first, FootageClip)
    small = graph(plan).text.splitlines()[1]
    assert small.index("lutyuv=") < small.index("scale=1080")
    huge = source("clip", width=7680, height=4320).model_copy(update={"footage_id": first.footage_id})
    window = first.crop.model_copy(update={"width": 4320, "height": 4320})
    large = first.model_copy(update={"crop": window})
    changed = EditPlan(**{**dict(plan), "sources": (huge,), "clips": (large, *plan.clips[1:])})
    text = graph(changed).text.splitlines()[1]
    assert text.index("scale=1080") < text.index("lutyuv=")


def test_a_picture_that_does_not_cover_the_frame_stands_on_its_blur() -> None:
    plan = planned()
    blurred = plan.clips[0].model_copy(update={"fill": Fill.BLURRED})
    assert "gblur" in graph(EditPlan(**{**dict(plan), "clips": (blurred, *plan.clips[1:])})).text


def test_cuts_are_joined_in_one_go_and_transitions_blend() -> None:
    text = graph(planned()).text
    assert text.count("xfade=transition=slideright:duration=0.266667:offset=0") == 1
    blends = sum(clip.transition_frames > 0 for clip in planned().clips)
    assert f"concat=n={len(planned().clips) + blends}" in text


def test_better_quality_is_never_a_coarser_encode() -> None:
    crfs = [PRESETS[quality].crf for quality in Quality]
    assert crfs == sorted(crfs, reverse=True)
    for quality in Quality:
        options = " ".join(picture_options(quality, 90))
        assert "-pix_fmt yuv420p" in options
        assert "-profile:v high" in options
