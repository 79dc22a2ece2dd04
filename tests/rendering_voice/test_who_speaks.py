"""From the voice that is asked for to the one that speaks: one for the whole ad, and a plan that says which."""

import pickle
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import GeminivideoError, InvalidInputError, UnavailableError
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, Platform, Source, VoiceProvider
from geminivideo.rendering.hearing import Hearing, no_recogniser
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.voice import OFFLINE, VoiceMark
from geminivideo.rendering.planner import plan_ad
from geminivideo.rendering.progress import Progress
from geminivideo.rendering.recordings import recording_of
from geminivideo.rendering.render_context import Work
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.retiming import spoken
from geminivideo.rendering.scene_matching import shared_words
from geminivideo.rendering.sound.pcm import RATE, read_wav
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.voice.cloud.faults import OutOfReachError
from geminivideo.rendering.voice.cloud.services import Service, VoiceServices
from geminivideo.rendering.voices import Voices, source_of_voice
from geminivideo.rendering.workspace import Workspace
from tests.rendering.doubles import SilentVoice, ToneVoice
from tests.rendering.examples import blueprint, footage, scene
from tests.rendering_voice.conftest import Cloud, serving
from tests.rendering_voice.servers import KEY, Reply

AD = blueprint(scene(2.0, "Hello big world"), scene(2.0, "It is new"), scene(2.5, "Buy it now"))
MODEL = "eleven_multilingual_v2"
LINES = ["Hello big world", "It is new", "Buy it now"]


@dataclass
class Studio:
    cloud: Cloud
    folder: Path
    offline: ToneVoice

    def services(self, key: str | None = KEY) -> VoiceServices:
        service = Service(self.cloud.service.url, SecretStr(key) if key else None, MODEL, "George")
        return VoiceServices({VoiceProvider.ELEVENLABS: service}, self.cloud.clock, ToneVoice(), wait=self.cloud.wait)

    def voices(self) -> Voices:
        return Voices(self.offline, self.services())

    def work(self, name: str = "work") -> Work:
        return Work(self.workspace(name), Progress(lambda _stage, _percent: None, lambda: None), _no_file, _no_file)

    def workspace(self, name: str = "work") -> Workspace:
        return Workspace(self.folder / name)

    def plan(self, *, fallback: bool = True) -> EditPlan:
        mark = VoiceMark(provider=VoiceProvider.ELEVENLABS, voice="George", model=MODEL)
        request = RenderRequest(
            AD,
            [footage()],
            Platform.SQUARE,
            caption_style=CaptionStyle.NONE,
            smart_crop=False,
            styling=Styling(match_clips=False),
            voice=mark.model_copy(update={"fallback": fallback}),
        )
        hearing = Hearing(find_ffmpeg(None), no_recogniser)
        return plan_ad(request, self.voices(), shared_words, hearing, self.work())

    def again(self, plan: EditPlan, name: str = "work") -> EditPlan:
        return spoken(plan, self.voices(), self.workspace(name), lambda: None)


def _no_file(_ref: object) -> AbstractContextManager[Path]:
    raise AssertionError("nothing is opened")


@pytest.fixture
def studio(clock: ManualClock, tmp_path: Path) -> Iterator[Studio]:
    with serving("elevenlabs", clock, Path) as cloud:
        yield Studio(cloud, tmp_path, ToneVoice())


def test_the_voice_that_is_asked_for_speaks_and_stands_in_the_plan(studio: Studio) -> None:
    plan = studio.plan()
    asked = [request.body["text"] for request in studio.cloud.service.seen]
    assert sorted(asked) == sorted(LINES), "two are asked for at once, so either may arrive first"
    assert studio.offline.texts == []
    assert (plan.voice.provider, plan.voice.voice, plan.voice.model) == (
        "elevenlabs",
        "George",
        MODEL,
    )
    assert source_of_voice(plan) is Source.LIVE
    assert not [note for note in plan.notes if "offline" in note]
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize("failing", [0, 2])
def test_when_one_line_fails_the_whole_ad_is_spoken_offline(studio: Studio, failing: int) -> None:
    service = studio.cloud.service
    bad = Reply(403, b'{"detail": {"status": "content_against_policy", "message": "No."}}')
    answer = service.answer
    service.answer = lambda of, request: bad if request.body["text"] == LINES[failing] else answer(of, request)
    plan = studio.plan()
    assert studio.offline.texts == LINES
    assert plan.voice == OFFLINE
    assert source_of_voice(plan) is Source.LOCAL
    note = "the offline voice speaks instead of elevenlabs: ElevenLabs refused to speak a line: No."
    assert note in plan.notes
    assert [line.words[1].start - line.start for line in plan.narration] == [12, 12, 12]  # the tones' beat


