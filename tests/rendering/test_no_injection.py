"""Whatever words stand in a blueprint, nothing of them is obeyed: by ffmpeg, by libass, or by a player of captions."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.rendering import overlay
from geminivideo.rendering.captions import sidecars
from geminivideo.rendering.end_card import arrange
from geminivideo.rendering.plan.clips import EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan_layout import layout_of
from geminivideo.rendering.segments.captions import writing
from geminivideo.rendering.segments.split import split
from tests.rendering.test_filter_graph import graph, planned

# `zq` is in no tag, option or word of ours: wherever it has an effect, it came from outside.
PIECES = (
    *("{\\zq1}", "{", "}", "\\", "\\N", "\\n", "\\h", "\\zq", "{zq", "\\{", "\\}", "}{\\p1}zq{\\p0}"),
    *("\n", "\r\n", "\u2028", "\x85", "\x00", "\x1b[0m", "\u202e", "\u2060", "\ufeff", "\ud800"),
    *("\nDialogue: 0,0:00:00.00,9:00:00.00,zq,,0,0,0,,zq", "[zq]", ";movie=zq[zq]", "':zq=1", "%{zq}", "$(zq)", "`zq`"),
    *("zq", " ", ",", "word", "été", "عرض", "世界", "🔥", "👩‍💻", "x" * 300, "-->", "<zq>", "&zq;", "NOTE zq"),
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), min_size=1, max_size=8).map("".join)
GRAPH_ALPHABET = re.compile(r"[A-Za-z0-9_\[\]=:,;.()*+/|<>'\- \n]*")
HEADER = re.compile(
    r"\[(Script Info|V4\+ Styles|Events)\]|;.*|"
    r"(ScriptType|PlayRes[XY]|WrapStyle|ScaledBorderAndShadow|YCbCr Matrix|Collisions|Format|Style): .*|"
)
DIALOGUE = re.compile(r"Dialogue: \d+,\d:\d\d:\d\d\.\d\d,\d:\d\d:\d\d\.\d\d,Plain,,0,0,0,,(.*)")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(TEXT)
@settings(max_examples=25)
def test_the_graph_is_made_of_its_own_alphabet_and_no_word_of_ours(text: str) -> None:
    made = graph(planned(text))
    assert GRAPH_ALPHABET.fullmatch(made.text)
    assert "zq" not in made.text.casefold()
    for each in made.inputs:
        assert "zq" not in " ".join(each.arguments)


def assert_nothing_is_obeyed(document: str) -> None:
    assert not CONTROL.search(document)
    for line in document.splitlines():
        event = DIALOGUE.fullmatch(line)
        if event is None:
            assert HEADER.fullmatch(line), line
            assert "zq" not in line
            continue
        shown = re.sub(r"\\[{}]", "", event[1])  # braces that are only shown
        blocks = re.findall(r"\{([^{}]*)\}", shown)
        assert all("zq" not in block and block.startswith("\\") for block in blocks), line
        outside = re.sub(r"\{[^{}]*\}", "", shown)
        assert not re.search(r"[{}]", outside), line
        assert not re.search(r"\\(?!\u2060)", outside), line


@given(TEXT, st.sampled_from(CaptionStyle))
@settings(max_examples=20)
def test_no_tag_or_line_of_a_subtitle_file_comes_from_outside(text: str, style: CaptionStyle) -> None:
    plan = planned(text)
    assert_nothing_is_obeyed(overlay.subtitles(EditPlan(**{**dict(plan), "caption_style": style})))
    events = list(overlay.events(plan))
    for segment in split(plan):
        written = writing(events, segment, plan.platform.frame)
        if written is not None:
            assert_nothing_is_obeyed(written.document)


@given(TEXT)
@settings(max_examples=25)
def test_no_cue_of_a_sidecar_comes_from_outside(text: str) -> None:
    plan = planned(text)
    texts = {ending: content for ending, _kind, content in sidecars.files(plan)}
    assert not any(CONTROL.search(content) for content in texts.values())
    for ending in texts.keys() & {"srt", "vtt"}:
        blocks = texts[ending].removeprefix("WEBVTT\n\n").strip("\n").split("\n\n")
        assert len(blocks) == len(sidecars.cues(plan))
        for block in blocks:  # a number in SRT, the time, and one line of text
            time, *words = block.split("\n")[1 if ending == "srt" else 0 :]
            assert re.fullmatch(r"[\d:.,]+ --> [\d:.,]+", time)
            assert len(words) == 1
            assert "<zq" not in words[0]
            assert "-->" not in words[0]


@given(TEXT)
@settings(max_examples=25)
def test_the_end_card_has_room_for_any_words(text: str) -> None:
    plan = planned(text)
    card = plan.clips[-1]
    if isinstance(card, EndCardClip):
        assert arrange(card, layout_of(plan), captioned=False)


@given(TEXT)
@settings(max_examples=25)
def test_a_plan_of_any_words_is_read_back_as_it_was_written(text: str) -> None:
    plan = planned(text.encode("utf-8", "replace").decode())  # half a character cannot be written, nor come by JSON
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan
