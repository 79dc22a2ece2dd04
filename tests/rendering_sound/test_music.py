from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import Pacing
from geminivideo.rendering.sound.loudness import integrated_lufs, peak_dbtp
from geminivideo.rendering.sound.music.arrangement import Score, write_score
from geminivideo.rendering.sound.music.bed import MUSIC_LUFS, compose
from geminivideo.rendering.sound.music.drums import drum
from geminivideo.rendering.sound.music.grid import fit_grid, intensities, steps
from geminivideo.rendering.sound.music.instruments import bass, hertz, note, pad
from geminivideo.rendering.sound.music.moods import MOODS, Mood, MoodName, Timbre, choose_bpm, choose_mood
from geminivideo.rendering.sound.pcm import RATE, Samples
from tests.rendering_sound.sounds import level_db, read_wav

EVERY_MOOD = pytest.mark.parametrize("mood", MOODS.values(), ids=lambda mood: mood.name.value)


def score(mood: Mood, seconds: float = 30.0, seed: int = 1) -> Score:
    return write_score(seconds, mood, sum(mood.bpm) / 2, np.random.default_rng(seed))


def test_energy_and_pacing_choose_the_mood() -> None:
    chosen = {(e, p.value): choose_mood(e, p).name for e in (2, 5, 9) for p in Pacing}
    assert chosen[9, "fast"] is chosen[9, "medium"] is MoodName.DRIVING
    assert chosen[5, "fast"] is chosen[5, "medium"] is MoodName.UPLIFTING
    assert chosen[2, "slow"] is chosen[2, "medium"] is chosen[5, "slow"] is MoodName.CALM
    assert chosen[9, "slow"] is chosen[2, "fast"] is MoodName.TENSE


@EVERY_MOOD
def test_moods_are_written_correctly(mood: Mood) -> None:
    for pattern in (*mood.kick, mood.snare, *mood.hats, mood.open_hat, *mood.bass, *mood.melody):
        assert len(pattern) == 16
        steps(pattern)
    assert all(pattern[0] != "." for pattern in mood.kick)
    assert all(len(progression) == 4 for progression in mood.progressions)
    assert choose_bpm(mood, 0) == mood.bpm[0]
    assert choose_bpm(mood, 99) == mood.bpm[1]


@given(st.floats(0.2, 120), st.floats(72, 128))
def test_bars_end_where_the_last_chord_is_struck(seconds: float, bpm: float) -> None:
    grid = fit_grid(seconds, bpm)
    assert grid.final == pytest.approx(grid.at(grid.bars))
    assert 0 <= grid.final < seconds
    assert len(grid.beats) == 4 * grid.bars + 1
    assert all(after - before == pytest.approx(60 / grid.bpm) for before, after in pairwise(grid.beats))
    if seconds >= 14:
        assert grid.bpm == pytest.approx(bpm, rel=0.15)
        assert seconds - grid.final == pytest.approx(1.25)


@given(st.integers(0, 200))
def test_the_piece_builds_in_phrases_of_four_bars(bars: int) -> None:
    levels = intensities(bars)
    assert len(levels) == bars
    assert levels == sorted(levels)
    if bars >= 4:
        assert levels[-4:] == [3] * 4
        assert all(len(set(levels[start : start + 4])) == 1 for start in range(bars % 4, bars, 4))


@EVERY_MOOD
@pytest.mark.parametrize("seed", range(5))
def test_harmony(mood: Mood, seed: int) -> None:
    piece = score(mood, seed=seed)
    for chord, after in pairwise(piece.pads):
        assert len(set(chord.midis)) == len(chord.midis)
        assert all(55 <= midi <= 84 for midi in chord.midis)
        assert sum(min(abs(a - b) for b in chord.midis) for a in after.midis) <= 8  # voices move by steps
    bars = {round(chord.start, 6): {midi % 12 for midi in chord.midis} for chord in piece.pads}
    tonic = piece.bass[-1].midi % 12
    assert {(tonic + interval) % 12 for interval in mood.final} == bars[round(piece.grid.final, 6)]
    first_notes = [low for low in piece.bass if round(low.start, 6) in bars]
    assert len(first_notes) >= 4
    assert all(low.midi % 12 in bars[round(low.start, 6)] for low in first_notes)
    allowed = {(tonic + interval) % 12 for interval in mood.scale}.union(*bars.values())
    assert all(high.midi % 12 in allowed and 60 <= high.midi <= 96 for high in piece.melody)
    assert all(30 <= low.midi <= 64 for low in piece.bass)


