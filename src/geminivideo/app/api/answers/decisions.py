"""Why a blueprint was approved or not, in words."""

from collections.abc import Iterator

from geminivideo.creative.model import has_quorum
from geminivideo.creative.store import BlueprintRecord


def decision(record: BlueprintRecord, threshold: float, approved_in_campaign: int) -> list[str]:
    return list(_reasons(record, threshold, approved_in_campaign))


def _reasons(record: BlueprintRecord, threshold: float, approved_in_campaign: int) -> Iterator[str]:
    verdict = record.verdict
    missing = threshold - verdict.score
    if missing > 0:
        yield f"its score of {verdict.score:.2f} is {missing:.2f} below the threshold of {threshold:g}"
    else:
        yield f"its score of {verdict.score:.2f} reaches the threshold of {threshold:g}"
    yield _policy(len(verdict.violations))
    if not has_quorum(verdict.judgements):
        yield "too few members of the council could judge it: those with less than half of the weight approve nothing"
    if record.turns and not verdict.approved:
        yield f"{_counted(len(record.turns), 'turn')} of reflexion did not change that"
    if record.rank is not None:
        yield f"rank {record.rank} of {approved_in_campaign} approved, by predicted ROAS, then by score"


def _policy(violations: int) -> str:
    if not violations:
        return "nothing in it is against ad policy"
    return f"{_counted(violations, 'violation')} of ad policy, each of which blocks approval at any score"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
