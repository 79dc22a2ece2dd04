"""Ads that are too long for their platform: made to fit in steps, each only as far as needed, else refused."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import Platform
from geminivideo.rendering.length.fitting import FittedAd, lay_out_for
from geminivideo.rendering.length.limits import LIMITS
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.voice.fit import FASTEST_WORDS_PER_MINUTE, next_rates
from tests.rendering.examples import blueprint, scene, speech

ASKED = 180


def speak(scenes: Sequence[BlueprintScene]) -> list[Speech | None]:
    """As `fit_lines` does it, with the paces of tones: faster where a scene is too short."""
    spoken = [speech(each.voice_over, ASKED) for each in scenes]
    nothing = Speech(seconds=0, words=(), words_per_minute=ASKED, voice="test")
    rates = next_rates([each or nothing for each in spoken], [each.seconds for each in scenes])
    return [speech(each.voice_over, rate) for each, rate in zip(scenes, rates, strict=True)]


def fitted(ad: Blueprint, platform: Platform = Platform.TIKTOK) -> FittedAd:
    return lay_out_for(platform, ad, speak, None)


def words(seconds: float) -> str:
    """A text that takes so long at the pace that was asked for."""
    return "word " * round(seconds * ASKED / 60)


def test_every_platform_has_a_limit_with_its_basis() -> None:
    assert set(LIMITS) == set(Platform)
    for limit in LIMITS.values():
        assert 0 < limit.recommended <= limit.longest <= 120
        assert limit.basis


def test_an_ad_that_fits_is_left_alone_and_a_longer_one_than_recommended_says_so() -> None:
    assert not fitted(blueprint(scene(10, "Buy now"), scene(3, "Go"))).notes
    long = fitted(blueprint(scene(38, words(37)), scene(3, "Go")))
    assert long.timeline.frames == 41 * FPS
    assert long.notes == ("the ad as written lasts 41.0 s, on tiktok at most 34 s are recommended",)


def test_a_frame_more_than_recommended_is_not_worth_a_note() -> None:
    almost = fitted(blueprint(scene(31, words(30)), scene(3.04, "Go")))
    assert almost.timeline.frames == 34 * FPS + 1
    assert not almost.notes


def test_pauses_go_first_and_only_as_far_as_needed() -> None:
    result = fitted(blueprint(scene(30, words(10)), scene(20), scene(15, words(10))))
    assert 60 * FPS - 3 <= result.timeline.frames <= 60 * FPS
    assert result.timeline.slots[1].frames == 20 * FPS, "nothing else is touched"
    assert {line.words_per_minute for line in result.timeline.narration} == {ASKED}
    assert result.notes == ("the ad as written lasts 65.0 s, tiktok takes 60 s: pauses are shorter",)


def test_then_the_voice_is_faster_within_what_is_allowed() -> None:
    result = fitted(blueprint(scene(32, words(31)), scene(32, words(31))))
    assert 58 * FPS <= result.timeline.frames <= 60 * FPS
    paces = {line.words_per_minute for line in result.timeline.narration}
    assert all(ASKED < pace <= FASTEST_WORDS_PER_MINUTE for pace in paces)
    assert "the voice speaks faster" in result.notes[0]


def test_then_silent_scenes_are_shorter() -> None:
    result = fitted(blueprint(scene(30), scene(20), scene(20, words(19))))
    assert 60 * FPS - 3 <= result.timeline.frames <= 60 * FPS
    first, second, _ = result.timeline.slots
    assert first.frames / second.frames == pytest.approx(1.5, abs=0.05), "each gives its share"
    assert "silent scenes are shorter" in result.notes[0]


def test_what_does_not_fit_even_so_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidInputError, match=r"would last 7\d\.\d s; tiktok takes at most 60 s"):
        fitted(blueprint(scene(30, words(40)), scene(30, words(40))))


def test_each_platform_has_its_own_limit() -> None:
    ad = blueprint(scene(50, words(48)), scene(36, words(35)))
    assert fitted(ad, Platform.INSTAGRAM_REELS).timeline.frames == 86 * FPS
    with pytest.raises(InvalidInputError, match="youtube_shorts takes at most 60 s"):
        fitted(ad, Platform.YOUTUBE_SHORTS)


@given(st.lists(st.tuples(st.floats(0.5, 40), st.integers(0, 60)), min_size=1, max_size=5), st.sampled_from(Platform))
@settings(max_examples=60, deadline=None)
def test_any_ad_fits_or_is_refused_and_says_all_its_words(parts: list[tuple[float, int]], platform: Platform) -> None:
    ad = blueprint(*[scene(seconds, "word " * count) for seconds, count in parts])
    try:
        timeline = fitted(ad, platform).timeline
    except InvalidInputError:
        fastest = sum(count for _seconds, count in parts) * 60 / FASTEST_WORDS_PER_MINUTE
        assert fastest + 3 * len(parts) > LIMITS[platform].longest, "all of it could have been said in time"
        return
    assert timeline.frames <= LIMITS[platform].longest * FPS
    assert sum(len(line.words) for line in timeline.narration) == sum(count for _seconds, count in parts)
