"""The council that needs no network."""

from geminivideo.creative.council.base import Judge
from geminivideo.creative.council.deepctr import DeepCtrHeuristics
from geminivideo.creative.council.psychology import PSYCHOLOGY_JUDGE
from geminivideo.creative.council.reasoning import REASONING_JUDGE
from geminivideo.creative.council.structure import STRUCTURE_JUDGE


def local_judges() -> tuple[Judge, ...]:
    """One for every seat; a live model takes its seat by being put in its place."""
    return REASONING_JUDGE, PSYCHOLOGY_JUDGE, STRUCTURE_JUDGE, DeepCtrHeuristics()
