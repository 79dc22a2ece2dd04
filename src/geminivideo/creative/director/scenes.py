"""Writing the scenes of one ad so that every line fits its seconds and nothing is said twice."""

from collections.abc import Sequence

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.vocabulary import Transition
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import CopyDeck, Role, Treatment
from geminivideo.creative.director.grid import Cell, Closing
from geminivideo.creative.director.lines import Draft, Line, LineChooser, Preference, lines_of, no_preference
from geminivideo.creative.director.material import Material
from geminivideo.creative.director.pictures import TRANSITIONS, PictureWriter, short_screen_text
from geminivideo.creative.director.slots import Slots, fill
from geminivideo.creative.director.timing import CORE_ONLY, closing_words, time_scenes
from geminivideo.creative.policy import check_text
from geminivideo.creative.words import share_said, spoken_words, stems, words_that_fit

_DEFAULT_WHIM = 0.5
_ROOMY = 30


class SceneWriter:
    """Writes one ad after another; those in `campaign` count as already written."""

    def __init__(
        self,
        deck: CopyDeck,
        material: Material,
        chooser: Chooser,
        *,
        campaign: Sequence[Blueprint] = (),
        whim: float = _DEFAULT_WHIM,
    ) -> None:
        self._deck = deck
        self._material = material
        self._language = material.language
        self._chooser = chooser
        self._lines = LineChooser(chooser, (blueprint.script for blueprint in campaign), whim)
        self._pictures = PictureWriter(chooser)

    def write(
        self, cell: Cell, hook: str, slots: Slots, prefer: Preference = no_preference
    ) -> tuple[BlueprintScene, ...]:
        draft = Draft(slots, prefer)
        closing = self._closing(cell, draft)
        draft.spoken.append(hook)
        seconds = time_scenes(cell.seconds, hook, closing, self._language.words)
        treatment = self._treatment(cell)
        roles = treatment.core if cell.seconds == CORE_ONLY else list(treatment.roles.values())
        shown = short_screen_text(hook, _named_in(hook, slots), self._language)
        opening = self._deck.hooks[cell.hook_type]
        first = self._pictures.scene(seconds[0], hook, shown, opening, slots, [Transition.CUT])
        body = self._body(roles, seconds[1:-1], draft, shown, TRANSITIONS[cell.structure])
        offer = short_screen_text(self._material.offer.text, language=self._language)
        visuals = self._deck.closing_visuals
        last = self._pictures.scene(seconds[-1], closing, offer, visuals, slots, TRANSITIONS[cell.structure])
        return (first, *body, last)

    def _body(
        self,
        roles: Sequence[Role],
        seconds: Sequence[float],
        draft: Draft,
        shown: str,
        transitions: Sequence[Transition],
    ) -> list[BlueprintScene]:
        """One of the scenes after the first names the product, if it was not named before."""
        naming = 1 + int(self._chooser.noise(1)[0] * (len(roles) - 1))
        screens = [shown]
        scenes = []
        for place, (role, length) in enumerate(zip(roles, seconds, strict=True)):
            draft.spoken.append(
                self._line(role, words_that_fit(length, self._language.words), draft, must_name_product=place >= naming)
            )
            screens.append(self._pictures.screen_text(role, draft.slots, screens))
            scenes.append(self._pictures.scene(length, draft.spoken[-1], screens[-1], role, draft.slots, transitions))
        return self._with_name(scenes)

    def _with_name(self, scenes: list[BlueprintScene]) -> list[BlueprintScene]:
        """Where no line had room for the product, the picture before the offer shows its name."""
        product = self._material.brief.product_name
        told = " ".join(f"{scene.voice_over} {scene.on_screen_text}" for scene in scenes).casefold()
        if any(name.casefold() in told for name in (product, self._material.product)):
            return scenes
        return [*scenes[:-2], scenes[-2].model_copy(update={"on_screen_text": self._material.product}), scenes[-1]]

    def _line(self, role: Role, limit: int, draft: Draft, *, must_name_product: bool) -> str:
        fitting = lines_of(role, draft.slots, limit)
        clean = [line for line in fitting if not self._adds_offence(line)] or fitting
        if must_name_product and not draft.has_said(self._material.product):
            clean = [line for line in clean if line.names("product")] or clean
        return self._lines.choose(clean, limit, draft)

    def _treatment(self, cell: Cell) -> Treatment:
        treatments = {treatment.name: treatment for treatment in self._deck.treatments_of(cell.structure)}
        return treatments[self._chooser.least_used(list(treatments))]

    def _closing(self, cell: Cell, draft: Draft) -> str:
        """In a short ad the last line names the product, because the others may not have the room."""
        limit = closing_words(cell.seconds, self._language.words)
        fitting = self._closings(cell.closing, draft, limit)
        if cell.seconds < _ROOMY:
            naming = [*fitting, *self._closings(Closing.DIRECT, draft, limit)]
            fitting = [line for line in naming if line.names("product")] or fitting
        return self._lines.choose(fitting, limit, draft) if fitting else self._deck.closing_for_a_long_offer

    def _closings(self, closing: Closing, draft: Draft, limit: int) -> list[Line]:
        lines = self._deck.closing_lines(closing, self._material.offer.type)
        filled = [(fill(line, draft.slots), line) for line in lines]
        return [Line(text, (line,)) for text, line in filled if text and spoken_words(text) <= limit]

    def _adds_offence(self, line: Line) -> bool:
        """A line that makes a harmless phrase break ad policy; a phrase that breaks it by itself is shown as it is."""
        brief = self._material.brief
        if not check_text(line.text, name=brief.product_name, language=self._language):
            return False
        return not any(check_text(item, language=self._language) for item in (*brief.pain_points, *brief.desires))


def _named_in(hook: str, slots: Slots) -> str | None:
    """The label of the pain or desire that the hook is about."""
    labels = [label for label in (slots["pain"], slots["want_label"]) if label]
    words = slots.language.words
    said = stems(hook, words)
    return max(labels, key=lambda label: share_said(label, said, words), default=None)
