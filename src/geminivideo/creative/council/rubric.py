"""The rubrics: what each seat looks at and what it weighs, for live members and local judges alike."""

from collections.abc import Mapping

from geminivideo.creative.model import Member

RUBRICS: dict[Member, dict[str, float]] = {
    Member.GEMINI: {"hook": 30, "emotion": 25, "value_clarity": 20, "cta": 15, "shareability": 10},
    Member.CLAUDE: {"pain": 30, "triggers": 25, "social_proof": 20, "authority": 15, "scarcity": 10},
    Member.GPT: {"narrative": 30, "argument": 25, "no_contradictions": 20, "checkable_claims": 15, "next_step": 10},
    # Points over a base of 50.
    Member.DEEPCTR: {"face": 15, "hook_type": 20, "contrast": 5, "pacing": 5, "on_screen_text": 3, "scenes": 7},
}


def weighed(scores: Mapping[str, float], member: Member) -> float:
    """The member's score from its sub-scores, each 0-100."""
    rubric = RUBRICS[member]
    return round(sum(rubric[name] * score for name, score in scores.items()) / sum(rubric.values()), 2)
