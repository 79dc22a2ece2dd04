"""Making the edit plan: which picture stands where, why, and what is written on it. Pure and deterministic."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.footage_scene import FootageScene, FootageSource
from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType, Transition
from geminivideo.rendering import scene_matching
from geminivideo.rendering.captions.card_speech import headline_says, voice_says
from geminivideo.rendering.colour.looks import with_look
from geminivideo.rendering.crop.window import centre_window
from geminivideo.rendering.grade import grade_for
from geminivideo.rendering.headline import headline_words
from geminivideo.rendering.music_choice import beats_in, choose_music
from geminivideo.rendering.original_sound import with_original_sound
from geminivideo.rendering.palette import Palette, palette_for
from geminivideo.rendering.plan.clips import CardClip, CardDesign, Clip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS, TimedWord
from geminivideo.rendering.plan.words import NarrationLine, Title, TitleRole
from geminivideo.rendering.scene_matching import Choice, Need, Similarity, Uses
from geminivideo.rendering.shots import cut, shot_count
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import SceneSlot, Timeline
from geminivideo.rendering.transitions import LONGEST, frames_of

_TITLE_FRAMES = {TitleRole.HOOK: 120, TitleRole.POINT: 96}
_TITLE_DELAY = 3
_SHORTEST_TITLE = 24
_EXTRA_SHOTS = 3


@dataclass(frozen=True, slots=True)
class EditSettings:
    platform: Platform
    caption_style: CaptionStyle
    seed: int
    palette: Palette | None = None
    beat_sync: bool = False
    styling: Styling = field(default_factory=Styling)


@dataclass(slots=True)
class _Edit:
    """The edit so far."""

    blueprint: Blueprint
    timeline: Timeline
    settings: EditSettings
    footage: Sequence[FootageScene]
    similarity: Similarity
    beats: Sequence[int] = ()
    uses: Uses = field(default_factory=Uses)
    clips: list[Clip] = field(default_factory=list)
    cards: int = 0

    def accents(self, start: int, end: int) -> list[int]:
        """Frames in start..end at which a cut feels meant: where words begin, or on the music's beats."""
        frames = self.beats or [word.start for line in self.timeline.narration for word in line.words]
        return [frame for frame in frames if start < frame < end]

    def line(self, scene: int) -> NarrationLine | None:
        return next((line for line in self.timeline.narration if line.scene == scene), None)


def make_plan(
    blueprint: Blueprint,
    timeline: Timeline,
    footage: Sequence[FootageScene],
    settings: EditSettings,
    similarity: Similarity = scene_matching.shared_words,
) -> EditPlan:
    """The plan with every crop in the middle; `reframe` finds the subjects."""
    music = choose_music(blueprint, timeline.frames, settings.styling.track)
    edit = _Edit(blueprint, timeline, settings, footage, similarity)
    if settings.beat_sync:
        edit.beats = beats_in(music, timeline.frames)
    for slot, scene in zip(timeline.slots, blueprint.scenes, strict=True):
        _picture(edit, slot, scene)
    frame, brand = settings.platform.frame, settings.styling.brand
    plan = EditPlan(
        blueprint_id=blueprint.id,
        platform=settings.platform,
        width=frame.width,
        height=frame.height,
        frames=timeline.frames,
        language=blueprint.language,
        seed=settings.seed,
        palette=settings.palette or (brand.palette if brand else palette_for(blueprint.product_name)),
        sources=_sources(edit),
        clips=tuple(edit.clips),
        narration=timeline.narration,
        titles=_titles(edit),
        caption_style=settings.caption_style,
        music=music,
        logo=brand.logo_mark(settings.platform, blueprint.language) if brand else None,
        font=brand.font if brand else None,
        lut=settings.styling.lut,
        mix=settings.styling.mix,
        notes=brand.notes if brand else (),
    )
    return with_original_sound(plan) if settings.styling.original_sound else plan


def _picture(edit: _Edit, slot: SceneSlot, scene: BlueprintScene) -> None:
    body = slot.frames - slot.end_card
    if body > 0:
        shots = _choose_shots(edit, slot.start, body, scene)
        if shots:
            _add_footage(edit, slot, scene, shots)
        else:
            _add_cards(edit, slot, scene, body)
    if slot.end_card:
        kind, frames = _transition(edit, scene if body == 0 else None, slot.end_card)
        blueprint = edit.blueprint
        edit.clips.append(
            EndCardClip(
                scene=slot.index,
                start=slot.end - slot.end_card,
                frames=slot.end_card,
                transition=kind,
                transition_frames=frames,
                reason="the ad ends with its offer and what to do",
                product_name=clean(blueprint.product_name),
                offer=clean(blueprint.offer),
                call_to_action=clean(blueprint.cta.text),
            )
        )


