"""The on-screen texts of scenes that open with footage or a still."""

from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.plan.words import Title, TitleRole
from geminivideo.rendering.text.escape import clean

_TITLE_FRAMES = {TitleRole.HOOK: 120, TitleRole.POINT: 96}
_TITLE_DELAY = 3
_SHORTEST_TITLE = 24


def titles_of(edit: Edit) -> tuple[Title, ...]:
    """The on-screen text of each scene that opens with footage or a still; cards carry theirs themselves."""
    titles = []
    for slot in edit.timeline.slots:
        role = TitleRole.HOOK if slot.index == 0 else TitleRole.POINT
        text = edit.on_screen_text(slot.index) or (clean(edit.blueprint.hook.text) if role is TitleRole.HOOK else "")
        opening = next(clip for clip in edit.clips if clip.scene == slot.index)
        room = slot.frames - edit.end_card(slot) - 2 * _TITLE_DELAY
        if text and isinstance(opening, FootageClip | StillClip) and room >= _SHORTEST_TITLE:
            frames = min(room, _TITLE_FRAMES[role])
            place = edit.cast[slot.index].role.title.place
            titles.append(Title(start=slot.start + _TITLE_DELAY, frames=frames, text=text, role=role, place=place))
    return tuple(titles)
