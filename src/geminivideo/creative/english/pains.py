"""Every shape of a pain that a sentence can ask for, so that copy stays grammatical whatever was typed in."""

from dataclasses import asdict, dataclass

from geminivideo.creative.english.casing import upper_first
from geminivideo.creative.english.clauses import as_noun
from geminivideo.creative.english.morphology import ing_form
from geminivideo.creative.english.nouns import owned, with_article
from geminivideo.creative.english.person import to_i, to_you
from geminivideo.creative.english.phrase import Kind, Phrase, gerund, simple_present
from geminivideo.creative.english.predicates import feeling_verb, is_adjective

_FREQUENCY = frozenset("always never not constantly still".split())
_CANNOT = frozenset({"can't", "couldn't"})


@dataclass(frozen=True, slots=True)
class PainForms:
    """For "low energy": topic "low energy", ing "dealing with low energy", you "you're dealing with low energy"."""

    label: str  # by itself, to the viewer
    quote: str  # the same in the viewer's own voice, in quotes
    topic: str  # after "about", "with", "of"
    ing: str  # after "still", "stop" and "how long have you been", or as a singular subject
    you: str  # a whole clause to the viewer
    i: str  # the same in the viewer's own voice
    now: str | None  # `you`, when it can happen at a given hour
    noun: str | None  # only a plain noun phrase: "low energy at 9 am"

    def slots(self, name: str) -> dict[str, str | None]:
        values: dict[str, str | None] = {f"{name}_{form}": value for form, value in asdict(self).items()}
        values[name] = values.pop(f"{name}_label")
        values[f"{name}_open"] = None if self.label.startswith("“") else self.quote.strip("“”")
        values[f"{name}_thing"] = None if self.topic.startswith("not ") else self.topic
        values[f"{name}_skip"] = None if self.topic.startswith(("“", "not ")) else self.topic
        return values


@dataclass(frozen=True, slots=True)
class _Shapes:
    """In the speaker's person, as typed; `clause` starts with "I"."""

    topic: str
    ing: str
    clause: str


def pain_forms(phrase: Phrase) -> PainForms:
    shapes = _SHAPES[phrase.kind](phrase)
    label = _label(phrase, shapes)
    unsayable = phrase.kind in {Kind.QUESTION, Kind.OTHER}
    i = upper_first(phrase.text) if unsayable else _own_voice(phrase, shapes)
    return PainForms(
        label=label if label.startswith("“") else to_you(label),
        quote=label if label.startswith("“") else quoted(upper_first(to_i(label))),
        topic=_you_outside_quotes(shapes.topic),
        ing=_you_outside_quotes(shapes.ing),
        you=_you_outside_quotes(shapes.clause),
        i=upper_first(to_i(i)),
        now=to_you(shapes.clause) if phrase.kind is not Kind.DONE and not unsayable else None,
        noun=to_you(phrase.text) if phrase.kind is Kind.NOUN else None,
    )


def quoted(text: str) -> str:
    return f"“{text}”"


def _you_outside_quotes(text: str) -> str:
    before, mark, inside = text.partition("“")
    return to_you(before) + (mark + to_i(inside) if mark else "")


def _own_voice(phrase: Phrase, shapes: _Shapes) -> str:
    """Nobody says "I'm dealing with low energy" to themselves."""
    return f"I'm done with {with_article(phrase.text)}" if phrase.kind is Kind.NOUN else shapes.clause


def _label(phrase: Phrase, shapes: _Shapes) -> str:
    if phrase.kind in {Kind.QUESTION, Kind.OTHER}:
        return quoted(upper_first(to_i(phrase.text)))
    if phrase.kind is Kind.ACT or (phrase.kind is Kind.CANNOT and phrase.before not in _CANNOT):
        return shapes.topic
    return phrase.text


def _saying(clause: str) -> str:
    """What is not done cannot go on or be stopped, but it can be said."""
    return f"saying {quoted(clause)}"


def _noun(phrase: Phrase) -> _Shapes:
    noun = with_article(phrase.text)
    return _Shapes(noun, f"dealing with {noun}", f"I'm dealing with {noun}")


def _amount(phrase: Phrase) -> _Shapes:
    first, _, rest = phrase.text.partition(" ")
    label = quoted(phrase.text)
    match first.lower():
        case "not":
            clause = f"I don't have {rest}"
        case "hardly" | "barely" | "never":
            clause = f"I {first.lower()} have {rest}"
        case _:
            clause = f"I have {phrase.text}"
    return _Shapes(label, f"saying {label}", clause)


def _act(phrase: Phrase) -> _Shapes:
    topic = gerund(phrase)
    if phrase.verb != "be" or phrase.before == "keep":
        clause = f"I {simple_present(phrase)}"
    else:
        # "being ignored by clients" goes on right now; "being overweight" is a state.
        going_on = "" if phrase.before or is_adjective(phrase.rest.split(" ")[0].lower()) else "being "
        clause = " ".join(f"I'm {phrase.before} {going_on}{phrase.rest}".split())
    return _Shapes(topic, _saying(clause) if phrase.before in {"not", "never"} else topic, clause)


def _done(phrase: Phrase) -> _Shapes:
    ing = f"{ing_form(phrase.verb)} {phrase.rest}"
    return _Shapes(ing, ing, f"I've {phrase.before} {phrase.rest}")


def _state(phrase: Phrase) -> _Shapes:
    first, _, rest = phrase.text.partition(" ")
    adverb, state = (first, rest) if first.lower() in _FREQUENCY else ("", phrase.text)
    feeling = f"{ing_form(feeling_verb(phrase.text))} {state}"
    clause = f"I'm {phrase.text}"
    ing = _saying(clause) if adverb.lower() in {"not", "never"} else feeling
    return _Shapes(f"{adverb} {feeling}".strip(), ing, clause)


def _cannot(phrase: Phrase) -> _Shapes:
    clause = f"I {phrase.before} {phrase.verb} {phrase.rest}".strip()
    unable = f"not being able to {phrase.verb}" if phrase.before in _CANNOT else f"not {ing_form(phrase.verb)}"
    return _Shapes(f"{unable} {phrase.rest}".strip(), _saying(clause), clause)


def _clause(phrase: Phrase) -> _Shapes:
    subject = owned(phrase.before)
    clause = f"{subject} {phrase.verb} {phrase.rest}".strip() if not phrase.text.startswith("it's") else phrase.text
    topic = as_noun(phrase, subject) or quoted(clause)
    return _Shapes(topic, f"dealing with {topic}", clause)


def _only_quoted(phrase: Phrase) -> _Shapes:
    quote = quoted(upper_first(phrase.text))
    doing = "asking" if phrase.kind is Kind.QUESTION else "thinking"
    return _Shapes(quote, f"{doing} {quote}", f"I keep {doing} {quote}")


_SHAPES = {
    Kind.NOUN: _noun,
    Kind.AMOUNT: _amount,
    Kind.ACT: _act,
    Kind.DONE: _done,
    Kind.STATE: _state,
    Kind.CANNOT: _cannot,
    Kind.CLAUSE: _clause,
    Kind.QUESTION: _only_quoted,
    Kind.OTHER: _only_quoted,
}
