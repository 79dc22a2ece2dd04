"""What is asked of the services, and what becomes of their answers."""

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.sound.pcm import RATE, read_wav
from geminivideo.rendering.voice import cloud as cloud_package
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.cloud.calling import CallLimits
from geminivideo.rendering.voice.cloud.stretch import stretched
from geminivideo.rendering.voice.espeak import EspeakVoice
from tests.rendering_voice import servers
from tests.rendering_voice.conftest import Cloud, only
from tests.rendering_voice.servers import KEY, Reply
from tests.rendering_voice.speaking import spoken

AD = "Stop scrolling. This changes everything, and today you get half of it for free!"


def lines(folder: Path, *texts: str, pace: int = 155) -> list[Line]:
    return [Line(text, "en", folder / f"{number}.wav", pace) for number, text in enumerate(texts)]


def test_word_times_are_those_of_the_service_or_found_in_its_sound(cloud: Cloud, tmp_path: Path) -> None:
    """The service's voice is 6% lower and slower than the reference, and begins after a silence."""
    cloud.service.tones = False
    (speech,) = cloud.voice(reference=EspeakVoice()).speak_all(lines(tmp_path, AD))
    truth = [word.start_seconds for word in spoken(AD).words]
    errors = np.array([word.start_seconds for word in speech.words]) - truth
    errors -= np.median(errors)  # by how much the silence before was shortened
    exact = cloud.provider == "elevenlabs"
    assert np.median(np.abs(errors)) < (0.002 if exact else 0.03)
    assert np.abs(errors).max() < (0.01 if exact else 0.12)
    assert 0 <= speech.words[0].start_seconds < 0.1


def test_the_key_is_in_the_header_alone(cloud: Cloud, tmp_path: Path) -> None:
    voice = cloud.voice()
    voice.speak_all(lines(tmp_path, "Hello there"))
    (request,) = cloud.service.seen
    assert [name for name, value in request.headers.items() if KEY in value] == [cloud.api().key_header[0]]
    assert KEY not in f"{request.path} {request.query} {request.body} {voice.name}"


def test_no_emoji_is_read_out_and_prices_are_said(cloud: Cloud, tmp_path: Path) -> None:
    (speech,) = cloud.voice().speak_all(lines(tmp_path, "Now 😀 $9.99 🚀"))
    assert "Now 9 dollars 99" in str(cloud.service.seen[0].body)
    assert [word.text for word in speech.words] == ["Now", "😀", "$9.99", "🚀"]


def test_so_many_requests_at_a_time(cloud: Cloud, tmp_path: Path) -> None:
    texts = [f"Line number {number}" for number in range(5)]
    cloud.voice(limits=CallLimits(at_once=2)).speak_all(lines(tmp_path, *texts, texts[0]))
    assert len(cloud.service.seen) == 5  # what is said twice is asked for once
    assert cloud.service.most_at_once <= 2
    assert [len(read_wav(tmp_path / f"{number}.wav")) > 0 for number in range(6)] == [True] * 6


def test_the_pace_is_asked_for_where_it_can_be(cloud: Cloud, tmp_path: Path) -> None:
    voice = cloud.voice()
    calm, fast = (voice.speak_all(lines(tmp_path, AD, pace=pace))[0] for pace in (155, 194))
    assert calm.seconds / fast.seconds == pytest.approx(194 / 155, rel=0.03)
    asked = [request.body for request in cloud.service.seen]
    if cloud.provider == "gemini":  # it has no such parameter: the take there is is made faster
        assert len(asked) == 1
    elif cloud.provider == "openai":
        assert [body.get("speed") for body in asked] == [None, 1.252]
    else:  # its fastest, and the rest is made here
        assert [body.get("voice_settings") for body in asked] == [None, {"speed": 1.2}]


def test_another_voice_model_or_setting_is_another_recording(cloud: Cloud) -> None:
    names = {
        cloud.voice(cloud.api()).name,
        cloud.voice(cloud.api("Puck")).name,
        cloud.voice(cloud.api(model="m2")).name,
    }
    assert len(names) == 3
    assert cloud.voice(cloud.api(), key="another").name in names
    if cloud.provider != "elevenlabs":
        assert cloud.voice(cloud.api(instructions="Calm")).name not in names


def test_recordings_of_the_offline_voice_do_not_depend_on_the_cloud_voices() -> None:
    """Their key holds a digest of the code that makes them: of all of it, and of nothing else."""
    folder = Path(cloud_package.__file__).parents[1]
    own = [path for path in sorted(folder.rglob("*.py")) if path.parent.name != "cloud"]
    assert len(own) > 10
    assert code_digest("voice") == hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()
    assert code_digest("voice/cloud") not in {code_digest("voice"), hashlib.sha256().hexdigest()}