def test_without_a_fallback_the_failure_is_told(studio: Studio) -> None:
    studio.cloud.service.plan = [Reply(503)] * 20
    with pytest.raises(UnavailableError, match="ElevenLabs cannot be reached or failed"):
        studio.plan(fallback=False)
    assert studio.offline.texts == []


def test_a_voice_that_does_not_exist_is_told_and_not_replaced(studio: Studio) -> None:
    error = Reply(404, b'{"detail": {"status": "voice_not_found", "message": "No such voice."}}')
    studio.cloud.service.plan = [error] * 3
    with pytest.raises(InvalidInputError, match="no voice 'George'"):
        studio.plan()


def test_a_plan_is_rendered_again_with_the_recordings_that_are_kept(studio: Studio) -> None:
    plan = studio.plan()
    asked = len(studio.cloud.service.seen)
    assert studio.again(plan) == plan
    assert len(studio.cloud.service.seen) == asked


def test_lost_recordings_are_spoken_anew_and_their_words_timed_by_them(studio: Studio) -> None:
    """A service says nothing twice in the same way: here, 20 words a minute slower."""
    plan = studio.plan()
    service = studio.cloud.service
    service.pace = 0.9
    renewed = studio.again(plan, "another machine")
    assert renewed.voice == plan.voice
    for old, new in zip(plan.narration, renewed.narration, strict=True):
        assert (new.text, new.start) == (old.text, old.start)
        assert new.frames > old.frames
        voice = studio.voices().of(renewed.voice)
        sound = read_wav(recording_of(voice, new, "en", studio.workspace("another machine")))
        assert round(len(sound) / RATE * 30) == new.frames


def test_a_plan_whose_service_fails_now_is_spoken_offline(studio: Studio) -> None:
    plan = studio.plan()
    studio.cloud.service.plan = [Reply(503)] * 20
    renewed = studio.again(plan, "another machine")
    assert studio.offline.texts == LINES
    assert renewed.voice == OFFLINE
    assert any("instead of elevenlabs" in note for note in renewed.notes)
    assert renewed.frames == plan.frames


def test_a_plan_of_the_offline_voice_asks_nobody(studio: Studio) -> None:
    plan = studio.plan().model_copy(update={"voice": OFFLINE})
    studio.offline = SilentVoice()
    assert studio.again(plan, "another machine") is plan


def test_an_old_plan_is_spoken_offline(studio: Studio) -> None:
    document = studio.plan().model_dump(mode="json", exclude={"voice"})
    assert EditPlan.model_validate(document).voice == OFFLINE


def test_what_is_not_named_comes_from_the_settings(studio: Studio) -> None:
    resolved = studio.services().resolved(VoiceMark(provider=VoiceProvider.ELEVENLABS))
    assert (resolved.voice, resolved.model) == ("George", MODEL)
    assert studio.services().resolved(OFFLINE) == OFFLINE


def test_without_a_key_it_is_refused(studio: Studio) -> None:
    for services in (studio.services(None), VoiceServices({}, studio.cloud.clock, ToneVoice())):
        with pytest.raises(UnavailableError, match="no key for the elevenlabs voice") as error:
            services.resolved(VoiceMark(provider=VoiceProvider.ELEVENLABS))
        assert "GEMINIVIDEO_ELEVENLABS_API_KEY" in error.value.next_step


def test_a_model_that_takes_no_instructions_is_given_none(clock: ManualClock) -> None:
    service = Service("http://127.0.0.1:9", SecretStr(KEY), "tts-1-hd", "alloy")
    services = VoiceServices({VoiceProvider.OPENAI: service}, clock, ToneVoice())
    with pytest.raises(InvalidInputError, match="tts-1-hd takes no instructions"):
        services.resolved(VoiceMark(provider=VoiceProvider.OPENAI, instructions="Calm"))


def test_errors_survive_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(OutOfReachError("It is away.", next_step="wait")))  # noqa: S301 - our own
    assert isinstance(error, GeminivideoError)
    assert str(error) == "It is away. Next step: wait"
