"""Why drafts of a campaign were rejected, and what the advertiser could add to the brief."""

from collections import Counter
from collections.abc import Sequence

from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief, EvaluatedBlueprint, Shortfall
from geminivideo.creative.revision_plan import points_lost
from geminivideo.creative.signals import firmness, understandable, unknown_words

_NAMED = 3
_FIRM = 0.9
# A rubric's criterion looks at these fields of the brief; of several, the one that says least is to be extended.
_FIELDS = {
    "hook": ("pain_points", "desires"),
    "value_clarity": ("desires", "offer"),
    "pain": ("pain_points", "desires"),
    "narrative": ("pain_points", "desires"),
    "argument": ("pain_points", "desires"),
    "cta": ("offer",),
    "next_step": ("offer",),
}
_EXAMPLES = {
    "pain_points": "such as “no time for the gym” instead of “no time”",
    "desires": "such as “have energy until evening” instead of “energy”",
    "offer": "such as “Book your free consultation”",
}


def shortfalls(evaluated: Sequence[EvaluatedBlueprint], brief: Brief) -> tuple[Shortfall, ...]:
    """At most three criteria, what the brief can mend first; policy before all, because nothing outweighs it."""
    rejected = [one for one in evaluated if not one.verdict.approved]
    if not rejected:
        return ()
    losses = [points_lost(one.verdict) for one in rejected]
    among = Counter(name for lost in losses for name in sorted(lost, key=lambda name: -lost[name])[:_NAMED])
    found = [
        _shortfall(name, count, sum(lost.get(name, 0.0) for lost in losses) / len(losses), brief)
        for name, count in among.items()
    ]
    found.sort(key=lambda one: (one.brief_field is None, -one.drafts, -one.mean_points, one.criterion))
    return (*_policy(rejected), *found)[:_NAMED]


def _shortfall(name: str, drafts: int, points: float, brief: Brief) -> Shortfall:
    field = _weakest(_FIELDS.get(name, ()), brief)
    label = name.replace("_", " ")
    advice = _advise(field, brief) if field else f"the copy itself falls short on {label}; the brief is not to blame"
    return Shortfall(criterion=name, drafts=drafts, mean_points=round(points, 2), brief_field=field, advice=advice)


def _weakest(fields: Sequence[str], brief: Brief) -> str | None:
    """The field whose best item pins down least; None where all say enough."""
    weak = {field: strength for field in fields if (strength := _strength(field, brief)) < _FIRM}
    return min(weak, key=lambda field: weak[field], default=None)


def _strength(field: str, brief: Brief) -> float:
    items, language = _items(field, brief), language_for(brief.language)
    return understandable(items, language) * max(firmness(item, language) for item in items)


def _items(field: str, brief: Brief) -> tuple[str, ...]:
    value = getattr(brief, field)
    return (value,) if isinstance(value, str) else value


def _advise(field: str, brief: Brief) -> str:
    items, label, language = _items(field, brief), field.replace("_", " "), language_for(brief.language)
    if understandable(items, language) < _FIRM:
        words = ", ".join(f"“{word}”" for word in unknown_words(items, language)[:_NAMED])
        return f"say the {label} in words that people know, not {words}"
    vaguest = min(items, key=lambda item: firmness(item, language))
    return f"say more than “{vaguest}” under {label}: when, where or how much, {_EXAMPLES[field]}"


def _policy(rejected: Sequence[EvaluatedBlueprint]) -> list[Shortfall]:
    offending = [one for one in rejected if one.verdict.violations]
    if not offending:
        return []
    words = Counter((v.place, v.words) for one in offending for v in one.verdict.violations)
    (place, said), _ = min(words.items(), key=lambda entry: (-entry[1], entry[0]))
    in_brief = place.removeprefix("the brief's ") if place.startswith("the brief's ") else None
    field = _FIELD_OF_PLACE.get("offer" if place == "cta" else in_brief or "")
    advice = f"ad policy does not allow “{said}” ({place}); take it out of the brief"
    return [Shortfall(criterion="ad_policy", drafts=len(offending), mean_points=0.0, brief_field=field, advice=advice)]


_FIELD_OF_PLACE = {
    "offer": "offer", "desires": "desires", "audience": "target_avatar", "product name": "product_name"
}  # fmt: skip
