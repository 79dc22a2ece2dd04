"""The copywriter's parts: pairing, hooks, choosing lines, and what is read off a finished ad."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import AdStructure, HookType, Pacing
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.director.blueprints import believability
from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import CopyDeck, load_copy_deck
from geminivideo.creative.director.grid import Angle, Cell, Closing, Side
from geminivideo.creative.director.hooks import HookWriter
from geminivideo.creative.director.lines import Draft, Line, LineChooser, lines_of, no_preference
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.director.material import Material, pair_angles, read_brief
from geminivideo.creative.director.pictures import short_screen_text
from geminivideo.creative.director.scenes import SceneWriter
from geminivideo.creative.director.slots import slots_for
from geminivideo.creative.director.templates import template_uses
from geminivideo.creative.director.timing import HOOK_WORDS
from geminivideo.creative.persuasion import ANSWERABLE, Persuasion
from geminivideo.creative.policy import check_text
from geminivideo.creative.words import spoken_words
from tests.creative.briefs import brief

LOSE_FAT, MORE_ENERGY = 0, 2


@pytest.fixture(scope="module")
def deck() -> CopyDeck:
    return load_copy_deck()


@pytest.fixture
def fitness() -> Material:
    return read_brief(brief("fitness"))


def cell(
    hook: HookType = HookType.QUESTION, structure: AdStructure = AdStructure.PROBLEM_SOLUTION, seconds: int = 30
) -> Cell:
    return Cell(hook, Angle(Side.PAIN, 0, LOSE_FAT), structure, Closing.DIRECT, seconds)


def test_angles_pair_what_belongs_together(fitness: Material, encoder: TextEncoder) -> None:
    angles = pair_angles(fitness, encoder)
    assert {angle.lead for angle in angles} == {(side, at) for side in Side for at in range(3)}
    low_energy = [angle.desire for angle in angles if angle.lead == (Side.PAIN, 1)]
    assert low_energy[0] == MORE_ENERGY
    assert len(low_energy) == 2


def test_items_without_words_lead_nothing(encoder: TextEncoder) -> None:
    angles = pair_angles(read_brief(brief("awkward")), encoder)
    assert all(angle.pain not in {2, 3} and angle.desire != 2 for angle in angles)


def test_hook_options_are_short_and_about_the_lead_first(
    deck: CopyDeck, fitness: Material, encoder: TextEncoder
) -> None:
    writer = HookWriter(deck, fitness, encoder, np.random.default_rng(0))
    for hook_type in HookType:
        options = writer.options(hook_type, Angle(Side.PAIN, 0, LOSE_FAT), 30)
        assert len(options) >= 5
        assert all(spoken_words(option.text) <= HOOK_WORDS for option in options)
        about_pain = ["pain" in option.line for option in options]
        assert about_pain == sorted(about_pain, reverse=True)


@pytest.mark.parametrize("name", ["fitness", "meals", "tiny"])
def test_an_opening_is_traced_to_its_line(deck: CopyDeck, encoder: TextEncoder, name: str) -> None:
    material = read_brief(brief(name))
    writer = HookWriter(deck, material, encoder, np.random.default_rng(0))
    for hook_type in HookType:
        for draft in writer.options(hook_type, pair_angles(material, encoder)[0], 30):
            assert template_uses(deck, [draft.text]) == {draft.line: 1}


def test_a_line_that_another_ad_opens_with_is_offered_last(
    deck: CopyDeck, fitness: Material, encoder: TextEncoder
) -> None:
    taken = "“Low energy” deserves its own group chat."
    writer = HookWriter(deck, fitness, encoder, np.random.default_rng(0), [taken])
    options = writer.options(HookType.SOCIAL_PROOF, Angle(Side.PAIN, 0, LOSE_FAT), 30)
    assert [writer.is_used(option) for option in options] == [False] * (len(options) - 1) + [True]
    assert options[-1].text.endswith("deserves its own group chat.")


def test_a_hook_type_that_is_used_up_lends_its_cell_to_another(deck: CopyDeck, encoder: TextEncoder) -> None:
    material = read_brief(brief("tiny"))
    angles = pair_angles(material, encoder)
    cells = [Cell(HookType.QUESTION, angles[0], AdStructure.LISTICLE, Closing.DIRECT, 30)] * 25
    owners = [f"bp_{number:03d}" for number in range(25)]
    written = HookWriter(deck, material, encoder, np.random.default_rng(0)).write(cells, owners, angles)
    assert len({text for _, text in written}) == 25
    assert Counter(cell.hook_type for cell, _ in written)[HookType.QUESTION] < 25
    for written_cell, text in written:
        assert text in {
            option.text
            for angle in angles
            for option in HookWriter(deck, material, encoder, np.random.default_rng(1)).options(
                written_cell.hook_type, angle, 30
            )
        }


def test_the_writer_steps_around_policy_where_the_phrase_itself_is_harmless(
    copywriter: LocalCopywriter,
) -> None:
    """One may talk about "being overweight", but not say "you're overweight"."""
    asked = brief("fitness", pain_points=["being overweight"], num_variations=40)
    drafts = copywriter.draft(asked, np.random.default_rng(0), lambda _p, _m: None).blueprints
    offending = [b for b in drafts if any(check_text(scene.voice_over) for scene in b.scenes)]
    assert len(offending) <= 2


def test_lines_that_do_not_fit_or_say_it_twice_are_not_offered(deck: CopyDeck, fitness: Material) -> None:
    slots = slots_for(fitness, Angle(Side.PAIN, 0, LOSE_FAT), 30)
    for treatment in deck.treatments:
        for role in treatment.roles.values():
            for limit in (7, 12, 25):
                lines = lines_of(role, slots, limit)
                assert lines
                assert all(spoken_words(line.text) <= limit for line in lines)


def test_the_fresh_line_wins_and_then_the_other(fitness: Material) -> None:
    slots = slots_for(fitness, Angle(Side.PAIN, 0, LOSE_FAT), 30)
    lines = [Line("You know this feeling well.", ("a",)), Line("It happens every single week.", ("b",))]
    chooser = LineChooser(Chooser(np.random.default_rng(0)), ["You know this feeling well."], whim=0.0)
    assert chooser.choose(lines, 17, Draft(slots, no_preference)) == lines[1].text
    assert chooser.choose(lines, 17, Draft(slots, no_preference)) in {line.text for line in lines}


def test_a_line_that_names_what_is_missing_wins(fitness: Material) -> None:
    slots = slots_for(fitness, Angle(Side.PAIN, 0, LOSE_FAT), 30)
    plain = Line("It happens every single week.", ("It happens every single week.",))
    naming = Line("PTD Fitness Coaching helps you lose fat.", ("{product} helps you {want}.",))
    chooser = LineChooser(Chooser(np.random.default_rng(0)), [], whim=0.0)
    assert chooser.choose([plain, naming], 17, Draft(slots, no_preference, ["A hook."])) == naming.text
    named = Draft(slots, no_preference, ["PTD Fitness Coaching. PTD Fitness Coaching. Lose fat. Lose fat. Lose fat."])
    assert chooser.choose([plain, naming], 17, named) == plain.text


@pytest.mark.parametrize("structure", list(AdStructure))
@pytest.mark.parametrize("seconds", [15, 20, 30])
def test_scenes_of_every_structure(deck: CopyDeck, fitness: Material, structure: AdStructure, seconds: int) -> None:
    writer = SceneWriter(deck, fitness, Chooser(np.random.default_rng(0)))
    wanted = cell(structure=structure, seconds=seconds)
    scenes = writer.write(wanted, "Still saying “no time for the gym”?", slots_for(fitness, wanted.angle, seconds))
    assert len(scenes) == (4 if seconds == 15 else 5)
    assert scenes[-1].on_screen_text == "Book your free consultation"
    assert "book your free consultation" in scenes[-1].voice_over.lower()
    screens = [scene.on_screen_text for scene in scenes]
    assert len(set(screens)) == len(screens)
    assert all(spoken_words(text) <= 8 for text in screens)


@pytest.mark.parametrize(
    ("line", "otherwise", "shown"),
    [
        ("Low energy. Again.", None, "Low energy. Again."),
        ("Pick one goal.", None, "Pick one goal"),
        ("Still dealing with low energy?", None, "Still dealing with low energy?"),
        ("168 hours in a week. How many go to dealing with low energy?", "low energy", "168 hours in a week"),
        ("Nobody tells you why you have no time for the gym.", "no time for the gym", "No time for the gym"),
        ("You said you would do it, because you promised yourself", None, "You said you would do it"),
        ("one two three four five six seven eight nine", None, "one two three four five six…"),
    ],
)
def test_screen_text_is_read_at_a_glance(line: str, otherwise: str | None, shown: str) -> None:
    assert short_screen_text(line, otherwise) == shown


def test_what_is_read_off_a_finished_ad(copywriter: LocalCopywriter) -> None:
    for draft in copywriter.draft(brief("dogs"), np.random.default_rng(2), lambda _p, _m: None).blueprints:
        average = draft.total_seconds / len(draft.scenes)
        assert draft.pacing is (Pacing.FAST if average <= 4.5 else Pacing.MEDIUM)
        assert draft.transformation is not None
        assert draft.transformation.before[0].isupper()
        assert draft.angle[:3].lower() in draft.title.lower() or draft.angle.startswith("my")
        assert draft.hook.type.value.replace("_", " ") in draft.title


def test_believability_falls_with_claims() -> None:
    assert believability("One small step, then the next.") == 10.0
    assert believability("Guaranteed! The best solution ever, in 7 days!") < 6
    assert believability("amazing ultimate insane epic miracle magic secret instant hacks") == 0.0


def test_a_line_is_worth_what_it_wins_back() -> None:
    losses = {"social_proof": 6.0, "scarcity": 2.0}
    worth = Persuasion(losses, brief("fitness"))([])
    proof, scarcity, plain = worth("Ask a friend."), worth("Start this week."), worth("The table is green.")
    assert proof > scarcity > plain == 0.0
    again = Persuasion(losses, brief("fitness"))(["Ask a friend. Look us up. Ask around."])
    assert again("Ask a friend.") == 0.0


def test_naming_the_brief_is_worth_most_the_first_time() -> None:
    persuasion = Persuasion({"value_clarity": 8.0, "narrative": 6.0}, brief("fitness"))
    line = "PTD Fitness Coaching helps you lose fat."
    assert persuasion([])(line) > 3.0
    assert persuasion([line])(line) < persuasion([])(line) / 4


@given(
    st.lists(
        st.sampled_from(["Ask a friend.", "Start this week.", "You choose.", "It's exhausting.", "Hm."]), max_size=6
    )
)
def test_a_longer_script_is_never_worth_less(lines: list[str]) -> None:
    losses = {criterion: 1.0 for rubric in RUBRICS.values() for criterion in rubric}
    persuasion = Persuasion(losses, brief("fitness"))
    worths = [persuasion.of(lines[:end]) for end in range(len(lines) + 1)]
    assert worths == sorted(worths)


def test_what_lines_can_answer_is_in_the_rubrics() -> None:
    assert {criterion for rubric in RUBRICS.values() for criterion in rubric} >= ANSWERABLE


def test_least_used_takes_turns() -> None:
    chooser = Chooser(np.random.default_rng(0))
    taken = [chooser.least_used(["a", "b", "c"]) for _ in range(9)]
    assert Counter(taken) == {"a": 3, "b": 3, "c": 3}
