"""The named looks: one table of what each does to a grade. All are curves of one plane each, and so cost nothing."""

from typing import NamedTuple

from geminivideo.core.vocabulary import LookName
from geminivideo.rendering.plan.framing import Grade


class Look(NamedTuple):
    """Factors of contrast, saturation and gamma; steps of warmth and tint; how far black is lifted."""

    contrast: float = 1.0
    saturation: float = 1.0
    gamma: float = 1.0
    warmth: int = 0
    tint: int = 0
    fade: float = 0.0


LOOKS = {
    LookName.CINEMATIC: Look(contrast=1.1, saturation=0.88, gamma=0.96, warmth=3, fade=0.015),
    LookName.VINTAGE: Look(contrast=0.94, saturation=0.72, gamma=1.03, warmth=7, tint=-1, fade=0.06),
    LookName.HIGH_CONTRAST: Look(contrast=1.25),
    LookName.WARM: Look(saturation=1.04, gamma=1.02, warmth=7),
    LookName.COLD: Look(contrast=1.03, saturation=0.94, warmth=-8),
    LookName.FITNESS_ENERGY: Look(contrast=1.15, saturation=1.2, warmth=2),
    LookName.CLEAN_CORPORATE: Look(contrast=1.02, saturation=0.92, gamma=1.08, warmth=-3),
    LookName.INSTAGRAM_DRAMATIC: Look(contrast=1.2, saturation=0.8, gamma=0.92, warmth=1),
    LookName.INSTAGRAM_FADE: Look(contrast=0.88, saturation=0.86, gamma=1.05, warmth=2, fade=0.09),
    LookName.INSTAGRAM_VIBRANT: Look(contrast=1.08, saturation=1.32, gamma=1.03, warmth=1),
}


def leaning(grade: Grade, look: Look) -> Grade:
    """The grade of a shot with a look over it, inside what a grade may be."""
    return limited(
        contrast=grade.contrast * look.contrast,
        saturation=grade.saturation * look.saturation,
        gamma=grade.gamma * look.gamma,
        warmth=grade.warmth + look.warmth,
        tint=grade.tint + look.tint,
        fade=grade.fade + look.fade,
    )


def with_look(grade: Grade, name: LookName | None) -> Grade:
    return grade if name is None else leaning(grade, LOOKS[name])


def limited(
    *, contrast: float, saturation: float, gamma: float, warmth: float, tint: float, fade: float = 0.0
) -> Grade:
    return Grade(
        contrast=round(min(max(contrast, 0.5), 2.0), 3),
        saturation=round(min(max(saturation, 0.0), 3.0), 3),
        gamma=round(min(max(gamma, 0.5), 2.0), 3),
        warmth=round(min(max(warmth, -20), 20)),
        tint=round(min(max(tint, -20), 20)),
        fade=round(min(max(fade, 0.0), 0.3), 3),
    )
