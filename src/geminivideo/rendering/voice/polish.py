"""From the synthesiser's raw sound to a clear, even voice at 48 kHz: equalised, brightened, levelled, in a small room.

Filters are zero-phase but for one that delays the lowest tones by 6 ms, so the words keep their times.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.sound.limiter import limit
from geminivideo.rendering.sound.loudness import integrated_lufs
from geminivideo.rendering.sound.pcm import RATE, Samples, fast_size, from_db, shape_spectrum

VOICE_LUFS = -20.0
_PEAK = from_db(VOICE_LUFS + 13.0)

# Hz and dB: what the synthesiser has too little or too much of over a long text, held against the long-term spectrum
# of recorded speech; and some presence.
_EQUALISER = (
    *((60, -24), (80, -9), (110, -5), (180, 3), (260, 2), (400, 0), (650, -3), (900, -2), (1600, 0), (2500, 2)),
    *((3200, 4), (4500, 5), (6000, 2), (8000, 1), (10_000, 4), (10_900, 3), (11_500, -30)),
)
_ROTATION_HZ = 200.0
_EXCITED = (1500.0, 4000.0)  # the formants whose overtones are added above the second figure
_EXCITE_DRIVE, _EXCITE_GAIN = 3.0, 1.6
_SIBILANCE_HZ = 4800.0
_SIBILANCE_CEILING = -9.0  # dB against the level of the voice
_THRESHOLD, _RATIO = -7.0, 2.6  # of the compressor, dB against the level of the voice
_FRAME = RATE // 200
_ROOM_SECONDS, _ROOM_DECAY, _ROOM_GAIN = 0.16, 0.035, 0.12
_FADE_IN, _FADE_OUT = RATE // 500, RATE // 16


def polish(raw: NDArray[np.int16], rate: int) -> Samples:
    """`raw` at `rate` (which must divide evenly into the FFT grid of 48 kHz, as 22,050 does) as a finished voice."""
    sound = _excite(_resample(raw, rate))
    sound = _compress(_soften_sibilants(sound))
    sound = _in_room(sound)
    loudness = integrated_lufs(sound)
    gain = from_db(VOICE_LUFS - loudness) if loudness is not None else 1.0
    return limit(sound[:, None] * np.float32(gain), _PEAK)[:, 0]


def cut(sound: Samples, start: float, end: float) -> Samples:
    """From `start` to `end` seconds with soft edges; what lies beyond the sound is silence."""
    first, last = round(start * RATE), round(end * RATE)
    piece = np.zeros(last - first, np.float32)
    part = sound[first:last]
    piece[: len(part)] = part
    rise, fall = min(_FADE_IN, len(piece) // 2), min(_FADE_OUT, len(piece) // 2)
    piece[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    piece[len(piece) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32) ** 2
    return piece


def _resample(raw: NDArray[np.int16], rate: int) -> Samples:
    """Resample and equalise in one step: the same spectrum on a longer grid."""
    unit = np.gcd(rate, RATE)
    step_in, step_out = rate // unit, RATE // unit
    blocks = fast_size(-(-(len(raw) + rate // 10) // step_in))
    spectrum = np.fft.rfft(raw.astype(np.float32) / 32768, blocks * step_in)
    frequencies = np.arange(len(spectrum)) * (rate / (blocks * step_in))
    spectrum *= _equaliser(frequencies) * _phase_rotation(frequencies)
    long = np.zeros(blocks * step_out // 2 + 1, np.complex64)
    long[: len(spectrum)] = spectrum * (step_out / step_in)
    return np.fft.irfft(long, blocks * step_out)[: -(-len(raw) * step_out // step_in)].astype(np.float32)


def _equaliser(frequencies: NDArray[np.float64]) -> Samples:
    at, gains = np.asarray(_EQUALISER, np.float64).T
    return np.asarray(10 ** (np.interp(np.log(np.maximum(frequencies, 1.0)), np.log(at), gains) / 20), np.float32)


def _phase_rotation(frequencies: NDArray[np.float64]) -> NDArray[np.complex64]:
    """Four all-pass filters in a row, as radio stations use them: they spread the pulses of the glottis, which all
    point to one side, so that the voice buzzes less and its peaks are lower.
    """
    turn = 1j * frequencies / _ROTATION_HZ
    return (((1 - turn) / (1 + turn)) ** 4).astype(np.complex64)


def _excite(sound: Samples) -> Samples:
    """Formant synthesis leaves vowels dull above 4 kHz; the overtones of a gentle distortion fill them in."""
    low, high = _EXCITED
    band = _band(sound, low, high)
    level = float(np.sqrt(np.square(band).mean())) or 1.0
    overtones = _band(np.tanh(band * np.float32(_EXCITE_DRIVE / level)), high, 16_000.0)
    return sound + overtones * np.float32(_EXCITE_GAIN * level)


def _band(sound: Samples, low: float, high: float) -> Samples:
    size = fast_size(len(sound) + RATE // 50)
    frequencies = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    gains = 1 / (1 + (low / np.maximum(frequencies, 1)) ** 6) / (1 + (frequencies / high) ** 6)
    return shape_spectrum(sound, gains)


def _soften_sibilants(sound: Samples) -> Samples:
    sibilants = _band(sound, _SIBILANCE_HZ, 24_000.0)
    ceiling = _level(sound) + _SIBILANCE_CEILING
    over = np.maximum(_frames_db(sibilants) - ceiling, 0.0)
    return sound - sibilants * (1 - _gain_curve(-0.7 * over, len(sound)))


def _compress(sound: Samples) -> Samples:
    over = np.maximum(_frames_db(sound) - (_level(sound) + _THRESHOLD), 0.0)
    return sound * _gain_curve(-over * (1 - 1 / _RATIO), len(sound))


def _level(sound: Samples) -> float:
    """Level of the frames that are speech rather than pause, in dB."""
    frames = _frames_db(sound)
    return float(10 * np.log10(np.mean(10 ** (frames[frames > frames.max() - 30] / 10))))


def _frames_db(sound: Samples) -> NDArray[np.float64]:
    frames = -(-len(sound) // _FRAME)
    padded = np.pad(sound, (0, frames * _FRAME - len(sound))).reshape(frames, _FRAME)
    return np.asarray(10 * np.log10(np.square(padded).mean(axis=1, dtype=np.float64) + 1e-10))


def _gain_curve(frames_db: NDArray[np.float64], length: int) -> Samples:
    """Smooth over about 25 ms, then a gain per sample."""
    window = np.hanning(7)[1:-1]
    smooth = np.convolve(np.pad(frames_db, 2, mode="edge"), window / window.sum(), "valid")
    centres = (np.arange(len(smooth)) + 0.5) * _FRAME
    return np.asarray(10 ** (np.interp(np.arange(length), centres, smooth) / 20), np.float32)


def _in_room(sound: Samples) -> Samples:
    """A small, dry room: without it a synthetic voice sounds as if it stood nowhere."""
    tail = _room()
    size = fast_size(len(sound) + len(tail))
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)
    return (np.pad(sound, (0, len(tail))) + wet[: len(sound) + len(tail)]).astype(np.float32)


@lru_cache(maxsize=1)
def _room() -> Samples:
    """Dense reflections from 6 ms on. The noise is part of the voice's design, hence its fixed seed."""
    time = np.arange(round(_ROOM_SECONDS * RATE)) / RATE
    noise = np.random.default_rng(20).standard_normal(len(time)) * np.exp(-time / _ROOM_DECAY) * (time > 0.006)
    darker = _band(noise.astype(np.float32), 250.0, 5000.0)
    return darker * np.float32(_ROOM_GAIN / np.sqrt(np.square(darker).sum()))
