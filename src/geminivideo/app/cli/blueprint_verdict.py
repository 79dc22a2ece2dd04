"""What council, ad policy and reflexion said about a blueprint, as lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any

Story = Mapping[str, Any]
Lines = Iterator[str]

# Of a campaign from before weights could be learned.
_UNRECORDED: Mapping[str, Any] = {
    "basis": "prior",
    "reason": "others could not be learned yet",
    "gain": None,
    "correlations": {},
}


def council(story: Story) -> Lines:
    verdict = story["council"]
    judgements = verdict["judgements"]
    reasons = story["sources"].get("reasons", {})
    for judgement in judgements:
        yield from _judgement(judgement, reasons.get(f"judge.{judgement['member']}"))
    total = sum(judgement["weight"] for judgement in judgements)
    present = "" if abs(total - 1) < 1e-3 else f", divided by {total:.2f}, the weights of the members that judged"
    yield f"together {verdict['score']:.2f}{present}; members are {verdict['disagreement']:.2f} points apart"
    yield from _weights(verdict["weights"] or _UNRECORDED)


def _judgement(judgement: Mapping[str, Any], why_local: str | None) -> Lines:
    score, weight = judgement["score"], judgement["weight"]
    source = "live model" if judgement["source"] == "live" else "local judge"
    yield f"{judgement['member']}, {source}: {score:.2f} x {weight:.2f} = {score * weight:.2f}"
    if why_local and judgement["source"] != "live":
        yield f"  instead of the live model: {why_local}"
    if judgement["sub_scores"]:
        scores = ", ".join(f"{name.replace('_', ' ')} {value:.0f}" for name, value in judgement["sub_scores"].items())
        yield f"  {scores}"
    if judgement["critique"]:
        yield f"  says: {judgement['critique']}"


def _weights(weights: Mapping[str, Any]) -> Lines:
    kind = "learned from this account's outcomes" if weights["basis"] == "account" else "the fixed ones"
    yield f"weights: {kind}; {weights['reason']}"
    if weights["gain"] is None:
        return
    low, high = weights["gain_interval"]
    yield (
        f"  from {weights['ads']} ads of {weights['campaigns']} campaigns: {weights['gain']:+.1%} of what ads of a "
        f"campaign differ in clicks explained (95% interval {low:+.1%} to {high:+.1%}), against the fixed ones"
    )
    known = {member: value for member, value in weights["correlations"].items() if value is not None}
    if known:
        yield "  correlation with clicks: " + ", ".join(f"{member} {value:+.2f}" for member, value in known.items())


def policy(story: Story) -> Lines:
    violations = story["council"]["violations"]
    if not violations:
        yield "no violation found"
    for violation in violations:
        yield f"{violation['rule'].replace('_', ' ')}, in {violation['place']}: {violation['words']}"
        yield f"  in the sentence: {violation['sentence']}"


def reflexion(story: Story) -> Lines:
    turns = story["reflexion"]
    if not turns:
        yield "no turn: " + ("the first version was approved" if story["approved"] else "it was not rewritten")
    for turn in turns:
        writer = ", by a live model" if turn["written_by"] == "live" else ""
        yield f"turn {turn['number']}{writer}: {_change(turn)}"
        yield f"  criticised: {turn['critique']}"
        yield f"  planned: {turn['plan']}"


def _change(turn: Mapping[str, Any]) -> str:
    if turn["after_score"] is None:
        return f"{turn['before_score']:.2f}, and no new version could be written"
    kept = "accepted" if turn["accepted"] else "not accepted, the version before was kept"
    return f"{turn['before_score']:.2f} -> {turn['after_score']:.2f}, {kept}"
