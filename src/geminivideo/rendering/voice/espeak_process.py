"""The process that loads the eSpeak NG library: `python -m geminivideo.rendering.voice.espeak_process`.

The library is GPL and parses whatever it is given, so it lives here, away from the program and under limits. Standard
input is one JSON object, `{"voice": {"variant", "volume", "pitch", "range", "word_gap"}, "lines": [{"text",
"languages": [tags, best first], "rate"}]}`. Standard output holds per line a JSON header ending in a newline, then as
many 16-bit little-endian samples as it says:
`{"samples": n, "rate": 22050, "sounds": [[sample, character, voiced], ...]}`, or `{"unknown_language": tag,
"available": [...]}`, or `{"too_long": true}`, or `{"failed": reason}`.
"""

import ctypes
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from geminivideo.core.processes import die_with_parent

_MEMORY_BYTES = 1024**3
_CPU_SECONDS_PER_LINE = 20
_MOST_BYTES = 180 * 22_050 * 2  # three minutes: 5,000 digits would otherwise be spoken for an hour

_OUTPUT_RETRIEVAL, _PHONEME_EVENTS = 2, 1
_UTF8 = 1  # and neither SSML (0x10) nor phoneme input (0x100): text is text
_END_OF_LIST, _WORD, _PHONEME = 0, 1, 7
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def _load() -> tuple[Any, int]:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate = library.espeak_Initialize(_OUTPUT_RETRIEVAL, 0, data, _PHONEME_EVENTS)
    if rate <= 0:
        raise OSError("the library does not accept its data folder")
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    return library, rate


def _identifiers(library: Any) -> dict[str, str]:
    """The best voice per language tag; in each voice's list a tag follows one byte of priority, low is good."""
    best: dict[str, tuple[int, str]] = {}
    listed = library.espeak_ListVoices(None)
    index = 0
    while listed[index]:
        voice = listed[index].contents
        at = voice.languages
        while priority := ctypes.string_at(at, 1)[0]:
            name = ctypes.string_at(at + 1)
            tag = name.decode().lower()
            best[tag] = min(best.get(tag, (256, "")), (priority, voice.identifier.decode()))
            at += len(name) + 2
        index += 1
    return {tag: identifier for tag, (_, identifier) in best.items()}


def _synthesise(library: Any, line: dict[str, Any], voice: dict[str, Any], identifier: str) -> tuple[bytes, list[Any]]:
    sound = bytearray()
    sounds: list[Any] = []

    def hear(wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            sound.extend(ctypes.string_at(wave, 2 * count))
        index = 0
        while events[index].type != _END_OF_LIST:
            event = events[index]
            if event.type == _PHONEME:
                sounds.append([event.sample, event.text_position - 1, not event.id.string.startswith(b"_")])
            index += 1
        return int(len(sound) > _MOST_BYTES)  # 1 stops the synthesis

    callback = _Callback(hear)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(f"{identifier}+{voice['variant']}".encode()) != 0:
        raise OSError(f"the library does not accept the voice {identifier}")
    settings = ((_RATE, line["rate"]), (_VOLUME, voice["volume"]), (_PITCH, voice["pitch"]), (_RANGE, voice["range"]))
    for parameter, value in (*settings, (_WORD_GAP, voice["word_gap"])):
        library.espeak_SetParameter(parameter, value, 0)
    text = line["text"].encode()
    library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return bytes(sound), sounds


def _write(header: dict[str, Any], sound: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + sound)
    sys.stdout.buffer.flush()


def _in_a_child(work: Callable[[], None]) -> bool:
    """Run `work` in a fork. The synthesiser carries state from text to text; a fork always starts from the same."""
    child = os.fork()
    if child == 0:
        try:
            die_with_parent()
            resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS_PER_LINE, _CPU_SECONDS_PER_LINE))
            work()
        except BaseException:  # noqa: BLE001 - a fork must never run on into its parent's code
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.loads(sys.stdin.buffer.read())
    library, rate = _load()
    identifiers = _identifiers(library)

    def speak(line: dict[str, Any], identifier: str) -> None:
        sound, sounds = _synthesise(library, line, request["voice"], identifier)
        if len(sound) > _MOST_BYTES:
            _write({"too_long": True})
        else:
            _write({"samples": len(sound) // 2, "rate": rate, "sounds": sounds}, sound)

    for line in request["lines"]:
        tag = next((tag for tag in line["languages"] if tag in identifiers), None)
        if tag is None:
            _write({"unknown_language": line["languages"][0], "available": sorted(identifiers)})
        elif not _in_a_child(lambda line=line, tag=tag: speak(line, identifiers[tag])):  # type: ignore[misc]
            _write({"failed": "the synthesiser ended before it had spoken"})


if __name__ == "__main__":
    main()
