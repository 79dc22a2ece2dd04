"""The copywriter's lines and visuals, kept as text files beside this module so that a copywriter can edit them."""

import re
import tomllib
from functools import cached_property
from importlib.resources import files

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, ShotType
from geminivideo.creative.director.grid import Closing
from geminivideo.creative.words import spoken_words

SLOT = re.compile(r"\{(\w+)\}")
_LONGEST_FALLBACK = 7
_Lines = tuple[str, ...]


class Visuals(Frozen):
    see: _Lines = Field(min_length=1)
    find: _Lines = Field(min_length=1)
    emotion: _Lines = Field(min_length=1)
    shot: tuple[ShotType, ...] = Field(min_length=1)


class HookCopy(Visuals):
    say: _Lines = Field(min_length=6)


class Role(Visuals):
    """A scene of a structure: a line of `say`, perhaps one of `add` after it. `core` roles survive in the 15 s cut."""

    core: bool = False
    say: _Lines
    add: _Lines
    show: _Lines

    @model_validator(mode="after")
    def _can_always_be_filled(self) -> "Role":
        short = [line for line in self.say if not SLOT.search(line) and spoken_words(line) <= _LONGEST_FALLBACK]
        if not short or not any(not SLOT.search(text) for text in self.show):
            raise ValueError(f"needs a line of at most {_LONGEST_FALLBACK} words, and an on-screen text, without slots")
        return self


class Treatment(Frozen):
    """One way to tell a structure; the roles in order of their scenes."""

    name: str
    structure: AdStructure
    roles: dict[str, Role]

    @cached_property
    def core(self) -> list[Role]:
        return [role for role in self.roles.values() if role.core]


class CopyDeck(Frozen):
    hooks: dict[HookType, HookCopy]
    treatments: tuple[Treatment, ...]
    closings: dict[Closing, dict[str, _Lines]]
    closing_visuals: Visuals

    @model_validator(mode="after")
    def _is_complete(self) -> "CopyDeck":
        missing = [s for s in AdStructure if not self.treatments_of(s)]
        if missing or set(self.hooks) != set(HookType) or set(self.closings) != set(Closing):
            raise ValueError("every hook type, structure and closing needs its copy")
        return self

    def treatments_of(self, structure: AdStructure) -> list[Treatment]:
        return [treatment for treatment in self.treatments if treatment.structure is structure]

    def closing_lines(self, closing: Closing, cta: CtaType) -> _Lines:
        lines = self.closings[closing]
        return (*lines["any"], *lines.get(cta.value, ()))


def load_copy_deck() -> CopyDeck:
    folder = files("geminivideo.creative.director") / "copy"
    closings = tomllib.loads((folder / "closings.toml").read_text("utf-8"))
    visuals = closings.pop("visuals")
    scenes = sorted((folder / "scenes").iterdir(), key=lambda file: file.name)
    return CopyDeck.model_validate(
        {
            "hooks": tomllib.loads((folder / "hooks.toml").read_text("utf-8")),
            "treatments": [_treatment(file.name, file.read_text("utf-8")) for file in scenes],
            "closings": closings,
            "closing_visuals": visuals,
        }
    )


def _treatment(file_name: str, text: str) -> dict[str, object]:
    content = tomllib.loads(text)
    structure = content.pop("structure")
    return {"name": file_name.removesuffix(".toml"), "structure": structure, "roles": content}
