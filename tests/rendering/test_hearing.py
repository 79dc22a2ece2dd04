"""What is said in the clips' own sound is captioned at the frames at which it is heard, and gives way to the voice."""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.core.content_cache import ContentCache
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.model import HeardWord, Transcript
from geminivideo.core.speech_recognition.pocketsphinx import PocketsphinxRecogniser
from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering import overlay
from geminivideo.rendering.captions import sidecars
from geminivideo.rendering.captions.heard_speech import beside_the_voice
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.heard_words import heard_lines, stretches
from geminivideo.rendering.hearing import Hearing
from geminivideo.rendering.plan.clips import ClipSound, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.words import HeardLine
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.sound.pcm import RATE, write_wav
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.timeline import lay_out
from tests.rendering.doubles import ToneVoice
from tests.rendering.examples import blueprint, film, footage, opener, scene, source, speeches

SILENT_SECONDS = 1.0


@pytest.fixture(scope="module")
def recogniser() -> SpeechRecogniser:
    return PocketsphinxRecogniser("a test")


@pytest.fixture(scope="module")
def talk(ffmpeg: Ffmpeg, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[FootageSource, Path]:
    """A grey film in which a second of silence is followed by "he was not an ill disposed young man"."""
    folder = tmp_path_factory.mktemp("talk")
    silent = folder / "silent.mp4"
    made = film(silent, [(90, 90, 90)] * 132, width=160, height=90)
    path = folder / "talk.mp4"
    delayed = f"adelay={round(SILENT_SECONDS * 1000)}"
    inputs = ["-v", "error", "-i", str(silent), "-i", str(shared_data / "audio" / "austen_0880.wav")]
    ffmpeg.run([*inputs, "-af", delayed, "-c:v", "copy", "-map", "0:v", "-map", "1:a", "-t", "4.4", str(path)])
    return made.model_copy(update={"footage_id": "footage_talk", "label": "talk", "has_audio": True}), path


def planned(talking: FootageSource, says: str = "", **changed: object) -> EditPlan:
    ad = blueprint(scene(3.0, says, footage_query="talk"), scene(2.5))
    styling = Styling(original_sound=True, **changed)  # type: ignore[arg-type]
    chosen = EditSettings(Platform.SQUARE, CaptionStyle.HORMOZI, seed=0, styling=styling)
    return make_plan(ad, lay_out(ad, speeches(ad)), [footage(talking)], chosen)


def listening(
    plan: EditPlan, ffmpeg: Ffmpeg, choose: Callable[[], SpeechRecogniser | str], path: Path, cache: Path
) -> EditPlan:
    context = RenderContext(cache / "work", opener({"footage_talk": path}))
    context.folder.mkdir(parents=True)
    return Hearing(ffmpeg, choose).with_heard_words(plan, context.begin(ContentCache(cache / "kept", 10**9)))


class Deaf(PocketsphinxRecogniser):
    """To be asked nothing."""

    def recognise(self, sounds: Sequence[Path], *, language: str, check: Callable[[], None]) -> tuple[Transcript, ...]:
        assert not sounds, (language, check)
        return ()


def test_words_of_a_clip_are_captioned_where_they_are_heard(
    talk: tuple[FootageSource, Path], ffmpeg: Ffmpeg, recogniser: SpeechRecogniser, shared_data: Path, tmp_path: Path
) -> None:
    talking, path = talk
    made = only_first_heard(planned(talking))
    plan = listening(made, ffmpeg, lambda: recogniser, path, tmp_path / "one")
    truth = json.loads((shared_data / "audio" / "austen_0880.words.json").read_text())["w"]
    at = {word["t"].partition("(")[0]: word["b"] + SILENT_SECONDS for word in truth}
    known = [(word, clip) for clip, word in clips_and_words(plan) if word.text.strip("…") in at]
    assert {word.text.strip("…") for word, _ in known} >= {"he", "was", "not"}
    for word, clip in known:
        assert abs(word.start - (clip.start + (at[word.text.strip("…")] - clip.in_seconds) * 30)) <= 3
    shown = [word.text for caption, _, _ in overlay.captions(plan, layout_for(plan.platform)) for word in caption.words]
    assert shown == [word.text for line in plan.heard for word in line.words]
    assert all(f"}}{word.upper()}" in overlay.subtitles(plan) for word in shown)
    assert " ".join(cue.text for cue in sidecars.cues(plan)).split() == shown
    assert any("recognised by the bundled pocketsphinx" in note for note in plan.notes)
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan, "a person can change it and render it again"
    (tmp_path / "one" / "work").rename(tmp_path / "gone")
    again = listening(made, ffmpeg, lambda: Deaf("a test"), path, tmp_path / "one")
    assert again == plan, "another render finds what was heard"


def only_first_heard(plan: EditPlan) -> EditPlan:
    """Recognising takes as long as there is speech."""
    rest = [
        clip.model_copy(update={"sound": None}) if isinstance(clip, FootageClip) else clip for clip in plan.clips[1:]
    ]
    return plan.model_copy(update={"clips": (plan.clips[0], *rest)})


def clips_and_words(plan: EditPlan) -> list[tuple[FootageClip, TimedWord]]:
    heard = [clip for clip in plan.clips if isinstance(clip, FootageClip) and clip.sound]
    words = [word for line in plan.heard for word in line.words]
    return [(clip, word) for clip in heard for word in words if clip.start <= word.start < clip.end]


def test_a_render_asks_for_it_only_where_captions_and_sound_are_on() -> None:
    ad = blueprint()
    both = RenderRequest(ad, [], Platform.SQUARE, styling=Styling(original_sound=True))
    assert both.captions_original_sound
    assert not RenderRequest(ad, [], Platform.SQUARE).captions_original_sound
    off = Styling(original_sound=True, caption_original_sound=False)
    assert not RenderRequest(ad, [], Platform.SQUARE, styling=off).captions_original_sound
    without = RenderRequest(ad, [], Platform.SQUARE, add_captions=False, styling=Styling(original_sound=True))
    assert not without.captions_original_sound


def test_the_renderer_puts_a_note_into_the_plan_when_it_cannot_hear(
    talk: tuple[FootageSource, Path], ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    talking, path = talk
    ad = blueprint(scene(3.0, footage_query="talk"), scene(2.5))
    request = RenderRequest(
        ad, [footage(talking)], Platform.SQUARE, styling=Styling(original_sound=True, match_clips=False)
    )
    renderer = Renderer(ffmpeg, ToneVoice(), Slots(tmp_path / "slots", 1))
    plan = renderer.plan(request, RenderContext(tmp_path / "work", opener({"footage_talk": path})))
    assert plan.heard == ()
    assert any("no captions: this renderer has no speech recogniser" in note for note in plan.notes)


def test_another_language_than_the_bundled_recognisers_is_said(
    talk: tuple[FootageSource, Path], ffmpeg: Ffmpeg, recogniser: SpeechRecogniser, tmp_path: Path
) -> None:
    talking, path = talk
    german = planned(talking).model_copy(update={"language": "de"})
    plan = listening(german, ffmpeg, lambda: recogniser, path, tmp_path)
    assert plan.heard == ()
    assert "knows English only" in plan.notes[-1]


def test_a_clip_of_noise_has_no_captions_and_the_report_says_so(
    ffmpeg: Ffmpeg, recogniser: SpeechRecogniser, tmp_path: Path
) -> None:
    path, hiss = tmp_path / "hiss.wav", np.random.default_rng(3).normal(0, 0.1, (RATE * 5, 2))
    write_wav(path, hiss.astype(np.float32))
    talking = source("talk", seconds=5.0).model_copy(update={"has_audio": True})
    plan = listening(planned(talking), ffmpeg, lambda: recogniser, path, tmp_path / "cache")
    assert plan.heard == ()
    assert sidecars.cues(plan) == []
    assert plan.notes[-1] == "no speech was found in the clips' own sound (pocketsphinx), so it has no captions"


def test_nobody_listens_where_the_voice_speaks_all_the_time(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    def refuse() -> str:
        raise AssertionError

    plan = planned(source("talk").model_copy(update={"has_audio": True}), "one two three four five six seven eight")
    assert any(isinstance(clip, FootageClip) and clip.sound for clip in plan.clips)
    assert listening(plan, ffmpeg, refuse, tmp_path, tmp_path) == plan


def a_plan(*heard: HeardLine, says: str = "") -> EditPlan:
    plan = planned(source("talk").model_copy(update={"has_audio": True}), says)
    return EditPlan(**{**dict(plan), "heard": heard})


def line(*words: tuple[str, int, int]) -> HeardLine:
    return HeardLine(footage_id="footage_talk", words=tuple(TimedWord(text=t, start=s, end=e) for t, s, e in words))


def test_heard_words_give_way_to_the_voice() -> None:
    heard = line(*((f"w{n}", n * 8, n * 8 + 6) for n in range(16)))
    plan = a_plan(heard, says="Try it")
    spoken = plan.words
    assert spoken
    kept = [word for run in beside_the_voice(plan) for word in run]
    assert kept
    assert all(word.end <= spoken[0].start - 6 or word.start >= spoken[-1].end + 6 for word in kept)
    found = sidecars.cues(plan)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert " ".join(cue.text for cue in found).split() == [
        word.text for word in sorted([*kept, *spoken], key=lambda each: each.start)
    ]


def test_a_scrap_between_two_lines_of_the_voice_is_not_shown() -> None:
    plan = a_plan(line(("Look", 0, 5), ("at", 6, 9), ("this", 10, 13), ("one", 14, 18)), says="Try it now, and today")
    start = plan.words[0].start
    assert list(beside_the_voice(plan)) == [], f"the voice begins at {start}"
    assert [len(run) for run in beside_the_voice(a_plan(line(("Look", 0, 5))))] == [1], "a line of one word is whole"


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ((line(("a", 0, 9), ("b", 8, 12)),), "overlap"),
        ((line(("a", 20, 30)), line(("b", 0, 9))), "out of order"),
        ((line(("a", 0, 9999)),), "after the end"),
    ],
)
def test_heard_words_that_cannot_be_shown_are_refused(heard: tuple[HeardLine, ...], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        a_plan(*heard)


WORDS = st.lists(st.tuples(st.floats(0, 8), st.floats(0.02, 0.8)), max_size=12)


@given(WORDS, st.integers(0, 20), st.integers(0, 20), st.floats(0.7, 3))
def test_words_fall_on_frames_at_which_their_clip_is_heard(
    spoken: list[tuple[float, float]], lead: int, tail: int, begin: float
) -> None:
    """Also under the pictures before and after, as far as J and L cuts reach; and no two at once."""
    plan = a_plan()
    clips = [clip for clip in plan.clips if isinstance(clip, FootageClip)]
    first = clips[0].model_copy(update={"in_seconds": begin, "sound": ClipSound(tail_frames=tail)})
    rest = [clip.model_copy(update={"sound": ClipSound(lead_frames=lead)}) for clip in clips[1:]]
    plan = plan.model_copy(update={"clips": (first, *rest, *plan.clips[len(clips) :])})
    words = tuple(
        HeardWord(text="x\u202e{", start_seconds=at, end_seconds=at + long, confidence=0.9)
        for at, long in sorted(spoken)
    )
    found = stretches(plan)
    lines = heard_lines([(stretch, Transcript(recogniser="t", language="en", words=words)) for stretch in found])
    assert EditPlan(**{**dict(plan), "clips": plan.clips, "heard": lines}).heard == lines
    spans = {stretch.clip.start: (stretch.first, stretch.last) for stretch in found}
    for word in (word for each in lines for word in each.words):
        assert word.text == "x{"
        assert any(start <= word.start < word.end <= end for start, end in spans.values())


def test_a_word_in_a_j_cut_is_shown_before_the_picture() -> None:
    plan = a_plan()
    clip = next(clip for clip in plan.clips if isinstance(clip, FootageClip))
    moved = clip.model_copy(update={"start": 30, "in_seconds": 5.0, "sound": ClipSound(lead_frames=15)})
    (stretch,) = stretches(plan.model_copy(update={"clips": (moved,)}))
    assert stretch.from_seconds == pytest.approx(3.5)
    said = HeardWord(text="Now", start_seconds=1.1, end_seconds=1.4, confidence=0.9, gap_after=True)
    before = HeardWord(text="gone", start_seconds=0.5, end_seconds=0.95, confidence=0.9)
    (heard,) = heard_lines([(stretch, Transcript(recogniser="t", language="en", words=(before, said)))])
    assert [(word.text, word.start, word.end) for word in heard.words] == [("Now…", 18, 27)], (
        "and that something is missing"
    )
