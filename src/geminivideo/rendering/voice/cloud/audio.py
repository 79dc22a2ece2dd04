"""From the bytes that a service sends to speech as the offline voice has it: 48 kHz, trimmed, at the same loudness."""

import io
import re
import wave

import numpy as np

from geminivideo.core.service_faults import Fault, FaultError
from geminivideo.rendering.sound.limiter import limit
from geminivideo.rendering.sound.loudness import integrated_lufs
from geminivideo.rendering.sound.pcm import RATE, Samples, fast_size, from_db
from geminivideo.rendering.voice.alignment import LONGEST_SECONDS
from geminivideo.rendering.voice.cloud.base import Pcm, Take
from geminivideo.rendering.voice.polish import VOICE_LUFS, cut

_RATES = range(8_000, 48_001)
_PEAK = from_db(VOICE_LUFS + 13.0)  # as of the offline voice
_FRAME = RATE // 100
_SPOKEN_DB = 42.0  # below the loud frames: what is quieter before the first and after the last word is left out
_BEFORE, _AFTER = 0.03, 0.16  # seconds kept around the words
_SILENT = 100  # of 32,767: a peak below is no speech


def read_sound(data: bytes, rate: int) -> Take:
    """A WAV file, or bare 16-bit mono samples at `rate`.

    Raises:
        FaultError: when it is neither, or silent, or longer than any line.
    """
    take = _of_wav(data) if data[:4] == b"RIFF" else Take(_samples(data), rate)
    if take.rate not in _RATES:
        raise FaultError(Fault.GARBAGE, f"sound of {take.rate} samples a second")
    if not 0 < take.seconds <= LONGEST_SECONDS:
        raise FaultError(Fault.GARBAGE, f"{take.seconds:.1f} s of sound")
    if np.abs(take.samples.astype(np.int32)).max() < _SILENT:
        raise FaultError(Fault.GARBAGE, "only silence")
    return take


def rate_in(mime: str, usual: int) -> int:
    """The sample rate that a type such as `audio/L16;codec=pcm;rate=24000` names."""
    found = re.search(r";\s*rate=(\d{4,6})\b", mime, re.IGNORECASE)
    return int(found[1]) if found else usual


def _of_wav(data: bytes) -> Take:
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise FaultError(Fault.GARBAGE, f"a WAV file of {8 * file.getsampwidth()} bits")
            # Services that stream do not know the length when they write the header: the file's end counts.
            samples = _samples(file.readframes(min(file.getnframes(), len(data))))
            channels, rate = file.getnchannels(), file.getframerate()
    except (wave.Error, EOFError) as error:
        raise FaultError(Fault.GARBAGE, f"a WAV file that cannot be read ({error})") from error
    whole = samples[: len(samples) // channels * channels].reshape(-1, channels)
    return Take(whole.mean(axis=1).astype(np.int16), rate)


def _samples(data: bytes) -> Pcm:
    if len(data) % 2:
        raise FaultError(Fault.GARBAGE, "half a sample at the end")
    return np.frombuffer(data, "<i2").astype(np.int16)


def presented(take: Take) -> tuple[Samples, float]:
    """The sound as the mix expects a voice, and by how many seconds its beginning was shortened."""
    sound = _at_our_rate(take)
    start, end = _spoken(sound)
    sound = cut(sound, start, end)
    loudness = integrated_lufs(sound)
    gain = from_db(VOICE_LUFS - loudness) if loudness is not None else 1.0
    return limit(sound[:, None] * np.float32(gain), _PEAK)[:, 0], start


def _at_our_rate(take: Take) -> Samples:
    """Resampled by its spectrum, on a grid on which both rates have whole numbers of samples."""
    sound = np.asarray(take.samples / 32768, np.float32)
    if take.rate == RATE:
        return sound
    unit = np.gcd(take.rate, RATE)
    step_in, step_out = take.rate // unit, RATE // unit
    blocks = fast_size(-(-(len(sound) + take.rate // 10) // step_in))
    long = np.zeros(blocks * step_out // 2 + 1, np.complex64)
    spectrum = np.fft.rfft(sound, blocks * step_in)
    long[: len(spectrum)] = spectrum * (step_out / step_in)
    length = -(-len(sound) * step_out // step_in)
    return np.asarray(np.fft.irfft(long, blocks * step_out)[:length], np.float32)


def _spoken(sound: Samples) -> tuple[float, float]:
    frames = np.pad(sound, (0, -len(sound) % _FRAME)).reshape(-1, _FRAME)
    level = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-10)
    heard = np.flatnonzero(level > np.percentile(level, 95) - _SPOKEN_DB)
    return max(0.0, heard[0] * _FRAME / RATE - _BEFORE), (heard[-1] + 1) * _FRAME / RATE + _AFTER
