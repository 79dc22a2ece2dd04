"""The clips' own sound: where it may be heard, what a J or an L cut does, and how loud it is."""

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.original_sound import with_original_sound
from geminivideo.rendering.plan.clips import ClipSound, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.soundtrack import soundtrack
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.workspace import Workspace
from tests.rendering.doubles import ToneVoice
from tests.rendering.examples import blueprint, footage, opener, scene, source, speeches
from tests.rendering_sound.sounds import ebur128, level_db, read_wav

RATE = 48_000


def heard(label: str, seconds: float = 20.0, has_audio: bool = True) -> FootageSource:
    return source(label, seconds=seconds).model_copy(update={"has_audio": has_audio})


def planned(sources: list[FootageSource], start: float = 2.0, **styling: object) -> EditPlan:
    queries = [each.label for each in sources]
    ad = blueprint(*[scene(2.0, footage_query=query) for query in queries], scene(2.5))
    found = [footage(each, start, each.duration_seconds) for each in sources]
    wanted = Styling(**{"original_sound": True, **styling})  # type: ignore[arg-type]
    chosen = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0, styling=wanted)
    return make_plan(ad, lay_out(ad, speeches(ad)), found, chosen)


def clips(plan: EditPlan) -> list[FootageClip]:
    return [clip for clip in plan.clips if isinstance(clip, FootageClip)]


def without_music(plan: EditPlan, **changed: object) -> EditPlan:
    return EditPlan(**{**dict(plan), "music": None, **changed})


def tone(path: Path, frequency: float, seconds: float) -> Path:
    at = np.arange(round(seconds * RATE)) / RATE
    data = np.rint(6000 * np.sin(2 * np.pi * frequency * at)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, len(data), "NONE", ""))
        file.writeframes(data.tobytes())
    return path


def test_clips_are_heard_a_breath_before_and_after_their_pictures() -> None:
    plan = planned([heard("coffee"), heard("tea")])
    first, *_rest, last = clips(plan)
    assert first.sound is not None
    assert first.sound.lead_frames == 0, "nothing is heard before the ad"
    assert last.sound is not None
    assert (last.sound.lead_frames, last.sound.tail_frames) == (6, 9)
    assert all(clip.sound for clip in clips(plan))


def test_a_clip_without_sound_is_silent_and_one_at_the_edge_of_its_film_has_no_more() -> None:
    plan = planned([heard("coffee", has_audio=False), heard("tea", 4.4)], start=0.0)
    silent = [clip for clip in clips(plan) if clip.footage_id == "footage_coffee"]
    assert silent
    assert all(clip.sound is None for clip in silent)
    for clip in clips(plan):
        if clip.sound:
            assert clip.in_seconds * 30 >= clip.sound.lead_frames
    assert not any(clip.sound for clip in clips(planned([heard("coffee")], original_sound=False)))


@settings(max_examples=30, deadline=None)
@given(st.floats(2.6, 9), st.floats(0, 0.6), st.booleans())
def test_whatever_the_film_the_plan_is_valid(seconds: float, start: float, has_audio: bool) -> None:
    plan = planned([heard("coffee", seconds, has_audio)], start=start)
    assert with_original_sound(plan) == plan


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (ClipSound(lead_frames=60), "past the ends"),
        (ClipSound(tail_frames=60), "past the ends"),
    ],
)
def test_sound_is_only_taken_from_inside_the_film(sound: ClipSound, why: str) -> None:
    plan = planned([heard("coffee", 5.0), heard("tea", 2.6)], start=0.0)
    changed = [
        clip.model_copy(update={"sound": sound}) if getattr(clip, "footage_id", "") == "footage_tea" else clip
        for clip in plan.clips
    ]
    with pytest.raises(ValidationError, match=why):
        EditPlan(**{**dict(plan), "clips": tuple(changed)})


def test_what_has_no_sound_cannot_be_heard_and_nothing_before_the_ad() -> None:
    plan = planned([heard("coffee", has_audio=False)])
    first = plan.clips[0].model_copy(update={"sound": ClipSound()})
    with pytest.raises(ValidationError, match="has none"):
        EditPlan(**{**dict(plan), "clips": (first, *plan.clips[1:])})
    plan = planned([heard("coffee")])
    early = plan.clips[0].model_copy(update={"sound": ClipSound(lead_frames=3)})
    with pytest.raises(ValidationError, match="begins before"):
        EditPlan(**{**dict(plan), "clips": (early, *plan.clips[1:])})


def test_a_sound_is_heard_exactly_as_long_before_its_picture_as_the_plan_says(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    sources = [heard("coffee"), heard("tea")]
    files = {"footage_coffee": tone(tmp_path / "a.wav", 300, 20), "footage_tea": tone(tmp_path / "b.wav", 900, 20)}
    plan = without_music(planned(sources))
    second = next(clip for clip in clips(plan) if clip.footage_id == "footage_tea")
    assert second.sound is not None
    path = soundtrack(ffmpeg, ToneVoice(), plan, Workspace(tmp_path / "w"), lambda: None, open_source=opener(files))
    sound = read_wav(path).mean(axis=1)
    picture = round(second.start * RATE / 30)
    begins = picture - second.sound.lead_frames * RATE // 30
    strength = [at_frequency(sound[first : first + 2400], 900) for first in (begins - 2400, begins + 1200, picture)]
    assert strength[0] < 0.05 * strength[2]
    assert strength[1] > 0.3 * strength[2], "heard before it is seen"
    assert ebur128(ffmpeg, path)[0] == pytest.approx(-14, abs=1)


def at_frequency(sound: np.ndarray, frequency: float) -> float:
    at = np.arange(len(sound)) / RATE
    return float(np.abs((sound * np.exp(-2j * np.pi * frequency * at)).mean()))


def test_gains_of_the_plan_change_the_balance_and_not_the_loudness(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    files = {"footage_coffee": tone(tmp_path / "a.wav", 300, 20)}
    plan = planned([heard("coffee")])
    shares = {}
    for name, mix in {"usual": MixSettings(), "clips": MixSettings(original_db=12, music_db=-20)}.items():
        changed = EditPlan(**{**dict(plan), "mix": mix})
        work = Workspace(tmp_path / name)
        path = soundtrack(ffmpeg, ToneVoice(), changed, work, lambda: None, open_source=opener(files))
        sound = read_wav(path).mean(axis=1)[: 2 * RATE]
        shares[name] = 20 * np.log10(at_frequency(sound, 300)) - level_db(sound)
        assert ebur128(ffmpeg, path)[0] == pytest.approx(-14, abs=1)
    assert shares["clips"] > shares["usual"] + 6
