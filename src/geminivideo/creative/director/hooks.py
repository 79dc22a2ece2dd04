"""Writing the opening lines of a campaign: one per cell, no two alike, before any script is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import HookType
from geminivideo.creative.director.copy_deck import SLOT, CopyDeck
from geminivideo.creative.director.grid import Angle, Cell, Side
from geminivideo.creative.director.material import Material
from geminivideo.creative.director.slots import Slots, fill, slots_for
from geminivideo.creative.director.templates import template_uses
from geminivideo.creative.director.timing import hook_words
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.policy import check_text
from geminivideo.creative.words import spoken_words, stems


@dataclass(frozen=True, slots=True)
class HookDraft:
    text: str
    line: str  # the copy deck's line it was made from


class HookWriter:
    def __init__(
        self,
        deck: CopyDeck,
        material: Material,
        encoder: TextEncoder,
        rng: np.random.Generator,
        campaign: Sequence[str] = (),
    ) -> None:
        """The openings in `campaign` count as already written."""
        self._deck = deck
        self._material = material
        self._encoder = encoder
        self._rng = rng
        self._uses: Counter[str] = template_uses(deck, campaign, material.language.words)

    def write(
        self, cells: Sequence[Cell], owners: Sequence[str], angles: Sequence[Angle], taken: HookSet | None = None
    ) -> list[tuple[Cell, str]]:
        """A hook for each cell: drafted for all, embedded in one go, and redrafted where one is too close to another,
        or to those that are `taken`.

        A cell whose hook type has nothing fresh left takes the type of the line that it gets.
        """
        hooks = taken or HookSet(self._encoder)
        drafts = [self._first(cell, angles) for cell in cells]
        self._encoder.encode(drafts)
        return [
            self._settle(hooks, cell, owner, draft, angles)
            for cell, owner, draft in zip(cells, owners, drafts, strict=True)
        ]

    def options(self, hook_type: HookType, angle: Angle, seconds: int) -> list[HookDraft]:
        """Every line of this type that the angle can fill: the least used first, then those about its lead."""
        slots = slots_for(self._material, angle, seconds)
        longest = hook_words(self._material.language.words)
        lead = "pain" if angle.leads is Side.PAIN else "want"
        ranked: list[tuple[int, bool, float, HookDraft]] = []
        for line in self._deck.hooks[hook_type].say:
            text = fill(line, slots)
            if text is None or spoken_words(text) > longest or _clashes(line, slots):
                continue
            off_lead = not any(name.startswith(lead) for name in SLOT.findall(line))
            ranked.append((self._uses[line], off_lead, self._rng.random(), HookDraft(text, line)))
        return [draft for *_, draft in sorted(ranked, key=lambda entry: entry[:3])]

    def is_used(self, draft: HookDraft) -> bool:
        return self._uses[draft.line] > 0

    def take(self, draft: HookDraft) -> None:
        self._uses[draft.line] += 1

    def _first(self, cell: Cell, angles: Sequence[Angle]) -> str:
        options = self._all_options(cell, angles)
        clean = next((draft for draft in options if not self._adds_offence(draft, cell.angle)), options[0])
        self.take(clean)
        return clean.text

    def _settle(self, hooks: HookSet, cell: Cell, owner: str, draft: str, angles: Sequence[Angle]) -> tuple[Cell, str]:
        settled = (cell, draft)
        if hooks.is_too_close(draft, owner):
            settled = self._fresh(hooks, cell, owner, angles) or (cell, self._farthest(hooks, cell, owner, angles))
        hooks.add(owner, settled[1])
        return settled

    def _fresh(self, hooks: HookSet, cell: Cell, owner: str, angles: Sequence[Angle]) -> tuple[Cell, str] | None:
        """The first line far enough from all others: an unused one before a used one, of the cell's type first."""
        types = (cell.hook_type, *(other for other in HookType if other is not cell.hook_type))
        options = [
            (candidate, option)
            for candidate in (replace(cell, hook_type=hook_type) for hook_type in types)
            for option in self._all_options(candidate, angles)
        ]
        for candidate, option in sorted(options, key=lambda pair: self.is_used(pair[1])):
            if not self._adds_offence(option, cell.angle) and not hooks.is_too_close(option.text, owner):
                self.take(option)
                return candidate, option.text
        return None

    def _farthest(self, hooks: HookSet, cell: Cell, owner: str, angles: Sequence[Angle]) -> str:
        """A brief with little to say has said it all: the least of the repetitions."""
        texts = [option.text for option in self._all_options(cell, angles)]
        return min(texts, key=lambda text: sum(_pair(hooks, text, owner)))

    def _all_options(self, cell: Cell, angles: Sequence[Angle]) -> list[HookDraft]:
        """The cell's own angle first, then the same lead in other company, then lines that name neither side."""
        own = self.options(cell.hook_type, cell.angle, cell.seconds)
        for angle in angles:
            if angle.lead == cell.angle.lead and angle != cell.angle:
                own += self.options(cell.hook_type, angle, cell.seconds)
        return own or [
            HookDraft(fill(self._deck.last_resort, slots_for(self._material, cell.angle, cell.seconds)) or "", "")
        ]

    def _adds_offence(self, draft: HookDraft, angle: Angle) -> bool:
        """A line that makes a harmless phrase break ad policy; a phrase that breaks it by itself is shown as it is."""
        if not self._offends(draft.text):
            return False
        brief = self._material.brief
        return not self._offends(brief.pain_points[angle.pain]) and not self._offends(brief.desires[angle.desire])

    def _offends(self, text: str) -> bool:
        brief, language = self._material.brief, self._material.language
        return bool(check_text(text, name=brief.product_name, language=language))


def _clashes(line: str, slots: Slots) -> bool:
    """The pain and the desire in one word ("Get more energy. Skip low energy."), or one weekday against another."""
    names = SLOT.findall(line)
    weekday, words = slots.language.signs.weekday, slots.language.words
    if weekday.search(SLOT.sub("", line)) and any(weekday.search(slots[name] or "") for name in names):
        return True
    pain = [slots[name] or "" for name in names if name.startswith("pain")]
    wish = [slots[name] or "" for name in names if name.startswith(("want", "also", "third"))]
    return bool(stems(" ".join(pain), words) & stems(" ".join(wish), words))


def _pair(hooks: HookSet, text: str, owner: str) -> tuple[float, float]:
    closeness = hooks.closeness(text, owner)
    return closeness.cosine, closeness.jaccard
