"""Writing the scenes of one ad so that every line fits its seconds and nothing is said twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import Transition
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import SLOT, CopyDeck, Role, Treatment
from geminivideo.creative.director.grid import Cell, Side
from geminivideo.creative.director.material import Material
from geminivideo.creative.director.pictures import TRANSITIONS, PictureWriter, short_screen_text
from geminivideo.creative.director.slots import Slots, fill
from geminivideo.creative.director.timing import CLOSING_WORDS, CORE_ONLY, time_scenes
from geminivideo.creative.policy import check_text
from geminivideo.creative.words import content_words, ngrams, share_said, spoken_words, stems, words_that_fit

_CLOSING_FOR_A_LONG_OFFER = "Tap below to see the whole offer."

# What an ad should name, and the form to look for.
_FAMILIES = {"product": "product", "pain": "pain", "want": "want_label"}

Preference = Callable[[str], float]


def no_preference(_: str) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    parts: tuple[str, ...]  # the copy deck's lines it was made from


class SceneWriter:
    """Remembers which lines a campaign has used, so that the next ad prefers others."""

    def __init__(self, deck: CopyDeck, material: Material, chooser: Chooser) -> None:
        self._deck = deck
        self._material = material
        self._chooser = chooser
        self._pictures = PictureWriter(chooser)

    def write(self, cell: Cell, hook: str, slots: Slots, prefer: Preference = no_preference) -> tuple[BlueprintScene, ...]:
        """`prefer` adds to a line's worth: 0 for nothing, about 1 for a line that is just what is wanted."""
        treatment = self._treatment(cell)
        closing = self._closing(cell, slots, prefer)
        seconds = time_scenes(cell.seconds, hook, closing)
        roles = treatment.core if cell.seconds == CORE_ONLY else list(treatment.roles.values())
        transitions = TRANSITIONS[cell.structure]
        label = slots["pain"] if cell.angle.leads is Side.PAIN else slots["want_label"]
        spoken, shown = [hook], [short_screen_text(hook, label)]
        opening = self._deck.hooks[cell.hook_type]
        scenes = [self._pictures.scene(seconds[0], hook, shown[0], opening, slots, [Transition.CUT])]
        for role, length in zip(roles, seconds[1:-1], strict=True):
            spoken.append(self._line(role, words_that_fit(length), slots, spoken, prefer))
            shown.append(self._pictures.screen_text(role, slots, shown))
            scenes.append(self._pictures.scene(length, spoken[-1], shown[-1], role, slots, transitions))
        offer = short_screen_text(self._material.offer.text)
        last = self._pictures.scene(seconds[-1], closing, offer, self._deck.closing_visuals, slots, transitions)
        return (*scenes, last)

    def _treatment(self, cell: Cell) -> Treatment:
        treatments = {treatment.name: treatment for treatment in self._deck.treatments_of(cell.structure)}
        return treatments[self._chooser.least_used(list(treatments))]

    def _closing(self, cell: Cell, slots: Slots, prefer: Preference) -> str:
        filled = [(fill(line, slots), line) for line in self._deck.closing_lines(cell.closing, self._material.offer.type)]
        limit = CLOSING_WORDS[cell.seconds]
        fitting = [Line(text, (line,)) for text, line in filled if text and spoken_words(text) <= limit]
        return self._best(fitting, limit, slots, [], prefer) if fitting else _CLOSING_FOR_A_LONG_OFFER

    def _line(self, role: Role, limit: int, slots: Slots, spoken: Sequence[str], prefer: Preference) -> str:
        fitting = [line for line in _lines(role, slots) if spoken_words(line.text) <= limit]
        clean = [line for line in fitting if not self._adds_offence(line)]
        return self._best(clean or fitting, limit, slots, spoken, prefer)

    def _best(
        self, lines: Sequence[Line], limit: int, slots: Slots, spoken: Sequence[str], prefer: Preference
    ) -> str:
        """The line worth most: fills its time, is fresh in the campaign, repeats nothing that was said."""
        said = Counter(gram for text in spoken for gram in _content_grams(text))
        noise = self._chooser.noise(len(lines))

        def worth(at: int) -> float:
            line = lines[at]
            filled = min(1.0, spoken_words(line.text) / (0.8 * limit))
            repeated = sum(said[gram] for gram in set(_content_grams(line.text)))
            stale = self._chooser.staleness(line.parts)
            return filled + _news(line, slots, spoken) - 0.25 * repeated - 0.3 * stale + 0.5 * noise[at] + prefer(line.text)

        chosen = lines[max(range(len(lines)), key=worth)]
        self._chooser.use(chosen.parts)
        return chosen.text

    def _adds_offence(self, line: Line) -> bool:
        """A line that makes a harmless phrase break ad policy."""
        if not check_text(line.text, name=self._material.brief.product_name):
            return False
        brief = self._material.brief
        return not any(check_text(item) for item in (*brief.pain_points, *brief.desires))


def _lines(role: Role, slots: Slots) -> Iterator[Line]:
    """Every line of the role alone, and with each of the short ones that may follow."""
    additions = [(text, line) for line in role.add if (text := fill(line, slots))]
    for line in role.say:
        text = fill(line, slots)
        if text is None:
            continue
        yield Line(text, (line,))
        said = stems(text)
        for added, addition in additions:
            if not said & stems(added):
                yield Line(f"{text} {added}", (line, addition))


def _news(line: Line, slots: Slots, spoken: Sequence[str]) -> float:
    """Worth of naming what the ad has not named yet: the product, the pain, the desire. Naming it a third time bores."""
    heard = " ".join(spoken).lower()
    worth = 0.0
    for family, form in _FAMILIES.items():
        named = any(name == family or name.startswith(f"{family}_") for part in line.parts for name in SLOT.findall(part))
        phrase = slots[form]
        if named and phrase:
            times = heard.count(phrase.lower())
            worth += 0.7 if times == 0 and share_said(phrase, stems(heard)) < 1 else -0.4 * times
    return worth


def _content_grams(text: str) -> list[tuple[str, ...]]:
    words = content_words(text)
    return [*ngrams(words, 1), *ngrams(words, 2)]
