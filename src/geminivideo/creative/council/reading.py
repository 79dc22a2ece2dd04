"""A blueprint as a judge reads it, worked out once."""

from dataclasses import dataclass
from typing import Self

from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.english.offers import spoken_name
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief
from geminivideo.creative.signals import firmness, understandable
from geminivideo.creative.words import sentences, share_said, stems

_HALF = 0.5
_FULL_LENGTH = 30.0


@dataclass(frozen=True)
class Reading:
    blueprint: Blueprint
    brief: Brief
    language: Language
    hook: str
    voices: tuple[str, ...]  # per scene
    screens: tuple[str, ...]
    script: str
    lines: tuple[str, ...]  # sentences of the script
    said: frozenset[str]  # stems of what is heard or read
    understood: float  # 0-1: whether the brief's own words can be understood at all

    @classmethod
    def of(cls, blueprint: Blueprint, brief: Brief) -> Self:
        voices = tuple(scene.voice_over for scene in blueprint.scenes)
        screens = tuple(scene.on_screen_text for scene in blueprint.scenes)
        language = language_for(blueprint.language)
        return cls(
            blueprint=blueprint,
            brief=brief,
            language=language,
            hook=blueprint.hook.text,
            voices=voices,
            screens=screens,
            script=blueprint.script,
            lines=tuple(line for voice in voices for line in sentences(voice)),
            said=stems(" ".join((*voices, *screens)), language.words),
            understood=understandable((brief.offer, *brief.pain_points, *brief.desires), language),
        )

    @property
    def room(self) -> float:
        """What can be asked of an ad of this length, 1 at 30 s: a short one makes fewer points, and makes them well."""
        return min(1.0, max(_HALF, self.blueprint.total_seconds / _FULL_LENGTH))

    @property
    def body(self) -> str:
        """All that is spoken between the hook and the closing."""
        return " ".join(self.voices[1:-1])

    @property
    def closing(self) -> str:
        return self.voices[-1]

    @property
    def first_half(self) -> str:
        return " ".join(self.voices[: (len(self.voices) + 1) // 2])

    @property
    def second_half(self) -> str:
        return " ".join(self.voices[(len(self.voices) + 1) // 2 :])

    def names_product(self, text: str) -> bool:
        return self.share_in(spoken_name(self.brief.product_name), text) >= _HALF

    def share_in(self, phrase: str, text: str) -> float:
        """Which part of a phrase's meaning is in `text`, 0-1."""
        return share_said(phrase, stems(text, self.language.words), self.language.words)

    def best_said(self, items: tuple[str, ...], text: str) -> float:
        """How well the best of the brief's items is named in `text`, weighed by how much that item pins down, 0-1.

        Naming what nobody understands says nothing.
        """
        named = (self.share_in(item, text) * firmness(item, self.language) for item in items)
        return self.understood * max(named, default=0.0)
