"""What is seen in a scene: direction, footage query, on-screen words, shot, feeling and the way into it."""

from collections.abc import Sequence

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import AdStructure, Transition
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import Role, Visuals
from geminivideo.creative.director.live.languages import wrong_script
from geminivideo.creative.director.slots import Slots, fill
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.words import sentences, spoken_words

MAX_SCREEN_WORDS = 7

TRANSITIONS: dict[AdStructure, tuple[Transition, Transition]] = {
    AdStructure.TRANSFORMATION: (Transition.DISSOLVE, Transition.LIGHT),
    AdStructure.TESTIMONIAL: (Transition.CUT, Transition.DISSOLVE),
    AdStructure.PROBLEM_SOLUTION: (Transition.CUT, Transition.WIPE),
    AdStructure.LISTICLE: (Transition.SLIDE, Transition.ZOOM),
    AdStructure.HOOK_STORY_OFFER: (Transition.DISSOLVE, Transition.CUT),
    AdStructure.UGC_STYLE: (Transition.CUT, Transition.WHIP),
    AdStructure.EDUCATIONAL: (Transition.SLIDE, Transition.CUT),
    AdStructure.PRODUCT_SHOWCASE: (Transition.ZOOM, Transition.BLUR),
    AdStructure.COMPARISON: (Transition.WIPE, Transition.SLIDE),
    AdStructure.BEHIND_SCENES: (Transition.CUT, Transition.WHIP),
}


class PictureWriter:
    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser

    def scene(
        self, seconds: float, spoken: str, shown: str, visuals: Visuals, slots: Slots, transitions: Sequence[Transition]
    ) -> BlueprintScene:
        choose = self._chooser.least_used
        return BlueprintScene(
            seconds=seconds,
            visual_direction=choose(_filled(visuals.see, slots)),
            voice_over=spoken,
            on_screen_text=shown,
            footage_query=choose(_queries(visuals.find, slots)),
            emotion=choose(visuals.emotion),
            shot_type=choose(visuals.shot),
            transition=choose(transitions),
        )

    def screen_text(self, role: Role, slots: Slots, shown: Sequence[str]) -> str:
        """A few words that say something the screen has not shown yet."""
        texts = [text for text in _filled(role.show, slots) if spoken_words(text) <= MAX_SCREEN_WORDS]
        return self._chooser.least_used([text for text in texts if text not in shown] or texts)


def short_screen_text(text: str, otherwise: str | None = None, language: Language = ENGLISH) -> str:
    """As much of a line as can be read at a glance: all of it, its first sentence, `otherwise`, or a part of it."""
    for whole in (text, sentences(text)[0]):
        if spoken_words(whole) <= MAX_SCREEN_WORDS and _closes_its_quotes(whole, language):
            return whole if whole.count(".") > 1 else whole.rstrip(".")
    if otherwise and spoken_words(otherwise) <= MAX_SCREEN_WORDS:
        return language.grammar.upper_first(otherwise)
    short = language.grammar.shorten(sentences(text)[0], MAX_SCREEN_WORDS)
    return short or " ".join(text.split()[: MAX_SCREEN_WORDS - 1]) + "…"


def _closes_its_quotes(text: str, language: Language) -> bool:
    before, after = language.quotes
    return text.count(before) == text.count(after)


def _queries(lines: Sequence[str], slots: Slots) -> list[str]:
    """Footage is searched for in English: a product's name in other letters finds nothing."""
    filled = _filled(lines, slots)
    return [text for text in filled if not wrong_script([text], "en")] or filled


def _filled(lines: Sequence[str], slots: Slots) -> list[str]:
    return [text for line in lines if (text := fill(line, slots))]