@EVERY_MOOD
def test_fills_lead_into_phrases_and_nothing_is_struck_after_the_final_chord(mood: Mood) -> None:
    piece = score(mood)
    grid = piece.grid
    assert {hit.drum for hit in piece.hits if hit.start >= grid.final} == {"kick", "crash", "impact"}
    assert all(low.start <= grid.final + 1e-9 for low in (*piece.bass, *piece.melody))
    last_bar = [hit for hit in piece.hits if grid.at(grid.bars - 1, 8) - 1e-6 <= hit.start < grid.final]
    assert len(last_bar) >= 8
    assert not any(hit.drum == "kick" for hit in last_bar)
    kicks = [hit.start for hit in piece.hits if hit.drum == "kick"]
    sixteenth = grid.bar_seconds / 16
    assert all(abs(kick / sixteenth - round(kick / sixteenth)) < 1e-6 for kick in kicks)


@pytest.fixture(scope="module")
def beds(tmp_path_factory: pytest.TempPathFactory) -> dict[MoodName, Samples]:
    folder = tmp_path_factory.mktemp("beds")
    for mood in MOODS.values():
        compose(20, mood, 6, np.random.default_rng(5), folder / f"{mood.name}.wav")
    return {name: read_wav(folder / f"{name}.wav") for name in MOODS}


def octaves(sound: Samples) -> dict[int, float]:
    """Share of the power in each octave, in dB."""
    power = np.square(np.abs(np.fft.rfft(sound.mean(axis=1))))
    at = np.fft.rfftfreq(len(sound), 1 / RATE)
    bands = {
        centre: power[(at >= centre / 1.414) & (at < centre * 1.414)].sum() for centre in (31, 63, 125, 500, 2000, 8000)
    }
    return {centre: float(10 * np.log10(band / power.sum())) for centre, band in bands.items()}


