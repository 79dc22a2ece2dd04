"""What a live rewriter is to answer, reflection first, and the blueprint that this makes of an old one."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from geminivideo.core.blueprint import Blueprint, BlueprintScene, Hook
from geminivideo.core.vocabulary import ShotType, Transition
from geminivideo.creative.director.blueprints import believability, heard_and_read, pacing_of
from geminivideo.creative.languages.registry import is_known, language_for
from geminivideo.creative.model import clean_text
from geminivideo.creative.signals import trigger_families

_LONGEST_PLAN = 800
_Clean = BeforeValidator(clean_text)
_Line = Annotated[str, _Clean, Field(min_length=1, max_length=400)]
_Short = Annotated[str, _Clean, Field(min_length=1, max_length=120)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RewrittenScene(_Strict):
    seconds: float = Field(ge=1, le=20)
    visual_direction: _Line
    voice_over: _Line
    on_screen_text: _Short
    footage_query: _Short
    emotion: _Short
    shot_type: ShotType
    transition: Transition


class Rewrite(_Strict):
    critiques: list[_Line] = Field(max_length=8, description="that this version answers")
    rules: list[_Line] = Field(max_length=8, description="that it minds")
    plan: Annotated[str, _Clean, Field(min_length=1, max_length=1_000)]
    title: _Short
    hook_text: Annotated[str, _Clean, Field(min_length=1, max_length=200)]
    scenes: list[RewrittenScene] = Field(min_length=3, max_length=10)

    @property
    def told(self) -> str:
        """Reflection and plan, as a turn keeps them."""
        parts = [f"answers {'; '.join(self.critiques)}" if self.critiques else ""]
        parts += [f"minds {'; '.join(self.rules)}" if self.rules else ""]
        return " | ".join([self.plan, *filter(None, parts)])[:_LONGEST_PLAN]

    def applied_to(self, old: Blueprint) -> Blueprint:
        """What the brief and the grid decided stays: offer, angle, structure, type of hook, language."""
        scenes = tuple(
            BlueprintScene.model_validate({**scene.model_dump(), "seconds": round(scene.seconds, 2)})
            for scene in self.scenes
        )
        script = heard_and_read(scenes)
        language, told = language_for(old.language), old.transformation
        pulled = trigger_families(script, language) if is_known(old.language) else ()
        changed = {
            "title": self.title,
            "hook": Hook(type=old.hook.type, text=self.hook_text),
            "scenes": scenes,
            "emotional_triggers": pulled or old.emotional_triggers,
            "transformation": told and told.model_copy(update={"believability": believability(script, language)}),
            "pacing": pacing_of(scenes),
        }
        return old.model_copy(update=changed)
