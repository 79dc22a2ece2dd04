"""The copywriter's lines and visuals, kept as text files beside this module so that a copywriter can edit them."""

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, ShotType
from geminivideo.creative.director.grid import Closing
from geminivideo.creative.director.timing import SHORTEST_BODY
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.words import spoken_words, words_that_fit

SLOT = re.compile(r"\{(\w+)\}")
# Footage for a role that only names the product, whose name may be in letters that footage search cannot read.
_ANY_PRODUCT = "hands using a product, close up"
_LONGEST_FALLBACK = 7
_FOLDER = files("geminivideo.creative.director") / "copy"
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
    closing_for_a_long_offer: str = "Tap below to see the whole offer."
    last_resort: str = "{product}: the short version."

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


class Decks:
    """The deck of each language, read once."""

    def __init__(self, english: CopyDeck | None = None) -> None:
        self._decks = {ENGLISH: english} if english else {}

    def of(self, language: Language) -> CopyDeck:
        if language not in self._decks:
            self._decks[language] = load_copy_deck(language)
        return self._decks[language]


def load_copy_deck(language: Language = ENGLISH) -> CopyDeck:
    return _english_deck() if language is ENGLISH else _deck_in(language, _english_deck())


@cache
def _english_deck() -> CopyDeck:
    closings = tomllib.loads((_FOLDER / "closings.toml").read_text("utf-8"))
    visuals = closings.pop("visuals")
    scenes = sorted((_FOLDER / "scenes").iterdir(), key=lambda file: file.name)
    return CopyDeck.model_validate(
        {
            "hooks": tomllib.loads((_FOLDER / "hooks.toml").read_text("utf-8")),
            "treatments": [_treatment(file.name, file.read_text("utf-8")) for file in scenes],
            "closings": closings,
            "closing_visuals": visuals,
        }
    )


def _treatment(file_name: str, text: str) -> dict[str, object]:
    content = tomllib.loads(text)
    structure = content.pop("structure")
    return {"name": file_name.removesuffix(".toml"), "structure": structure, "roles": content}


def _deck_in(language: Language, english: CopyDeck) -> CopyDeck:
    """Its words from the language's files; its pictures, which nobody reads, from the English deck."""
    hooks, scenes, closings = (
        tomllib.loads((_FOLDER / language.code / name).read_text("utf-8"))
        for name in ("hooks.toml", "scenes.toml", "closings.toml")
    )
    pictures = {treatment.name: treatment for treatment in english.treatments}
    deck = CopyDeck.model_validate(
        {
            "hooks": {kind: _pictured(english.hooks[HookType(kind)], say=say) for kind, say in hooks.items()},
            "treatments": [_treatment_in(roles, pictures[name]) for name, roles in scenes.items()],
            "closing_for_a_long_offer": closings.pop("fallback"),
            "last_resort": closings.pop("last_resort"),
            "closings": closings,
            "closing_visuals": _pictured(english.closing_visuals),
        }
    )
    _must_fit(deck, language)
    return deck


def _treatment_in(roles: dict[str, dict[str, object]], english: Treatment) -> dict[str, object]:
    """The roles of the English treatment in its order; a missing one is a KeyError here rather than a gap in an ad."""
    return {
        "name": english.name,
        "structure": english.structure,
        "roles": {name: _pictured(role, **roles[name]) for name, role in english.roles.items()},
    }


def _pictured(visuals: Visuals, **words: object) -> dict[str, object]:
    """Footage is searched for in English, so that the brief's phrases are no help to it; its product's name may be."""
    pictures = visuals.model_dump()
    find = [line for line in visuals.find if set(SLOT.findall(line)) <= {"product"}]
    pictures["find"] = find if any(not SLOT.search(line) for line in find) else [*find, _ANY_PRODUCT]
    return pictures | words


def _must_fit(deck: CopyDeck, language: Language) -> None:
    limit = words_that_fit(SHORTEST_BODY, language.words)
    for treatment in deck.treatments:
        for name, role in treatment.roles.items():
            if not any(not SLOT.search(line) and spoken_words(line) <= limit for line in role.say):
                raise ValueError(f"{language.name} {treatment.name}.{name} needs a line without slots of {limit} words")
