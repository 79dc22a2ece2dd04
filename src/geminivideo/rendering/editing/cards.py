"""Cards in place of footage: which, how long, and what the first one says."""

from geminivideo.core.vocabulary import ShotType
from geminivideo.rendering.captions.card_speech import headline_says, voice_says
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.explained import explained
from geminivideo.rendering.editing.way_in import way_in
from geminivideo.rendering.headline import headline_words
from geminivideo.rendering.plan.clips import CardClip, CardDesign
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.shots import cut, shot_count
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot

_OPENING, _PER_WORD, _LONGEST_OPENING = 24, 6, 60  # frames: to see that there is text, to read a word, at most
_LEAST_PICTURE = 45  # frames of footage after it; less is not seen


def card_opening(edit: Edit, slot: SceneSlot, body: int) -> int:
    """Frames of the card that opens a scene whose role has its text stand alone; 0 for none."""
    text = edit.on_screen_text(slot.index)
    if not (text and edit.cast[slot.index].role.title.as_card and edit.has_pictures):
        return 0
    ideal = slot.start + min(_OPENING + _PER_WORD * len(text.split()), _LONGEST_OPENING)
    near = [accent for accent in edit.accents(ideal - edit.snap - 1, ideal + edit.snap + 1) if accent > slot.start]
    end = min(near, key=lambda accent: (abs(accent - ideal), accent), default=ideal)
    return end - slot.start if slot.start + body - end >= _LEAST_PICTURE else 0


def add_cards(edit: Edit, slot: SceneSlot, body: int) -> None:
    """A headline first; when the scene is long, the narration itself goes on in large words."""
    line = edit.line(slot.index)
    text = _headline_text(edit, slot, line)
    designs = list(CardDesign)
    why = _why(edit, slot, body)
    for number, (start, frames) in enumerate(_card_spans(edit, slot, body, line)):
        into = way_in(edit, slot.index if number == 0 else None, frames)
        edit.clips.append(
            CardClip(
                scene=slot.index,
                start=start,
                frames=frames,
                transition=into.kind,
                transition_frames=into.frames,
                reason=explained(why, edit, slot.index, into),
                design=designs[(edit.settings.seed + edit.cards) % len(designs)],
                headline=_headline(text, line, start, frames) if number == 0 else (),
            )
        )
        edit.cards += 1


def _why(edit: Edit, slot: SceneSlot, frames: int) -> str:
    if edit.blueprint.scenes[slot.index].shot_type is ShotType.TEXT_CARD:
        return "a text card was asked for"
    return "no footage fits this scene" if frames == slot.frames - edit.end_card(slot) else "its text opens the scene"


def _headline(text: str, line: NarrationLine | None, start: int, frames: int) -> tuple[TimedWord, ...]:
    """None where the voice says these words and more: then all it says is set large, and is what is read."""
    heard = [word for word in line.words if start <= word.start < start + frames] if line else []
    if line is not None and heard and voice_says(text, line.words) and not headline_says(text, heard):
        return ()
    return headline_words(text, line, start, frames)


def _headline_text(edit: Edit, slot: SceneSlot, line: NarrationLine | None) -> str:
    """What the first card of a scene says; empty when the narration says it better."""
    text = edit.on_screen_text(slot.index)
    if text:
        return text
    if slot.index == 0:
        return clean(edit.blueprint.hook.text)
    return "" if line is not None else clean(edit.blueprint.product_name)


def _card_spans(edit: Edit, slot: SceneSlot, body: int, line: NarrationLine | None) -> list[tuple[int, int]]:
    """Cards of the usual shot length. One during which nothing is said would be empty: it joins the one before."""
    count = shot_count(body, edit.blueprint.pacing, edit.cast[slot.index].role.pace) if line is not None else 1
    spans: list[tuple[int, int]] = []
    for start, frames in cut(slot.start, body, count, edit.accents(slot.start, slot.start + body), edit.snap):
        if spans and (line is None or not any(start <= word.start < start + frames for word in line.words)):
            spans[-1] = (spans[-1][0], spans[-1][1] + frames)
        else:
            spans.append((start, frames))
    return spans
