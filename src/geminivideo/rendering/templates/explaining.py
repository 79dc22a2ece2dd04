"""What a template has done to an ad, in words for its plan."""

from geminivideo.core.vocabulary import AdStructure
from geminivideo.rendering.templates.casting import Cast
from geminivideo.rendering.templates.model import Grammar


def explain_ad(grammar: Grammar, cast: tuple[Cast, ...], written_as: AdStructure) -> str:
    asked = "" if grammar.structure is written_as else f"asked for, the ad is written as {written_as}; "
    return f"{asked}{grammar.why}; scenes: {', '.join(each.role.name for each in cast)}"


def explain_scene(cast: Cast) -> str:
    """Joined to the reason of each clip of the scene."""
    role = cast.role
    cuts = "" if role.pace == 1 else f", cut {role.pace:g}x as often"
    return f"{role.name}: {role.why}{cuts}"
