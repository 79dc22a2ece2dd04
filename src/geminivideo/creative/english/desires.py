"""Every shape of a desire that a sentence can ask for."""

from dataclasses import asdict, dataclass

from geminivideo.creative.english import lexicon as lex
from geminivideo.creative.english.casing import upper_first
from geminivideo.creative.english.clauses import base_of_clause_verb
from geminivideo.creative.english.morphology import ing_form
from geminivideo.creative.english.nouns import has_relative_clause, head, owned, with_article
from geminivideo.creative.english.pains import quoted
from geminivideo.creative.english.person import to_i, to_they, to_you
from geminivideo.creative.english.phrase import Kind, Phrase, gerund, simple_present
from geminivideo.creative.english.predicates import feeling_verb

_GOODBYE = "say goodbye to "
_QUOTED = {Kind.CANNOT: "leave {} behind", Kind.QUESTION: "answer {}", Kind.OTHER: "make {} happen"}
_NOT_AFTER_DONT = frozenset("stop quit avoid say have be worry never".split())


@dataclass(frozen=True, slots=True)
class DesireForms:
    """For "control my money": do "control your money", will "control my money", they "control their money"."""

    label: str
    do: str
    ing: str
    you: str  # a whole clause: "you control your finances"
    will: str  # after "I'll"
    they: str  # about other people
    thing: str  # a noun phrase where there is one, else `ing`
    bare: str | None  # `do`, when it is an act that can be started, postponed or not done
    bare_ing: str | None

    def slots(self, name: str) -> dict[str, str | None]:
        values: dict[str, str | None] = {f"{name}_{form}": value for form, value in asdict(self).items()}
        values[name] = values.pop(f"{name}_do")
        values[f"{name}_quote"] = None if "“" in self.do else quoted(self.will)
        return values


def desire_forms(phrase: Phrase) -> DesireForms:
    do = _act(phrase)
    ing = _ing(phrase, do)
    bare = (
        phrase.kind in {Kind.NOUN, Kind.STATE, Kind.ACT}
        and do.split(" ")[0] not in _NOT_AFTER_DONT
        and not phrase.before
    )
    named = phrase.kind in {Kind.NOUN, Kind.AMOUNT, Kind.CLAUSE, Kind.STATE}
    return DesireForms(
        label=to_you(phrase.text if named else do),
        do=to_you(do),
        ing=to_you(ing),
        you=to_you(_clause(phrase, do)),
        will=to_i(do),
        they=to_they(do),
        thing=to_you(with_article(phrase.text) if phrase.kind is Kind.NOUN else ing),
        bare=to_you(do) if bare else None,
        bare_ing=to_you(ing) if bare else None,
    )


def _act(phrase: Phrase) -> str:
    """As it follows "to", in the speaker's person."""
    if phrase.kind in _QUOTED:
        return _QUOTED[phrase.kind].format(quoted(upper_first(phrase.text)))
    if phrase.kind in {Kind.NOUN, Kind.AMOUNT}:
        return _get(phrase.text)
    if phrase.kind is Kind.STATE:
        return f"{feeling_verb(phrase.text)} {phrase.text}"
    if phrase.kind is Kind.CLAUSE:
        return _causative(phrase) or f"hear yourself say {quoted(upper_first(phrase.text))}"
    return _verb_phrase(phrase)


def _verb_phrase(phrase: Phrase) -> str:
    if phrase.before == "not":
        return f"stop {ing_form(phrase.verb)} {phrase.rest}".strip()
    return simple_present(phrase) if phrase.kind is Kind.ACT else f"{phrase.verb} {phrase.rest}"


def _get(noun_phrase: str) -> str:
    low = noun_phrase.lower()
    if low.startswith("no more "):
        return _GOODBYE + noun_phrase[len("no more ") :]
    have = low.startswith("no ") or has_relative_clause(noun_phrase)
    verb = "have" if have else lex.VERB_FOR_NOUN.get(head(noun_phrase), "get")
    return f"{verb} {with_article(noun_phrase)}"


def _causative(phrase: Phrase) -> str | None:
    """Such as "my dog walks calmly" -> "have my dog walk calmly"."""
    base = base_of_clause_verb(phrase)
    return f"have {owned(phrase.before)} {base} {phrase.rest}".strip() if base else None


def _ing(phrase: Phrase, do: str) -> str:
    if phrase.kind is Kind.ACT and phrase.before != "not":
        return gerund(phrase)
    verb, _, rest = do.partition(" ")
    return f"no longer {rest}" if verb == "stop" else f"{ing_form(verb)} {rest}".strip()


def _clause(phrase: Phrase, do: str) -> str:
    if phrase.kind is Kind.CLAUSE:
        return f"{owned(phrase.before)} {phrase.verb} {phrase.rest}".strip()
    if phrase.kind in {Kind.NOUN, Kind.AMOUNT} and not do.startswith(_GOODBYE):
        return f"you have {with_article(phrase.text)}"
    return f"you're {do[3:]}" if do.startswith("be ") else f"you {do}"
