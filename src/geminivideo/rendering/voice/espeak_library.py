"""The part of eSpeak NG's C interface (`speak_lib.h`) that is used here. Only `espeak_process` may load it."""

import ctypes
import re
from pathlib import Path
from typing import Any, NamedTuple

MOST_BYTES = 180 * 22_050 * 2  # three minutes: 5,000 digits would otherwise be spoken for an hour

_OUTPUT_RETRIEVAL, _PHONEME_EVENTS = 2, 1
_UTF8 = 1  # and neither SSML (0x10) nor phoneme input (0x100): text is text
_END_OF_LIST, _PHONEME = 0, 7
_PARAMETERS = {"rate": 1, "volume": 2, "pitch": 3, "range": 4, "word_gap": 7}


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


class Utterance(NamedTuple):
    """16-bit samples, and per phoneme or pause: its first sample, the character it stems from, whether it is voiced."""

    sound: bytes
    sounds: list[tuple[int, int, bool]]


class EspeakLibrary:
    """One loaded library; it carries state from text to text, so a second text may sound different than a first."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._data = Path(espeakng_loader.get_data_path())
        folder = str(self._data).encode()
        self.rate: int = self._library.espeak_Initialize(_OUTPUT_RETRIEVAL, 0, folder, _PHONEME_EVENTS)
        if self.rate <= 0:
            raise OSError("the library does not accept its data folder")
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self.voices = self._voices()

    def _voices(self) -> dict[str, str]:
        """The best voice per language tag; in each voice's list a tag follows one byte of priority, low is good."""
        best: dict[str, tuple[int, str]] = {}
        listed = self._library.espeak_ListVoices(None)
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
        return {tag: voice for tag, (_, voice) in best.items() if self._has_dictionary(voice)}

    def _has_dictionary(self, voice: str) -> bool:
        """Some listed voices come without one and stay silent. A voice names it, or it is called like the language."""
        file = self._data / "lang" / voice
        text = file.read_text("utf-8", "replace") if file.exists() else ""
        name = re.search(r"^dictionary\s+(\S+)", text, re.MULTILINE) or re.search(
            r"^language\s+(\w+)", text, re.MULTILINE
        )
        return name is not None and (self._data / f"{name[1]}_dict").exists()

    def speak(self, text: str, voice: str, parameters: dict[str, int]) -> Utterance:
        """Stops soon after `MOST_BYTES` of sound."""
        sound = bytearray()
        sounds: list[tuple[int, int, bool]] = []

        def hear(wave: Any, count: int, events: Any) -> int:
            if wave and count > 0:
                sound.extend(ctypes.string_at(wave, 2 * count))
            index = 0
            while (event := events[index]).type != _END_OF_LIST:
                if event.type == _PHONEME:
                    sounds.append((event.sample, event.text_position - 1, not event.id.string.startswith(b"_")))
                index += 1
            return int(len(sound) > MOST_BYTES)

        callback = _Callback(hear)  # must live until the synthesis ends
        self._library.espeak_SetSynthCallback(callback)
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise OSError(f"the library does not accept the voice {voice}")
        for name, value in parameters.items():
            self._library.espeak_SetParameter(_PARAMETERS[name], value, 0)
        encoded = text.encode()
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        return Utterance(bytes(sound), sounds)
