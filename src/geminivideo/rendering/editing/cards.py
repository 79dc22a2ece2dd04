"""Cards in place of footage: which, how long, and what the first one says."""

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import ShotType
from geminivideo.rendering.captions.card_speech import headline_says, voice_says
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.way_in import way_in
from geminivideo.rendering.headline import headline_words
from geminivideo.rendering.plan.clips import CardClip, CardDesign
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.shots import cut, shot_count
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot


def add_cards(edit: Edit, slot: SceneSlot, scene: BlueprintScene, body: int) -> None:
    """A headline first; when the scene is long, the narration itself goes on in large words."""
    line = edit.line(slot.index)
    text = _headline_text(edit, slot, scene, line)
    designs = list(CardDesign)
    why = "a text card was asked for" if scene.shot_type is ShotType.TEXT_CARD else "no footage fits this scene"
    for number, (start, frames) in enumerate(_card_spans(edit, slot, body, line)):
        kind, blend = way_in(edit, scene if number == 0 else None, frames)
        edit.clips.append(
            CardClip(
                scene=slot.index,
                start=start,
                frames=frames,
                transition=kind,
                transition_frames=blend,
                reason=why,
                design=designs[(edit.settings.seed + edit.cards) % len(designs)],
                headline=_headline(text, line, start, frames) if number == 0 else (),
            )
        )
        edit.cards += 1
        edit.still_uses.latest = None


def _headline(text: str, line: NarrationLine | None, start: int, frames: int) -> tuple[TimedWord, ...]:
    """None where the voice says these words and more: then all it says is set large, and is what is read."""
    heard = [word for word in line.words if start <= word.start < start + frames] if line else []
    if line is not None and heard and voice_says(text, line.words) and not headline_says(text, heard):
        return ()
    return headline_words(text, line, start, frames)


def _headline_text(edit: Edit, slot: SceneSlot, scene: BlueprintScene, line: NarrationLine | None) -> str:
    """What the first card of a scene says; empty when the narration says it better."""
    if clean(scene.on_screen_text):
        return clean(scene.on_screen_text)
    if slot.index == 0:
        return clean(edit.blueprint.hook.text)
    return "" if line is not None else clean(edit.blueprint.product_name)


def _card_spans(edit: Edit, slot: SceneSlot, body: int, line: NarrationLine | None) -> list[tuple[int, int]]:
    """Cards of the usual shot length. One during which nothing is said would be empty: it joins the one before."""
    count = shot_count(body, edit.blueprint.pacing) if line is not None else 1
    spans: list[tuple[int, int]] = []
    for start, frames in cut(slot.start, body, count, edit.accents(slot.start, slot.start + body)):
        if spans and (line is None or not any(start <= word.start < start + frames for word in line.words)):
            spans[-1] = (spans[-1][0], spans[-1][1] + frames)
        else:
            spans.append((start, frames))
    return spans
