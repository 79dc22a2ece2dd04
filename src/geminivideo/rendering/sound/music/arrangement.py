"""Writing the piece: chords that lead into each other, a bass under them, a motif over them. No sound yet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geminivideo.rendering.sound.music.grid import (
    PHRASE_BARS,
    STEPS_PER_BAR,
    Grid,
    Hit,
    Note,
    PadChord,
    by_hand,
    fit_grid,
    intensities,
    pick,
    steps,
)
from geminivideo.rendering.sound.music.moods import Chord, Mood
from geminivideo.rendering.sound.music.rhythm import write_drums

_PAD_RANGE = (55, 74)  # MIDI; from 196 Hz on, so that only kick and bass live below
_MELODY_PLACE = (67, 77)
_BRIGHT = 0.4  # moods above this get an upper octave when everything plays


@dataclass(frozen=True, slots=True)
class Score:
    grid: Grid
    pads: tuple[PadChord, ...]
    bass: tuple[Note, ...]
    melody: tuple[Note, ...]
    hits: tuple[Hit, ...]


def write_score(seconds: float, mood: Mood, bpm: float, rng: np.random.Generator) -> Score:
    grid = fit_grid(seconds, bpm)
    levels = intensities(grid.bars)
    tonic = int(rng.integers(mood.tonic[0], mood.tonic[1] + 1))
    progression = mood.progressions[int(rng.integers(len(mood.progressions)))]
    chords = [progression[(bar - grid.bars) % PHRASE_BARS] for bar in range(grid.bars)]
    pads = _write_pads(grid, [*chords, (0, mood.final)], [*levels, 3], tonic)
    return Score(
        grid=grid,
        pads=pads,
        bass=_write_bass(grid, mood, [tonic + root for root, _ in chords], levels, tonic, rng),
        melody=_write_melody(grid, mood, pads, levels, [tonic + step for step in mood.scale], rng),
        hits=write_drums(grid, mood, levels, rng),
    )


def _write_pads(grid: Grid, chords: Sequence[Chord], levels: Sequence[int], tonic: int) -> tuple[PadChord, ...]:
    """A chord a bar, each in the inversion nearest to the one before it, and the final chord."""
    pads: list[PadChord] = []
    before: tuple[int, ...] = ()
    for bar, ((root, notes), level) in enumerate(zip(chords, levels, strict=True)):
        before = _nearest_voicing([tonic + root + note for note in notes], before)
        final = bar == grid.bars
        start, end = (grid.final, grid.seconds) if final else (grid.at(bar), grid.at(bar + 1))
        pads.append(PadChord(start, end - start, before, level))
    return tuple(pads)


def _nearest_voicing(notes: Sequence[int], before: tuple[int, ...]) -> tuple[int, ...]:
    """The notes, each in the octave above some lowest one, so that the voices move as little as possible."""
    low, high = _PAD_RANGE
    candidates = [tuple(sorted(_into_octave(note, lowest) for note in notes)) for lowest in range(low, high - 11)]
    goal = before or ((low + high) // 2,)

    def movement(voicing: tuple[int, ...]) -> float:
        steps_taken = sum(min(abs(note - other) for other in goal) for note in voicing)
        return steps_taken + 0.3 * abs(sum(voicing) / len(voicing) - sum(goal) / len(goal))

    return min(candidates, key=lambda voicing: (movement(voicing), voicing))


def _into_octave(midi: int, lowest: int) -> int:
    return lowest + (midi - lowest) % 12


def _write_bass(
    grid: Grid, mood: Mood, roots: Sequence[int], levels: Sequence[int], tonic: int, rng: np.random.Generator
) -> tuple[Note, ...]:
    """Long roots at first, then the mood's figure, whose last note may leap once everything plays."""
    notes = []
    figure = pick(mood.bass, rng)
    for bar, (root, level) in enumerate(zip(roots, levels, strict=True)):
        struck = steps(figure) if level >= 2 else [(0, 0.8)]
        longest = mood.bass_steps if level >= 2 else STEPS_PER_BAR
        ends = [step for step, _ in struck[1:]] + [STEPS_PER_BAR]
        leap = int(rng.choice([0, 7, 12])) if level == 3 and len(struck) > 3 else 0
        for (step, velocity), end in zip(struck, ends, strict=True):
            midi = _into_octave(root, tonic - 3) + (leap if end == STEPS_PER_BAR else 0)
            length = grid.bar_seconds * min(end - step, longest) / STEPS_PER_BAR
            notes.append(Note(grid.at(bar, step), 0.92 * length, midi, velocity))
    return (*notes, Note(grid.final, grid.seconds - grid.final, tonic, 1.0))


def _write_melody(
    grid: Grid,
    mood: Mood,
    pads: Sequence[PadChord],
    levels: Sequence[int],
    scale: Sequence[int],
    rng: np.random.Generator,
) -> tuple[Note, ...]:
    """Two motifs, bar about: what recurs is remembered. Beats take notes of the chord, the rest notes of the scale."""
    rhythms = [steps(pick(mood.melody, rng)) for _ in range(2)]
    shapes = [rng.integers(-4, 5, STEPS_PER_BAR) for _ in range(2)]
    place = int(rng.integers(*_MELODY_PLACE))
    notes = []
    for bar, level in enumerate(levels):
        motif = (bar - grid.bars) % 2
        for step, velocity in rhythms[motif]:
            goal = place + int(shapes[motif][step])
            midi = _nearest(goal, scale if step % 4 else pads[bar].midis)
            start = by_hand(grid, bar, step, mood.swing, rng)
            notes.append(Note(start, grid.bar_seconds / 4, midi, velocity * float(rng.uniform(0.85, 1))))
            if level == 3 and mood.brightness > _BRIGHT and step % 8 == 4:
                notes.append(Note(start, grid.bar_seconds / 4, midi + 12, 0.45 * velocity))
    return tuple(notes)


def _nearest(goal: int, pitches: Sequence[int]) -> int:
    """The note nearest to `goal` that is one of the pitches in any octave."""
    return min((goal + (pitch - goal + 6) % 12 - 6 for pitch in pitches), key=lambda midi: (abs(midi - goal), midi))
