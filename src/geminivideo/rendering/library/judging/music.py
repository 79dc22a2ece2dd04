"""Music: decoded whole within limits, written anew as FLAC at 48 kHz in stereo, its beats found."""

from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.library.judging.refusal import RefusedError
from geminivideo.rendering.library.model import MusicFacts
from geminivideo.rendering.sound.beats import find_beats
from geminivideo.rendering.sound.loudness import integrated_lufs
from geminivideo.rendering.sound.pcm import RATE, Samples

LONGEST_SECONDS, SHORTEST_SECONDS = 600, 3
_HEAD_BYTES = 16
_CODECS = frozenset("mp3 mp3float aac flac vorbis opus alac".split())
_BLOCK = 48_000

_Sound = NDArray[np.int16]  # shape (samples, 2)


def judge(source: Path, target: Path) -> MusicFacts:
    import av

    with source.open("rb") as file:
        demuxer = demuxer_for(file.read(_HEAD_BYTES))
    if demuxer is None:
        raise RefusedError("The file is not music as WAV, MP3, FLAC, Ogg, M4A or AIFF.")
    try:
        sound = _decoded(source, demuxer)
    except av.FFmpegError as error:
        raise RefusedError(f"The music is damaged or incomplete ({error.strerror or error}).") from error
    loudness = _judge(sound)
    pulse = find_beats(_mono(sound))
    _write(sound, target)
    return MusicFacts(
        seconds=round(len(sound) / RATE, 4), loudness_lufs=round(loudness, 2), bpm=pulse.bpm, beats=pulse.beats
    )


def demuxer_for(head: bytes) -> str | None:
    """The only demuxer that may open a file beginning so; a playlist or a page has none."""
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"FORM") and head[8:12] in {b"AIFF", b"AIFC"}:
        return "aiff"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in {0xE2, 0xE4, 0xE6}):
        return "mp3"
    signs = {b"fLaC": "flac", b"OggS": "ogg"}
    return signs.get(head[:4], "mov" if head[4:8] == b"ftyp" else None)


def _decoded(source: Path, demuxer: str) -> _Sound:
    """What a header says of the length is not believed."""
    import av

    parts: list[_Sound] = []
    count = 0
    options = {"protocol_whitelist": "file"}
    with av.open(str(source), format=demuxer, options=options, metadata_errors="replace") as container:
        stream = _stream(container)
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
        for frame in chain(container.decode(stream), [None]):  # None: what the resampler still holds
            for piece in resampler.resample(frame):
                parts.append(np.asarray(piece.to_ndarray(), np.int16).reshape(-1, 2))
                count += len(parts[-1])
            if count > LONGEST_SECONDS * RATE:
                raise RefusedError(f"The music is longer than {LONGEST_SECONDS // 60} minutes.")
    return np.concatenate(parts) if parts else np.zeros((0, 2), np.int16)


def _stream(container: Any) -> Any:
    if not container.streams.audio:
        raise RefusedError("The file holds no sound.")
    stream = container.streams.audio[0]
    name = stream.codec_context.name
    if name not in _CODECS and not name.startswith("pcm_"):
        raise RefusedError(f"The sound's codec {name} is not among the accepted ones.")
    return stream


def _judge(sound: _Sound) -> float:
    """The music's loudness in LUFS."""
    if len(sound) < SHORTEST_SECONDS * RATE:
        raise RefusedError(f"The music lasts {len(sound) / RATE:.1f} s; at least {SHORTEST_SECONDS} s are needed.")
    loudness = integrated_lufs(sound.astype(np.float32) / np.float32(32768))
    if loudness is None:
        raise RefusedError("The music is silent.")
    return loudness


def _mono(sound: _Sound) -> Samples:
    return np.asarray(sound.mean(axis=1, dtype=np.float32) / np.float32(32768), np.float32)


def _write(sound: _Sound, target: Path) -> None:
    import av

    with av.open(str(target), "w", format="flac", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=RATE)
        stream.codec_context.layout, stream.codec_context.format = "stereo", "s16"
        for first in range(0, len(sound), _BLOCK):
            block = np.ascontiguousarray(sound[first : first + _BLOCK].reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, first
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
