"""Lower third, progress bar and countdown: what a plan may hold, where it is drawn, and when."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, CountdownAt, Platform, ShotType
from geminivideo.rendering import overlay, titles
from geminivideo.rendering.area import Area
from geminivideo.rendering.brand.colours import contrast
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.graphics import lower_third, places
from geminivideo.rendering.graphics.countdown import draw_countdown, numeral
from geminivideo.rendering.graphics.placing import with_bar_and_countdown, with_lower_third
from geminivideo.rendering.graphics.progress_bar import draw_progress_bar
from geminivideo.rendering.graphics.wanted import Graphics, WantedCountdown, WantedLowerThird
from geminivideo.rendering.palette import PALETTES, rgb
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.graphics import Countdown, Edge, LowerThird, ProgressBar
from geminivideo.rendering.plan.words import Title, TitlePlace, TitleRole
from geminivideo.rendering.plan_layout import layout_during, layout_of
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.text.fitting import Placed
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, speeches
from tests.rendering.overlays import PART, Draw, drawer, seen
from tests.rendering.pictures import ink

# One platform for each of the four shapes.
SHAPES = [Platform.TIKTOK, Platform.INSTAGRAM_FEED, Platform.SQUARE, Platform.YOUTUBE]
TEXTS = st.sampled_from(
    [
        "Sara Haddad",
        "سارة حداد",
        "x" * 60,
        "{\\pos(0,0)}a",
        "\\N\\h",
        "☕ Sara",
        "世界",
        "A " * 30,
        'a"; rm -rf $(x)\n%s',
    ]
)
PALETTE = PALETTES[0]
SIDE = 96


def planned(platform: Platform = Platform.SQUARE, language: str = "en", **changed: Any) -> EditPlan:
    """Two scenes of footage of 3 s each, one of a card, the end card."""
    card = scene(2.0, "Four five", shot_type=ShotType.TEXT_CARD)
    ad = blueprint(scene(3.0, "One two"), scene(3.0, "Three"), card, scene(3.0, "Buy"), language=language)
    settings = EditSettings(platform, CaptionStyle.MODERN, seed=0)
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [footage()], settings)
    return EditPlan(**{**dict(plan), **changed})


PLAN = planned()
FOOTAGE = max(clip.end for clip in PLAN.clips if isinstance(clip, FootageClip) and clip.scene < 2)


def named(start: int = 130, frames: int = 45, name: str = "Sara Haddad", line: str = "Customer") -> LowerThird:
    return LowerThird(start=start, frames=frames, name=name, line=line)


def logo(x: int, y: int, width: int = SIDE, height: int = SIDE) -> LogoMark:
    return LogoMark(asset_id="a", sha256="b", x=x, y=y, width=width, height=height)


# --- rules ---


@given(st.integers(0, 400), st.integers(1, 200), st.integers(0, 400), st.integers(1, 200))
def test_lower_thirds_stand_over_footage_one_at_a_time_or_the_plan_is_refused(
    first: int, one: int, second: int, other: int
) -> None:
    marks = (named(first, one), named(second, other))
    alone = first + one <= second or second + other <= first
    try:
        plan = EditPlan(**{**dict(PLAN), "titles": (), "lower_thirds": marks})
    except ValidationError:
        assert not alone or max(mark.end for mark in marks) > FOOTAGE
    else:
        assert alone
        assert max(mark.end for mark in plan.lower_thirds) <= FOOTAGE


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 60))
def test_a_countdown_ends_with_the_ad_at_the_latest_and_can_be_counted(start: int, frames: int, number: int) -> None:
    try:
        mark = Countdown(start=start, frames=frames, from_number=number)
        EditPlan(**{**dict(PLAN), "countdown": mark})
    except ValidationError:
        assert start + frames > PLAN.frames or frames < 12 * number
    else:
        assert start + frames <= PLAN.frames
        assert frames >= 12 * number


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lower_thirds": (named(FOOTAGE - 20, 60),)}, "reaches into the card"),
        ({"lower_thirds": (named(100, 90), named(180, 10))}, "overlap"),
        (
            {
                "lower_thirds": (named(90, 60),),
                "titles": (Title(start=80, frames=40, text="a", role=TitleRole.POINT, place=TitlePlace.LOW),),
            },
            "stands where the title of frame 80 is",
        ),
        ({"countdown": Countdown(start=PLAN.frames - 50, frames=60, from_number=2)}, "after the end of the ad"),
        ({"progress_bar": ProgressBar(place=Edge.TOP), "logo": logo(64, 64)}, "runs through the logo"),
        ({"countdown": Countdown(start=0, frames=90, from_number=3), "logo": logo(64, 64, 940)}, "leaves no place"),
        ({"lower_thirds": (named(),), "logo": logo(300, 600)}, "the logo is where lower thirds stand"),
    ],
)
def test_marks_that_would_cover_each_other_are_refused_with_the_reason(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EditPlan(**{**dict(PLAN), **changed})


def test_an_old_plan_has_no_graphics_and_loads() -> None:
    values = PLAN.model_dump(mode="json", exclude={"progress_bar", "lower_thirds", "countdown"})
    for title in values["titles"]:
        del title["keyframes"]
    assert EditPlan.model_validate(values) == PLAN


# --- places ---


def box_of(words: Sequence[Placed]) -> Area:
    left = min(word.centre_x - word.width / 2 for word in words)
    right = max(word.centre_x + word.width / 2 for word in words)
    return Area(left, min(w.baseline - 0.75 * w.em for w in words), right, max(w.baseline for w in words))


@given(st.sampled_from(Platform), st.sampled_from(["en", "ar"]), TEXTS, TEXTS, st.sampled_from([None, *Edge]))
def test_a_lower_third_is_inside_the_safe_area_and_off_the_captions(
    platform: Platform, language: str, name: str, line: str, edge: Edge | None
) -> None:
    bar = None if edge is None else ProgressBar(place=edge)
    layout = places.beside_bar(layout_for(platform), bar)
    placed = lower_third.arrange(named(name=name, line=line), layout, language)
    panel = placed.panel
    assert layout.safe.left <= panel.left + 1
    assert panel.right <= layout.safe.right + 1
    assert panel.bottom <= layout.captions.top
    assert panel.top >= layout.safe.top + 0.32 * layout.safe.height, "titles are above"
    for words in (placed.name, placed.line):
        if words:
            box = box_of(words)
            assert panel.left < box.left < box.right < panel.right
            assert panel.top < box.top < box.bottom < panel.bottom
            assert not placed.stroke.touches(box)
    assert placed.backwards == (language == "ar")
    assert (panel.right > layout.safe.right - 1) if placed.backwards else (panel.left < layout.safe.left + 1)


@given(st.sampled_from(Platform), st.sampled_from(Edge))
def test_everything_keeps_clear_of_a_progress_bar(platform: Platform, edge: Edge) -> None:
    bar = ProgressBar(place=edge)
    layout = layout_for(platform)
    area, left_over = places.bar_area(layout, bar), places.beside_bar(layout, bar).safe
    assert layout.safe.top - 1 <= area.top < area.bottom <= layout.safe.bottom + 1
    assert not area.touches(left_over)
    assert left_over.height > 0.9 * layout.safe.height


@given(st.sampled_from(Platform), st.sampled_from(["en", "ar"]), st.integers(0, 3), TEXTS)
def test_a_countdown_is_off_the_logo_and_titles_are_off_the_countdown(
    platform: Platform, language: str, corner: int, text: str
) -> None:
    safe = layout_for(platform).safe
    x = [safe.left, safe.right - SIDE, safe.centre_x, safe.centre_x - SIDE][corner]
    mark = None if corner == 3 else logo(int(x) // 2 * 2, int(safe.top) // 2 * 2 + 2)
    title = Title(start=4, frames=60, text=text, role=TitleRole.HOOK)
    counting = Countdown(start=0, frames=90, from_number=3)
    plan = planned(platform, language, logo=mark, titles=(title,), countdown=counting)
    ring = places.ring_area(layout_of(plan), plan.logo, language)
    assert ring is not None
    assert safe.left - 1 <= ring.left
    assert ring.right <= safe.right + 1
    assert mark is None or not ring.touches(places.logo_area(mark))
    _fitted, words = titles.arrange(title, layout_during(plan, title))
    assert not words or box_of(words).top > ring.bottom
    assert not words or words[0].em > 20, "it is pushed down, not made smaller"
    later = title.model_copy(update={"start": 90})
    assert layout_during(plan, later).head == 0


# --- from a request ---


@given(st.integers(3, 10), st.sampled_from(CountdownAt))
def test_a_wanted_countdown_counts_whole_seconds_to_its_moment(seconds: int, at: CountdownAt) -> None:
    made = with_bar_and_countdown(PLAN, Graphics(countdown=WantedCountdown(from_seconds=seconds, at=at)))
    assert made.countdown is not None
    assert made.countdown.frames == 30 * made.countdown.from_number
    assert made.countdown.from_number == min(seconds, PLAN.frames // 30)
    assert made.countdown.start == 0 if at is CountdownAt.HOOK else made.countdown.end == PLAN.frames


def test_a_countdown_longer_than_its_ad_is_shortened_and_said() -> None:
    short = PLAN.model_copy(update={"frames": 75, "clips": PLAN.clips[-1:], "narration": (), "titles": ()})
    short = short.model_copy(update={"clips": (PLAN.clips[-1].model_copy(update={"start": 0, "frames": 75}),)})
    made = with_bar_and_countdown(short, Graphics(countdown=WantedCountdown(from_seconds=9)))
    assert made.countdown == Countdown(start=15, frames=60, from_number=2)
    assert any("countdown begins at 2" in note for note in made.notes)


def test_a_wanted_lower_third_stands_over_footage_without_a_title() -> None:
    wanted = Graphics(lower_third=WantedLowerThird(name=" Sara\nHaddad ", line="Customer"))
    plan = with_lower_third(PLAN, wanted)
    (mark,) = plan.lower_thirds
    assert (mark.name, mark.line) == ("Sara Haddad", "Customer")
    assert not any(mark.meets(title) for title in plan.titles)
    assert mark.frames >= 45


def test_without_room_there_is_no_lower_third_and_the_report_says_so() -> None:
    cards = [scene(2.0, "One", shot_type=ShotType.TEXT_CARD), scene(3.0, "Buy", shot_type=ShotType.TEXT_CARD)]
    ad = blueprint(*cards)
    settings = EditSettings(Platform.SQUARE, CaptionStyle.MODERN, seed=0)
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [], settings)
    made = with_lower_third(plan, Graphics(lower_third=WantedLowerThird(name="Sara")))
    assert made.lower_thirds == ()
    assert made.notes == ("no lower third: no footage stands long enough for one",)


def test_a_name_is_never_made_up() -> None:
    assert with_lower_third(PLAN, Graphics()) == PLAN
    with pytest.raises(ValidationError, match="at least one visible letter"):
        WantedLowerThird(name="\u200b\u202e")


# --- drawn ---


@pytest.fixture
def draw(ffmpeg: Ffmpeg, tmp_path: Path) -> Draw:
    return drawer(ffmpeg, tmp_path)


@pytest.mark.parametrize("platform", SHAPES)
def test_what_is_drawn_stays_in_the_safe_area_of_each_shape(draw: Draw, platform: Platform) -> None:
    marks: dict[str, Any] = {
        "titles": (),
        "lower_thirds": (named(100, 60, "Sara {\\b1} Haddad\\N", "☕ since 2022, سارة"),),
        "countdown": Countdown(start=100, frames=60, from_number=2),
        "progress_bar": ProgressBar(),
    }
    plan = planned(platform, **marks)
    events = list(overlay.graphics(plan, layout_of(plan)))
    found = seen(draw(events, platform.frame, 128))
    safe = layout_for(platform).safe
    assert found is not None
    assert safe.left - PART <= found[0]
    assert safe.top - PART <= found[1]
    assert found[2] <= safe.right + PART
    assert found[3] <= safe.bottom + PART
    assert found[1] < safe.top + 2 * PART, "the countdown is at the top"
    assert found[3] > safe.bottom - 0.05 * safe.height, "and the bar at the bottom"


@pytest.mark.parametrize(("language", "number"), [("en", 0), ("en", 45), ("en", 179), ("ar", 45)])
def test_the_bar_is_as_full_as_the_ad_is_over(draw: Draw, language: str, number: int) -> None:
    layout, accent = layout_for(Platform.SQUARE), rgb(PALETTE.accent)
    area = places.bar_area(layout, ProgressBar())
    events = draw_progress_bar(ProgressBar(), layout, PALETTE, 180, language)
    found = ink(draw(events, layout.frame, number), accent, 60)
    assert found is not None
    wanted = max(area.height, area.width * (number + 0.5) / 179.5)
    assert PART * (found[2] - found[0]) == pytest.approx(wanted, abs=2.5 * PART)
    begins = area.right - PART * found[2] if language == "ar" else PART * found[0] - area.left
    assert begins == pytest.approx(0, abs=PART)


@pytest.mark.parametrize(("number", "share"), [(0, 1.0), (15, 0.5), (22, 0.25), (29, 0.03), (30, 1.0)])
def test_the_ring_runs_out_with_each_number(draw: Draw, number: int, share: float) -> None:
    layout = layout_for(Platform.SQUARE)
    mark = Countdown(start=0, frames=60, from_number=2)
    picture = draw(draw_countdown(mark, layout, PALETTE, None, "en"), layout.frame, number)
    near = np.abs(picture.astype(int) - np.array(rgb(PALETTE.accent))).max(axis=2) < 90
    area = places.ring_area(layout, None, "en")
    assert area is not None
    radius = area.width / 2
    whole = np.pi * (radius**2 - (0.83 * radius) ** 2) / PART**2
    assert near.sum() / whole == pytest.approx(share, abs=0.14)
    if share == 0.5:
        columns = np.flatnonzero(near.any(axis=0))
        assert PART * columns[-1] <= area.centre_x + PART, "it runs out clockwise from the top"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert [numeral(10, language) for language in ("en", "ar-AE", "fa", "he")] == ["10", "١٠", "۱۰", "10"]


def test_hostile_names_are_shown_and_not_obeyed(draw: Draw) -> None:
    layout = layout_for(Platform.SQUARE)
    for name in ("{\\an8\\pos(0,0)\\fs400}", "\\N\\h{}", "}{", "a\\{b}c\\"):
        mark = named(0, 60, name, "{\\p1}m 0 0 l 900 0 900 900")
        events = list(lower_third.draw_lower_third(mark, layout, PALETTE, "en"))
        panel = lower_third.arrange(mark, layout, "en").panel
        found = seen(draw(events, layout.frame, 30))
        assert found is not None
        assert found == pytest.approx((panel.left, panel.top, panel.right, panel.bottom), abs=14), name


def test_a_lower_third_comes_from_its_own_side_and_is_gone_after_its_frames(draw: Draw) -> None:
    layout = layout_for(Platform.SQUARE)
    for language in ("en", "ar"):
        panel = lower_third.arrange(named(), layout, language).panel
        events = list(lower_third.draw_lower_third(named(10, 45), layout, PALETTE, language))
        early = seen(draw(events, layout.frame, 11))
        assert early is not None
        side = panel.right - early[2] if language == "ar" else early[0] - panel.left
        assert abs(side) <= 14
        assert early[2] - early[0] < 0.7 * panel.width
        assert seen(draw(events, layout.frame, 55)) is None


@pytest.mark.parametrize("palette", PALETTES)
def test_the_colours_of_every_palette_can_be_read(palette: Any) -> None:
    assert contrast(palette.text, palette.base) >= 4.5
    assert contrast(lower_third._quiet(palette), palette.base) >= 4.5
