"""What kind of phrase a line of a brief is: a noun, an act, a state, a whole sentence, or something else."""

from dataclasses import dataclass
from enum import StrEnum

from geminivideo.creative.english import lexicon as lex
from geminivideo.creative.english.morphology import base_of_ing, ing_form


class Kind(StrEnum):
    NOUN = "noun"  # low energy
    AMOUNT = "amount"  # no time for the gym, too many tools
    ACT = "act"  # lose fat; wasting money; never find time; keep losing receipts
    DONE = "done"  # tried every diet
    STATE = "state"  # tired all day
    CANNOT = "cannot"  # I can't sleep
    CLAUSE = "clause"  # clients pay late
    QUESTION = "question"  # why can't I lose weight?
    OTHER = "other"  # what no rule understands: only ever quoted


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` without its subject and helper words; where there is a verb, its parts.

    ACT: `before` is "", an adverb, "not" or "keep". DONE: `verb` is the base, `before` the participle. CANNOT: `before`
    is the auxiliary. CLAUSE: `before` is the subject, `verb` the finite verb as typed.
    """

    kind: Kind
    text: str
    verb: str = ""
    rest: str = ""
    before: str = ""


def gerund(phrase: Phrase) -> str:
    """An ACT as a noun: "losing fat", "never finding time"; coordinated verbs follow suit."""
    if phrase.verb in {"stop", "quit"} and base_of_ing(phrase.rest.split(" ")[0].lower()):
        return f"no longer {phrase.rest}"
    lead = "" if phrase.before == "keep" else phrase.before
    return f"{lead} {ing_form(phrase.verb)} {_coordinated(phrase.rest)}".strip()


def simple_present(phrase: Phrase) -> str:
    """An ACT after "you": "lose fat", "don't know what to eat", "never find time"."""
    rest = _uncoordinated(phrase.rest)
    if phrase.before == "keep":
        return f"keep {ing_form(phrase.verb)} {phrase.rest}".strip()
    helper = "don't" if phrase.before == "not" else phrase.before
    return f"{helper} {phrase.verb} {rest}".strip()


def _coordinated(rest: str) -> str:
    words = rest.split()
    for place in range(1, len(words)):
        verb = words[place].lower()
        if words[place - 1].lower() in {"and", "or"} and _plainly_verb(verb, words[place + 1 : place + 2]):
            words[place] = ing_form(verb)
    return " ".join(words)


def _uncoordinated(rest: str) -> str:
    words = rest.split()
    for place in range(1, len(words)):
        if words[place - 1].lower() in {"and", "or"}:
            words[place] = base_of_ing(words[place].lower()) or words[place]
    return " ".join(words)


def _plainly_verb(verb: str, following: list[str]) -> bool:
    both = lex.VERB_FIRST | lex.NOUN_FIRST | lex.ADJECTIVE_FIRST
    return verb in lex.BASE_VERBS - both or (
        verb in lex.BASE_VERBS and bool(following) and following[0].lower() in lex.AFTER_VERB
    )
