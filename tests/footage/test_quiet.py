"""Where a long shot is divided when somebody speaks in it, and what a scene is told of that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.footage_scene import SpokenWord
from geminivideo.core.speech_recognition.model import VoicedSpan
from geminivideo.footage.extractors.motion import MotionStep
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import scene_spans
from geminivideo.footage.sound import Loudness
from geminivideo.footage.speech.features import said_in
from geminivideo.footage.speech.model import Speech, Stretch
from geminivideo.footage.speech.portions import portions
from geminivideo.footage.speech.quiet import BETWEEN_WORDS, INSIDE, PAUSE, Quiet

TIMES = [frame / 30 for frame in range(300)]
SETTINGS = AnalysisSettings()


def voiced(*spans: tuple[float, float]) -> tuple[VoicedSpan, ...]:
    return tuple(VoicedSpan(start_seconds=start, end_seconds=end) for start, end in spans)


def word(text: str, start: float, end: float, *, gap_after: bool = False) -> SpokenWord:
    return SpokenWord(text=text, start_seconds=start, end_seconds=end, confidence=0.9, gap_after=gap_after)


def lively_except(calm: float) -> list[MotionStep]:
    moments = np.round(np.arange(0.1, 10, 0.1), 3).tolist()
    speeds = [0.0 if abs(at - calm) < 0.3 else 0.1 for at in moments]
    return [
        MotionStep(from_seconds=at - 0.1, at_seconds=at, speed=speed) for at, speed in zip(moments, speeds, strict=True)
    ]


def cut(quiet: Quiet, calm: float = 4.0) -> float:
    first, second = scene_spans([], TIMES, 10.0, lively_except(calm), SETTINGS, quiet)
    assert first.end == second.start
    return second.start


def test_a_pause_wins_over_a_calm_picture_in_the_middle_of_a_sentence() -> None:
    assert cut(Quiet()) == pytest.approx(4.0, abs=0.3)
    assert 6.0 < cut(Quiet(voiced((0.5, 6.0), (6.4, 9.5)))) < 6.4


def test_of_two_pauses_the_calmer_is_taken() -> None:
    speech = voiced((0.5, 2.9), (3.4, 6.0), (6.5, 9.5))
    assert 6.0 < cut(Quiet(speech), calm=6.2) < 6.5
    assert 2.9 < cut(Quiet(speech), calm=3.1) < 3.4


def test_where_nobody_pauses_it_is_between_two_words() -> None:
    words = [word("one", 1.0, 3.0), word("two", 3.0, 5.5), word("three", 5.55, 9.0)]
    assert cut(Quiet(voiced((1.0, 9.0)), words), calm=4.0) == pytest.approx(5.52, abs=0.04)


def test_a_word_that_was_left_out_is_not_cut_for_a_gap() -> None:
    words = [word("one", 1.0, 3.0, gap_after=True), word("three", 3.3, 5.0), word("four", 5.1, 9.0)]
    quiet = Quiet(voiced((1.0, 9.0)), words)
    assert [quiet.harm(at) for at in (0.5, 3.15, 5.05, 2.0)] == [PAUSE, INSIDE, BETWEEN_WORDS, INSIDE]


@given(
    gaps=st.lists(st.floats(0.005, 0.4), min_size=1, max_size=200),
    lengths=st.lists(st.tuples(st.floats(0.1, 9), st.floats(0.0, 3)), max_size=12),
)
def test_scenes_stay_within_their_lengths_whoever_speaks(gaps: list[float], lengths: list[tuple[float, float]]) -> None:
    times = [0.0, *np.cumsum(gaps).tolist()]
    spans, at = [], 0.0
    for length, pause in lengths:
        spans.append((at, at + length))
        at += length + pause
    found = scene_spans([], times, times[-1] + 0.04, [], SETTINGS, Quiet(voiced(*spans)))
    assert (found[0].start, found[-1].end) == (0.0, times[-1] + 0.04)
    assert all(span.start == times[span.first] for span in found)
    assert all(span.end - span.start <= SETTINGS.max_scene_seconds + max(gaps) + 0.05 for span in found)
    assert found == scene_spans([], times, times[-1] + 0.04, [], SETTINGS, Quiet(voiced(*spans)))


def test_a_word_is_of_the_scene_that_its_middle_lies_in_and_doubtful_ones_count_for_the_rate() -> None:
    heard = Speech(
        voices=voiced((1.0, 5.0)),
        stretches=(
            Stretch(
                start_seconds=0.5,
                end_seconds=5.5,
                language="en",
                words=(word("one", 1.0, 2.0), word("two", 3.8, 4.6)),
                unsure=(2.5, 3.0),
            ),
        ),
        backends={"voice": "v 1", "speech": "r 2"},
        caution="half of it is wrong",
    )
    first, second, last = said_in(heard, 0, 4), said_in(heard, 4, 8), said_in(heard, 8, 9)
    assert [[w.text for w in said.words or ()] for said in (first, second, last)] == [["one"], ["two"], []]
    assert (first.speech, second.speech, last.speech) == (0.75, 0.25, 0)
    assert (first.speech_rate, second.speech_rate, last.speech_rate) == (60, 60, None)
    assert [len(said.problems) for said in (first, second, last)] == [2, 1, 0]
    assert (first.language, last.language) == ("en", None)


def test_where_the_recogniser_failed_there_are_no_words_and_elsewhere_there_are() -> None:
    stretches = (
        Stretch(start_seconds=0, end_seconds=10),
        Stretch(start_seconds=10, end_seconds=20, words=(word("yes", 11, 12),)),
    )
    backends = {"voice": "v 1", "speech": "r 2"}
    heard = Speech(voices=voiced((1, 9), (11, 15)), stretches=stretches, backends=backends)
    failed, good = said_in(heard, 0, 8), said_in(heard, 10, 18)
    assert (failed.words, failed.speech, failed.backends) == (None, 0.875, {"voice": "v 1"})
    assert good.words == (word("yes", 11, 12),)
    assert said_in(Speech(problems=("no",)), 0, 8).speech is None


def test_portions_hold_whole_phrases_and_what_is_between_them_is_not_listened_to() -> None:
    spans = voiced((0.2, 15.0), (16.0, 90.0), (90.0, 119.0), (119.6, 130.0), (900.0, 910.0))
    assert portions(spans, 910.2) == [(0.0, 119.3), (119.3, 130.5), (899.5, 910.2)]
    assert portions((), 100.0) == []


def test_silence_counts_pauses_of_four_tenths_and_more_from_end_to_end() -> None:
    loud, quiet = 0.01, 1e-7
    heard = Loudness(powers=(loud,) * 10 + (quiet,) * 3 + (loud,) * 7 + (quiet,) * 20 + (loud,) * 10)
    assert heard.silence(0, 2) == 0
    assert heard.silence(1.5, 4.5) == pytest.approx(2 / 3, abs=1e-3)
    assert heard.silence(2.05, 2.1) == 1
    assert heard.silence(50, 51) is None
    assert Loudness(powers=(quiet,)).silence(0, 0.05) == 1
