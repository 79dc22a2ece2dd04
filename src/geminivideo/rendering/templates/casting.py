"""Which scene of an ad plays which role of its grammar, by position."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.rendering.templates.model import Grammar, SceneRole


@dataclass(frozen=True, slots=True)
class Cast:
    """A scene's role, and which of the `of` scenes that play it the scene is, from 1."""

    role: SceneRole
    number: int
    of: int


def cast_scenes(grammar: Grammar, scenes: int) -> tuple[Cast, ...]:
    """The first scene opens and the last one closes; a single scene opens."""
    closing = [grammar.closing] if scenes > 1 else []
    roles = [grammar.opening, *_spread(grammar.body, scenes - 1 - len(closing)), *closing]
    return tuple(Cast(role, roles[: index + 1].count(role), roles.count(role)) for index, role in enumerate(roles))


def _spread(roles: Sequence[SceneRole], scenes: int) -> list[SceneRole]:
    """As many roles as scenes, in their order: core ones first where there are too few scenes, else some twice."""
    if scenes >= len(roles):
        return [roles[index * len(roles) // scenes] for index in range(scenes)]
    kept = sorted(range(len(roles)), key=lambda index: (not roles[index].core, index))[: max(0, scenes)]
    return [roles[index] for index in sorted(kept)]
