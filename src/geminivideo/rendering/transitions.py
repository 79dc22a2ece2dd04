"""How one clip turns into the next: the transition of a blueprint, its length, and the filter that draws it."""

from geminivideo.core.vocabulary import Transition

# (filter's name of it, frames). Short enough that no word of a caption is spent on them. slideup and slideleft would
# read one row or column outside the first picture, so two runs would not give the same bytes.
XFADES: dict[Transition, tuple[str, int]] = {
    Transition.DISSOLVE: ("fade", 10),
    Transition.WIPE: ("smoothleft", 9),
    Transition.SLIDE: ("slideright", 8),
    Transition.WHIP: ("slidedown", 5),
    Transition.ZOOM: ("zoomin", 8),
    Transition.BLUR: ("hblur", 9),
    Transition.GLITCH: ("pixelize", 6),
    Transition.LIGHT: ("fadewhite", 9),
}
LONGEST = max(frames for _name, frames in XFADES.values())


def frames_of(transition: Transition) -> int:
    return XFADES[transition][1] if transition in XFADES else 0
