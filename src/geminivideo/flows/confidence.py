"""How sure a predicted return is, once the council's own doubt is counted in."""

from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.creative.model import Verdict

# Points between the highest and the lowest member. Of four briefs' drafts, judged locally, a tenth differ by more.
DOUBTFUL_DISAGREEMENT = 25.0
_LOWER = {ConfidenceLevel.HIGH: ConfidenceLevel.MEDIUM}


def confidence_in(predicted: ConfidenceLevel, verdict: Verdict) -> ConfidenceLevel:
    """The Oracle's level, one lower where the members of the council are far apart."""
    if verdict.disagreement <= DOUBTFUL_DISAGREEMENT:
        return predicted
    return _LOWER.get(predicted, ConfidenceLevel.LOW)