def test_a_module_that_moved_does_not_drop_out_of_a_digest_unseen() -> None:
    with pytest.raises(ValueError, match="no module or package elsewhere"):
        code_digest("voice", "elsewhere.py")


@only("gemini")
@pytest.mark.parametrize(
    ("model", "part"),
    [
        ("gemini-3.8-flash-tts", {"text": "Hello", "speechMetadata": {"style": "Say it calmly."}}),
        ("gemini-3.1-flash-tts-preview", {"text": "Say it calmly: Hello"}),
        ("gemini-2.5-pro-preview-tts", {"text": "Say it calmly: Hello"}),
    ],
)
def test_gemini_is_told_a_style_as_its_model_takes_it(
    cloud: Cloud, tmp_path: Path, model: str, part: dict[str, object]
) -> None:
    cloud.voice(cloud.api(model=model, instructions="Say it calmly.")).speak_all(lines(tmp_path, "Hello"))
    (request,) = cloud.service.seen
    assert request.path == f"/v1beta/models/{model}:generateContent"
    assert request.body["contents"][0]["parts"] == [part]


@only("gemini")
def test_gemini_may_send_a_wav_file_or_another_rate(cloud: Cloud, tmp_path: Path) -> None:
    said = spoken(AD, tones=True)
    half = np.frombuffer(said.samples, "<i2")[::3].tobytes()
    cloud.service.plan = [
        servers.gemini_sound(base64.b64encode(said.wav()).decode(), "audio/wav"),
        servers.gemini_sound(base64.b64encode(half).decode(), "audio/L16;codec=pcm;rate=8000"),
    ]
    seconds = [cloud.voice().speak_all(lines(tmp_path, AD))[0].seconds for _ in range(2)]
    assert seconds[0] == pytest.approx(seconds[1], abs=0.03)


@only("openai")
def test_openai_is_given_instructions_and_may_send_bare_samples(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(body=spoken(AD, tones=True).samples, content_type="audio/pcm")]
    (bare,) = cloud.voice(cloud.api(instructions="Calm")).speak_all(lines(tmp_path, AD))
    assert cloud.service.seen[0].body["instructions"] == "Calm"
    (wav,) = cloud.voice().speak_all(lines(tmp_path, AD))
    assert bare.seconds == wav.seconds


@only("elevenlabs")
@pytest.mark.parametrize("broken", ["other text", "backwards", "missing", "far too late"])
def test_times_that_cannot_be_are_found_in_the_sound_instead(cloud: Cloud, tmp_path: Path, broken: str) -> None:
    said = spoken("Hello there", tones=True)
    alignment = said.alignment("Hello there")
    starts = alignment["character_start_times_seconds"]
    changes: dict[str, dict[str, object]] = {
        "other text": {"characters": list("Hello  here")},
        "backwards": {"character_start_times_seconds": starts[::-1]},
        "far too late": {"character_end_times_seconds": [at + 60 for at in starts]},
    }
    changed = {**alignment, **changes[broken]} if broken in changes else None
    cloud.service.plan = [Reply(body=json.dumps({"audio_base64": said.base64(), "alignment": changed}).encode())]
    (speech,) = cloud.voice().speak_all(lines(tmp_path, "Hello there"))
    assert [word.text for word in speech.words] == ["Hello", "there"]
    assert 0 <= speech.words[0].start_seconds < speech.words[1].start_seconds < speech.seconds


@only("elevenlabs")
def test_a_voice_id_is_no_path(cloud: Cloud, tmp_path: Path) -> None:
    cloud.voice(cloud.api("../models?x=1")).speak_all(lines(tmp_path, "Hello"))
    assert cloud.service.seen[0].path == "/v1/text-to-speech/..%2Fmodels%3Fx%3D1/with-timestamps"


@pytest.mark.parametrize("speed", [0.7, 1.25])
def test_a_stretched_sound_keeps_its_pitch(speed: float) -> None:
    time = np.arange(RATE * 2) / RATE
    tone = (0.3 * np.sin(2 * np.pi * 180 * time) * (1 + 0.5 * np.sin(2 * np.pi * 3 * time))).astype(np.float32)
    made = stretched(tone, speed)
    assert len(made) == round(len(tone) / speed)
    spectrum = np.abs(np.fft.rfft(made * np.hanning(len(made))))
    assert np.argmax(spectrum) * RATE / len(made) == pytest.approx(180, abs=2)
    middle = made[RATE // 10 : -RATE // 10]
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(np.sqrt(np.mean(tone**2)), rel=0.05)
    assert stretched(tone, 1.001) is tone