@EVERY_MOOD
def test_the_bed_is_clean(mood: Mood, beds: dict[MoodName, Samples]) -> None:
    sound = beds[mood.name]
    assert sound.shape == (20 * RATE, 2)
    assert peak_dbtp(sound) < -2.9
    assert integrated_lufs(sound) == pytest.approx(MUSIC_LUFS, abs=1)
    assert np.abs(sound.mean(axis=0)).max() < 1e-4
    assert np.abs(sound[-1]).max() == 0
    assert level_db(sound[-RATE // 50 :]) < level_db(sound) - 35
    assert level_db(sound[-int(1.25 * RATE) : -RATE]) > level_db(sound) - 4  # the final chord


@EVERY_MOOD
def test_the_spectrum_is_balanced_and_the_lows_are_mono(mood: Mood, beds: dict[MoodName, Samples]) -> None:
    sound = beds[mood.name]
    share = octaves(sound)
    assert share[31] < -18
    assert -12 < share[63] < -2
    assert -12 < share[125] < -2
    assert -15 < share[500] < -3
    assert -26 < share[2000] < -12
    assert -40 < share[8000] < -15
    spectrum = np.fft.rfft(sound, axis=0)
    low = slice(0, int(100 * len(sound) / RATE))
    middle, side = spectrum[low].sum(axis=1), spectrum[low, 0] - spectrum[low, 1]
    assert np.square(np.abs(side)).sum() < 1e-4 * np.square(np.abs(middle)).sum()
    difference, total = sound[:, 0] - sound[:, 1], sound.sum(axis=1)
    assert -18 < level_db(difference) - level_db(total) < -3  # wide, and safe in mono


@pytest.mark.parametrize("timbre", Timbre)
@pytest.mark.parametrize("midi", [48, 60, 72, 96])
def test_notes_are_in_tune_and_do_not_click(timbre: Timbre, midi: int) -> None:
    for sound in (note(timbre, midi, 0.5, 0.7), bass(midi - 12, 0.5, 0.7)):
        pitch = hertz(midi if len(sound) == len(note(timbre, midi, 0.5, 0.7)) else midi - 12)
        size = 1 << 18
        spectrum = np.abs(np.fft.rfft(sound, size))
        found = np.argmax(spectrum[int(pitch * 0.8 * size / RATE) : int(pitch * 1.25 * size / RATE)])
        heard = (found + int(pitch * 0.8 * size / RATE)) * RATE / size
        assert abs(1200 * np.log2(heard / pitch)) < 12  # cents
        assert abs(sound[0]) < 1e-3
        assert abs(sound[-1]) < 1e-3
        assert 0.2 < np.abs(sound).max() < 2.5


@pytest.mark.parametrize("name", ["kick", "snare", "hat", "open_hat", "crash", "impact", "riser", "tom0", "tom2"])
def test_drums_do_not_click(name: str) -> None:
    sound = drum(name, 2.0, np.random.default_rng(1))
    assert abs(sound[0]) < 1e-3
    assert abs(sound[-1]) < 1e-3
    assert 0.2 < np.abs(sound).max() < 3


def test_a_pad_is_a_wide_chord_of_even_level() -> None:
    sound = pad([60, 64, 67], 6.0, 0.6, np.random.default_rng(1))
    assert sound.shape == (6 * RATE, 2)
    levels = [level_db(sound[i : i + RATE // 2]) for i in range(0, len(sound), RATE // 2)]
    assert max(levels) - min(levels) < 6
    assert abs(float(np.mean(sound[:, 0] * sound[:, 1]))) < 0.3 * float(np.mean(np.square(sound)))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_piece(tmp_path: Path) -> None:
    contents = []
    for index, seed in enumerate((1, 1, 2)):
        target = tmp_path / f"{index}.wav"
        compose(6, MOODS[MoodName.UPLIFTING], 5, np.random.default_rng(seed), target)
        contents.append(target.read_bytes())
    assert contents[0] == contents[1] != contents[2]


@pytest.mark.parametrize("seconds", [0.05, 0.7, 2.9, 3.0, 5.0, 61.3])
def test_any_length_is_met_to_the_sample(seconds: float, tmp_path: Path) -> None:
    bed = compose(seconds, MOODS[MoodName.TENSE], 9, np.random.default_rng(1), tmp_path / "x.wav")
    assert len(read_wav(tmp_path / "x.wav")) == round(seconds * RATE)
    assert bed.beats[-1] == bed.bars[-1] < seconds
    assert set(bed.bars) <= set(bed.beats)


def test_beats_are_where_the_drums_are(tmp_path: Path) -> None:
    bed = compose(16, MOODS[MoodName.DRIVING], 8, np.random.default_rng(3), tmp_path / "x.wav")
    low = read_wav(tmp_path / "x.wav").sum(axis=1)
    spectrum = np.fft.rfft(low)
    spectrum[int(120 * len(low) / RATE) :] = 0
    kicks = np.square(np.fft.irfft(spectrum, len(low)))
    window = int(0.09 * RATE)
    on = [kicks[round(beat * RATE) : round(beat * RATE) + window].mean() for beat in bed.beats[8:-5]]
    off = [kicks[round(beat * RATE) - window : round(beat * RATE)].mean() for beat in bed.beats[8:-5]]
    assert np.median(on) > 2 * np.median(off)


@pytest.mark.parametrize("seconds", [0, -1, 601, float("nan"), float("inf")])
def test_impossible_lengths_are_refused(seconds: float, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        compose(seconds, MOODS[MoodName.CALM], 1, np.random.default_rng(1), tmp_path / "x.wav")
    assert not list(tmp_path.iterdir())
