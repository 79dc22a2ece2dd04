import struct
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from geminivideo.core.errors import CancelledError, InvalidInputError, ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.sound.decode import PlacedSound, decode
from geminivideo.rendering.sound.mix import TARGET_LUFS, TRUE_PEAK_LIMIT, LoudnessReport, mix
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS, MoodName
from geminivideo.rendering.sound.pcm import RATE, Samples
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.espeak import EspeakVoice
from tests.rendering_sound.sounds import as_aac, babble, ebur128, level_db, read_wav, saved, sine, stereo


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two spoken lines, a bed of 12 s, and a noisy clip."""
    made = tmp_path_factory.mktemp("sources")
    texts = ("Most people waste two hours every day.", "Tap the link below and book your free call now.")
    EspeakVoice().speak_all([Line(text, "en", made / f"line{i}.wav") for i, text in enumerate(texts)])
    compose(12, MOODS[MoodName.DRIVING], 8, np.random.default_rng(2), made / "bed.wav")
    saved(made / "clip.wav", stereo(babble(4)))
    return made


def speech(folder: Path, *starts: float) -> list[PlacedSound]:
    return [PlacedSound(path=folder / f"line{i}.wav", start_seconds=start) for i, start in enumerate(starts)]


CASES = {
    "voice and music": ((0.3, 4.0), True, False, 9.0),
    "voice, music and clip": ((0.3, 6.0), True, True, 12.0),
    "voice": ((0.3, 4.0), False, False, 8.0),
    "voice and clip": ((1.0,), False, True, 5.5),
    "music": ((), True, False, 12.0),
    "music and clip": ((), True, True, 7.77),
    "clip": ((), False, True, 4.0),
    "looped music": ((2.0, 12.0), True, False, 18.0),
    "short": ((0.0,), True, False, 2.0),
    "late voice": ((6.5,), True, False, 8.0),
}


@pytest.mark.parametrize("case", CASES)
def test_loudness_and_peaks_hold_even_after_aac(case: str, folder: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    starts, with_music, with_clip, seconds = CASES[case]
    target = tmp_path / "mix.wav"
    report = mix(
        ffmpeg,
        speech=speech(folder, *starts),
        music=folder / "bed.wav" if with_music else None,
        originals=[PlacedSound(path=folder / "clip.wav")] if with_clip else [],
        seconds=seconds,
        target=target,
    )
    assert read_wav(target).shape == (round(seconds * RATE), 2)
    loudness, peak = ebur128(ffmpeg, target)
    assert report.integrated_lufs == pytest.approx(loudness, abs=0.15)
    assert report.true_peak_dbtp == pytest.approx(peak, abs=0.15)
    for measured_loudness, measured_peak in ((loudness, peak), ebur128(ffmpeg, as_aac(ffmpeg, target))):
        assert measured_loudness == pytest.approx(TARGET_LUFS, abs=0.5)
        assert measured_peak <= TRUE_PEAK_LIMIT


def tone_levels(target: Path, frequency: float) -> Samples:
    """Level in dB of one tone in the mix, every 10 ms."""
    sound = read_wav(target).mean(axis=1)
    carrier = np.exp(-2j * np.pi * frequency * np.arange(len(sound)) / RATE)
    window = np.hanning(1920) / np.hanning(1920).sum()
    size = 1 << (len(sound) + 1920).bit_length()
    smooth = np.fft.ifft(np.fft.fft(sound * carrier, size) * np.fft.fft(window, size))[960 : 960 + len(sound)]
    return np.asarray(20 * np.log10(2 * np.abs(smooth[::480]) + 1e-9), np.float32)


@pytest.mark.parametrize("kind", ["music", "originals"])
def test_what_lies_under_speech_is_ducked_and_comes_back(
    kind: str, folder: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """The tone lies above all the voice has, so its level in the mix is the gain it got."""
    tone = saved(tmp_path / "tone.wav", stereo(sine(15_000, 10)))
    target = tmp_path / "mix.wav"
    under = {"music": tone} if kind == "music" else {"music": None, "originals": [PlacedSound(path=tone)]}
    places = speech(folder, 2.0, 4.8)
    mix(ffmpeg, speech=places, seconds=10, target=target, **under)
    end = places[1].start_seconds + len(read_wav(places[1].path)) / RATE
    levels = tone_levels(target, 15_000)
    before, during = float(np.median(levels[50:150])), levels[210 : int(end * 100) - 30]
    assert 10 < before - float(np.median(during)) < 14
    assert during.max() - during.min() < 2  # no pumping between the words
    spoken = read_wav(target)[int(2.2 * RATE) : int(3.5 * RATE)]
    assert level_db(spoken) > float(np.median(during)) + 10  # the voice is far in front
    assert levels[196] < before - 9  # down before the first word
    assert levels[int(end * 100) + 100] == pytest.approx(before, abs=0.5)
    assert np.abs(np.diff(levels[50:900])).max() < 1.5  # dB per 10 ms: smooth ways down and up


def test_silence_is_silent(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    silence = saved(tmp_path / "silence.wav", np.zeros((RATE, 2), np.float32))
    nothing = LoudnessReport(integrated_lufs=None, true_peak_dbtp=None)
    target = tmp_path / "mix.wav"
    assert mix(ffmpeg, speech=[], music=None, seconds=3.5, target=target) == nothing
    assert mix(ffmpeg, speech=[PlacedSound(path=silence)], music=silence, seconds=3.5, target=target) == nothing
    assert read_wav(target).shape == (3.5 * RATE, 2)
    assert not read_wav(target).any()


def test_a_room_without_a_sound_is_not_torn_up(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    hiss = saved(tmp_path / "hiss.wav", stereo(babble(5)) * np.float32(0.005))
    report = mix(
        ffmpeg, speech=[], music=None, originals=[PlacedSound(path=hiss)], seconds=5, target=tmp_path / "mix.wav"
    )
    assert report.integrated_lufs is not None
    assert report.integrated_lufs < -18


def test_an_empty_speech_is_nothing(ffmpeg: Ffmpeg, folder: Path, tmp_path: Path) -> None:
    EspeakVoice().speak("😀", language="en", words_per_minute=155, target=tmp_path / "empty.wav")
    report = mix(
        ffmpeg, speech=[PlacedSound(path=tmp_path / "empty.wav")], music=None, seconds=1, target=tmp_path / "m.wav"
    )
    assert report.integrated_lufs is None


def test_speech_beyond_the_end_is_cut_softly_and_reported(folder: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    target = tmp_path / "mix.wav"
    places = speech(folder, 0.0, 3.0)
    report = mix(ffmpeg, speech=places, music=None, seconds=4.0, target=target)
    spoken = len(read_wav(places[1].path)) / RATE
    assert report.speech_cut_seconds == pytest.approx(3.0 + spoken - 4.0, abs=0.001)
    assert np.abs(read_wav(target)[-1]).max() < 0.005
    late = mix(ffmpeg, speech=speech(folder, 9.0), music=None, seconds=4.0, target=target)
    assert late.speech_cut_seconds == pytest.approx(len(read_wav(places[0].path)) / RATE, abs=0.001)


def test_a_stretch_of_a_clip_is_taken_from_where_it_was_asked(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    tones = np.concatenate([sine(500, 2), sine(3000, 2)])
    path = saved(tmp_path / "clip.wav", stereo(tones))
    clip = PlacedSound(path=path, start_seconds=1.0, from_seconds=2.0, seconds=0.5)
    mix(ffmpeg, speech=[], music=None, originals=[clip], seconds=3, target=tmp_path / "mix.wav")
    sound = read_wav(tmp_path / "mix.wav")[:, 0]
    assert not sound[: RATE - 10].any()
    assert not sound[int(1.5 * RATE) + 10 :].any()
    spectrum = np.abs(np.fft.rfft(sound))
    assert abs(np.argmax(spectrum) / 3 - 3000) < 5


ODD_NAMES = [
    "it's.wav",
    'a "b".wav',
    "-i.wav",
    "%d.wav",
    "a:b,c;d[0].wav",
    "concat:a|b.wav",
    "http:x.wav",
    "ü 😀\n.wav",
    "a\\b.wav",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_file_names_are_only_names(
    name: str, ffmpeg: Ffmpeg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / name, stereo(babble(2)))
    (tmp_path / "out").mkdir()
    report = mix(
        ffmpeg,
        speech=[PlacedSound(path=Path(name))],
        music=Path(name),
        originals=[PlacedSound(path=Path(name))],
        seconds=2,
        target=Path("out") / name,
    )
    assert report.integrated_lufs == pytest.approx(TARGET_LUFS, abs=0.5)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_playlist_cannot_open_other_files(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    secret = saved(tmp_path / "secret.wav", stereo(sine(400, 1)))
    (tmp_path / "song.mp3").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n")
    (tmp_path / "list.wav").write_text(f"ffconcat version 1.0\nfile {secret.name}\n")
    for name in ("song.mp3", "list.wav"):
        with pytest.raises(ProcessingError):
            mix(ffmpeg, speech=[], music=tmp_path / name, seconds=1, target=tmp_path / "mix.wav")
    assert not (tmp_path / "mix.wav").exists()


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\xff\xff\xff\x7fWAVE"])
def test_a_broken_file_is_an_error_and_leaves_nothing(content: bytes, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(content)
    with pytest.raises(ProcessingError):
        mix(ffmpeg, speech=[], music=tmp_path / "bad.wav", seconds=1, target=tmp_path / "mix.wav")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.wav"]


def test_infinite_samples_do_not_spoil_the_mix(ffmpeg: Ffmpeg, folder: Path, tmp_path: Path) -> None:
    data = (babble(1) * 0.5).astype("<f4")
    data[[100, 20_000, 30_000]] = [np.nan, np.inf, -np.inf]
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, RATE, 4 * RATE, 4, 32)
    body = form + struct.pack("<4sI", b"data", 4 * len(data)) + data.tobytes()
    (tmp_path / "nan.wav").write_bytes(struct.pack("<4sI4s", b"RIFF", 4 + len(body), b"WAVE") + body)
    report = mix(ffmpeg, speech=[], music=tmp_path / "nan.wav", seconds=1, target=tmp_path / "mix.wav")
    assert report.integrated_lufs == pytest.approx(TARGET_LUFS, abs=3)


def test_other_rates_and_channel_counts_become_stereo(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    source = saved(tmp_path / "x.wav", sine(1000, 1))
    for rate, channels in ((16_000, 1), (44_100, 2), (96_000, 6)):
        other = tmp_path / f"{rate}.flac"
        ffmpeg.run(["-i", str(source), "-ac", str(channels), "-ar", str(rate), str(other)])
        (sound,) = decode(ffmpeg, [PlacedSound(path=other)], longest=9, check=lambda: None)
        assert sound.shape[1] == 2
        assert len(sound) == pytest.approx(RATE, abs=2000)


def test_the_same_input_gives_the_same_bytes(folder: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    contents = []
    for name in ("a.wav", "b.wav"):
        mix(ffmpeg, speech=speech(folder, 0.5), music=folder / "bed.wav", seconds=7, target=tmp_path / name)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


def test_it_stops_when_told(folder: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    def stop() -> None:
        raise CancelledError("stopped", next_step="none")

    with pytest.raises(CancelledError):
        mix(ffmpeg, speech=speech(folder, 0), music=None, seconds=5, target=tmp_path / "x.wav", check=stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seconds", [0, -1, 601, float("nan")])
def test_impossible_lengths_are_refused(seconds: float, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        mix(ffmpeg, speech=[], music=None, seconds=seconds, target=tmp_path / "x.wav")


@pytest.mark.parametrize("wrong", [{"start_seconds": -1}, {"start_seconds": float("inf")}, {"seconds": 0}])
def test_impossible_places_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        PlacedSound(path=Path("x.wav"), **wrong)
