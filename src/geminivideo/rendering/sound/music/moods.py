"""The characters of music the program can make, as data a musician can read and change."""

from dataclasses import dataclass
from enum import StrEnum

from geminivideo.core.vocabulary import Pacing


class MoodName(StrEnum):
    DRIVING = "driving"
    UPLIFTING = "uplifting"
    CALM = "calm"
    TENSE = "tense"


class Timbre(StrEnum):
    PLUCK = "pluck"
    KEYS = "keys"
    STRINGS = "strings"


# Semitones above the chord's root.
MAJOR, MINOR = (0, 4, 7), (0, 3, 7)
ADD9, MINOR_ADD9 = (0, 4, 7, 14), (0, 3, 7, 14)
MAJOR7, MINOR7 = (0, 4, 7, 11), (0, 3, 7, 10)
SUS4 = (0, 5, 7)

Chord = tuple[int, tuple[int, ...]]
"""Root in semitones above the key's tonic, and the notes above that root."""


@dataclass(frozen=True, slots=True)
class Mood:
    """Patterns have one character per sixteenth of a bar: `X` accent, `x` normal, `o` quiet, `.` nothing."""

    name: MoodName
    bpm: tuple[float, float]
    tonic: tuple[int, int]  # MIDI range the bass's tonic is chosen from
    progressions: tuple[tuple[Chord, ...], ...]  # a chord a bar
    final: tuple[int, ...]
    scale: tuple[int, ...]
    kick: tuple[str, ...]  # alternatives, one is chosen per piece
    snare: str
    hats: tuple[str, ...]
    open_hat: str
    bass: tuple[str, ...]
    bass_steps: int  # the longest a bass note of the figure sounds
    melody: tuple[str, ...]
    timbre: Timbre
    brightness: float  # 0-1: how far up pads and plucks reach
    drums: float  # level of the drums, 1 = foreground
    pump: float  # how many dB the kick pushes the pads down
    swing: float  # how far every second sixteenth is late, in sixteenths


MOODS = {
    MoodName.DRIVING: Mood(
        name=MoodName.DRIVING,
        bpm=(116, 128),
        tonic=(33, 40),
        progressions=(
            ((0, MINOR_ADD9), (8, MAJOR), (3, MAJOR), (10, MAJOR)),
            ((0, MINOR), (0, MINOR), (8, ADD9), (10, MAJOR)),
            ((0, MINOR), (10, MAJOR), (8, ADD9), (10, SUS4)),
        ),
        final=MINOR_ADD9,
        scale=(0, 3, 5, 7, 10),
        kick=("X...X...X...X...", "X...X...X...X.o."),
        snare="....X.......X...",
        hats=("..x...x...x...x.", "o.x.o.x.o.x.o.xo"),
        open_hat="..............x.",
        bass=("..x...x...x...x.", "x.xo..xox.xo..xo"),
        bass_steps=3,
        melody=("x..x..x...x..x..", "x.x..x..x.x...x.", "..x..x....x.x..."),
        timbre=Timbre.PLUCK,
        brightness=0.8,
        drums=1.0,
        pump=7.0,
        swing=0.0,
    ),
    MoodName.UPLIFTING: Mood(
        name=MoodName.UPLIFTING,
        bpm=(98, 114),
        tonic=(34, 41),
        progressions=(
            ((0, ADD9), (7, MAJOR), (9, MINOR), (5, ADD9)),
            ((0, ADD9), (5, ADD9), (9, MINOR7), (7, SUS4)),
            ((5, ADD9), (0, MAJOR), (7, MAJOR), (9, MINOR7)),
        ),
        final=ADD9,
        scale=(0, 2, 4, 7, 9),
        kick=("X.....x.X.......", "X...x...X.....x."),
        snare="....X.......X...",
        hats=("x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo"),
        open_hat="......x.........",
        bass=("X..x..x.X..x..x.", "X.....x.X...x.x."),
        bass_steps=4,
        melody=("x.x.x.x.x.x.x.x.", "x..x..x.x..x..x.", "x...x.x...x.x..."),
        timbre=Timbre.PLUCK,
        brightness=0.65,
        drums=0.8,
        pump=3.5,
        swing=0.06,
    ),
    MoodName.CALM: Mood(
        name=MoodName.CALM,
        bpm=(72, 88),
        tonic=(34, 41),
        progressions=(
            ((0, MAJOR7), (9, MINOR7), (5, MAJOR7), (7, SUS4)),
            ((0, MAJOR7), (5, MAJOR7), (0, ADD9), (5, ADD9)),
            ((5, MAJOR7), (4, MINOR7), (9, MINOR7), (7, SUS4)),
        ),
        final=MAJOR7,
        scale=(0, 2, 4, 7, 9),
        kick=("X.........x.....",),
        snare="........o.......",
        hats=("..o...o...o...o.", "o...o...o...o.o."),
        open_hat="................",
        bass=("X.........x.....", "X..............."),
        bass_steps=16,
        melody=("x...x...x...x...", "x..x..x.......x.", "x.....x...x....."),
        timbre=Timbre.KEYS,
        brightness=0.35,
        drums=0.45,
        pump=1.5,
        swing=0.12,
    ),
    MoodName.TENSE: Mood(
        name=MoodName.TENSE,
        bpm=(88, 102),
        tonic=(33, 38),
        progressions=(
            ((0, MINOR), (0, MINOR_ADD9), (8, MAJOR), (7, MINOR)),
            ((0, MINOR), (8, MAJOR), (5, MINOR), (7, MAJOR)),
        ),
        final=MINOR,
        scale=(0, 2, 3, 7, 8),
        kick=("X.........o.....", "X.....o........."),
        snare="........X.......",
        hats=("x.o.x.o.x.o.x.o.", "o.o.x.o.o.o.x.oo"),
        open_hat="................",
        bass=("X.......x.......", "X.....x...x....."),
        bass_steps=8,
        melody=("xoxoxoxoxoxoxoxo", "x.oox.oox.oox.oo"),
        timbre=Timbre.STRINGS,
        brightness=0.5,
        drums=0.75,
        pump=3.0,
        swing=0.0,
    ),
}


def choose_mood(energy: float, pacing: Pacing) -> Mood:
    """The mood for a blueprint: `energy` from 0 to 10 and the pacing of its cuts."""
    if pacing is Pacing.SLOW:
        return MOODS[MoodName.TENSE if energy >= 7 else MoodName.CALM]
    if energy >= 7:
        return MOODS[MoodName.DRIVING]
    if energy >= 4:
        return MOODS[MoodName.UPLIFTING]
    return MOODS[MoodName.TENSE if pacing is Pacing.FAST else MoodName.CALM]


def choose_bpm(mood: Mood, energy: float) -> float:
    low, high = mood.bpm
    return low + (high - low) * min(max(energy / 10, 0.0), 1.0)