def _choose_shots(
    edit: _Edit, start: int, frames: int, scene: BlueprintScene
) -> list[tuple[tuple[int, int], Choice]] | None:
    """Footage for the whole scene in the usual number of shots, else in more and shorter or fewer and longer ones."""
    if scene.shot_type is ShotType.TEXT_CARD or not edit.footage:
        return None
    usual = shot_count(frames, edit.blueprint.pacing)
    most = max(usual, frames // FPS)
    for count in [*range(usual, min(usual + _EXTRA_SHOTS, most) + 1), *range(usual - 1, 0, -1)]:
        spans = cut(start, frames, count, edit.accents(start, start + frames))
        tried = Uses(list(edit.uses.spans))
        chosen = _try_shots(edit, spans, scene, tried)
        if chosen is not None:
            edit.uses = tried
            return list(zip(spans, chosen, strict=True))
    return None


def _try_shots(edit: _Edit, spans: Sequence[tuple[int, int]], scene: BlueprintScene, uses: Uses) -> list[Choice] | None:
    chosen = []
    for number, (_start, frames) in enumerate(spans):
        # The last shot of a scene may go on under the next scene's transition.
        seconds = (frames + (LONGEST if number == len(spans) - 1 else 0)) / FPS
        need = Need(scene.footage_query, scene.shot_type, scene.emotion, edit.blueprint.energy, seconds)
        choice = scene_matching.choose(need, edit.footage, uses, edit.similarity)
        if choice is None:
            return None
        uses.add(choice, seconds)
        chosen.append(choice)
    return chosen


def _add_footage(
    edit: _Edit, slot: SceneSlot, scene: BlueprintScene, shots: list[tuple[tuple[int, int], Choice]]
) -> None:
    for number, ((start, frames), choice) in enumerate(shots):
        kind, blend = _transition(edit, scene if number == 0 else None, frames)
        window, fill = centre_window(choice.scene.source, edit.settings.platform.frame)
        features, look = choice.scene.features, edit.settings.styling.look
        edit.clips.append(
            FootageClip(
                scene=slot.index,
                start=start,
                frames=frames,
                transition=kind,
                transition_frames=blend,
                reason=choice.reason,
                footage_id=choice.scene.source.footage_id,
                scene_id=choice.scene.scene_id,
                in_seconds=choice.in_seconds,
                crop=window,
                fill=fill,
                grade=with_look(grade_for(edit.blueprint, features), look),
                grade_reason=f"look {look}" if look else "",
                motion=features.motion,
                brightness=features.brightness,
            )
        )


def _add_cards(edit: _Edit, slot: SceneSlot, scene: BlueprintScene, body: int) -> None:
    """A headline first; when the scene is long, the narration itself goes on in large words."""
    line = edit.line(slot.index)
    text = _headline_text(edit, slot, scene, line)
    designs = list(CardDesign)
    why = "a text card was asked for" if scene.shot_type is ShotType.TEXT_CARD else "no footage fits this scene"
    for number, (start, frames) in enumerate(_card_spans(edit, slot, body, line)):
        kind, blend = _transition(edit, scene if number == 0 else None, frames)
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


def _headline(text: str, line: NarrationLine | None, start: int, frames: int) -> tuple[TimedWord, ...]:
    """None where the voice says these words and more: then all it says is set large, and is what is read."""
    heard = [word for word in line.words if start <= word.start < start + frames] if line else []
    if line is not None and heard and voice_says(text, line.words) and not headline_says(text, heard):
        return ()
    return headline_words(text, line, start, frames)


def _headline_text(edit: _Edit, slot: SceneSlot, scene: BlueprintScene, line: NarrationLine | None) -> str:
    """What the first card of a scene says; empty when the narration says it better."""
    if clean(scene.on_screen_text):
        return clean(scene.on_screen_text)
    if slot.index == 0:
        return clean(edit.blueprint.hook.text)
    return "" if line is not None else clean(edit.blueprint.product_name)


def _card_spans(edit: _Edit, slot: SceneSlot, body: int, line: NarrationLine | None) -> list[tuple[int, int]]:
    """Cards of the usual shot length. One during which nothing is said would be empty: it joins the one before."""
    count = shot_count(body, edit.blueprint.pacing) if line is not None else 1
    spans: list[tuple[int, int]] = []
    for start, frames in cut(slot.start, body, count, edit.accents(slot.start, slot.start + body)):
        if spans and (line is None or not any(start <= word.start < start + frames for word in line.words)):
            spans[-1] = (spans[-1][0], spans[-1][1] + frames)
        else:
            spans.append((start, frames))
    return spans


def _transition(edit: _Edit, scene: BlueprintScene | None, frames: int) -> tuple[Transition, int]:
    """The blueprint's transition where there is room for it; the ad begins, and shots within a scene change, by cut."""
    if scene is None or not edit.clips:
        return Transition.CUT, 0
    blend = frames_of(scene.transition)
    if blend == 0 or blend >= frames or blend > edit.clips[-1].frames // 2:
        return Transition.CUT, 0
    return scene.transition, blend


def _titles(edit: _Edit) -> tuple[Title, ...]:
    """The on-screen text of each scene that opens with footage; cards carry theirs themselves."""
    titles = []
    for slot, scene in zip(edit.timeline.slots, edit.blueprint.scenes, strict=True):
        role = TitleRole.HOOK if slot.index == 0 else TitleRole.POINT
        text = clean(scene.on_screen_text) or (clean(edit.blueprint.hook.text) if role is TitleRole.HOOK else "")
        opening = next(clip for clip in edit.clips if clip.scene == slot.index)
        room = slot.frames - slot.end_card - 2 * _TITLE_DELAY
        if text and isinstance(opening, FootageClip) and room >= _SHORTEST_TITLE:
            frames = min(room, _TITLE_FRAMES[role])
            titles.append(Title(start=slot.start + _TITLE_DELAY, frames=frames, text=text, role=role))
    return tuple(titles)


def _sources(edit: _Edit) -> tuple[FootageSource, ...]:
    by_id = {scene.source.footage_id: scene.source for scene in edit.footage}
    used = dict.fromkeys(clip.footage_id for clip in edit.clips if isinstance(clip, FootageClip))
    return tuple(by_id[footage_id] for footage_id in used)
