"""One fixed ad per structure, over the same footage: what differs between the plans is the template's doing."""

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Pacing, Platform, ShotType, Transition
from geminivideo.rendering.crop.reframing import reframe
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, face, footage, scene, source, speeches

_HOOK = (3, "Still crashing at three every day?", "Crashing at 3 PM?", "tired man", ShotType.CLOSE_UP)
_END = (5, "Get your first bag at morningritual.com.", "", "coffee bag", ShotType.DETAIL)
_OFFER = (3, "Try it today.", "", "coffee bag", ShotType.DETAIL)

# (seconds, spoken, on screen, footage, shot) of the scenes between hook and offer; pacing; platform; how it ends.
_Scene = tuple[float, str, str, str, ShotType]
_ADS: dict[AdStructure, tuple[list[_Scene], Pacing, Platform, _Scene]] = {
    AdStructure.TRANSFORMATION: (
        [
            (5, "A year ago I slept at my desk every afternoon.", "Tired again", "tired man", ShotType.MEDIUM),
            (3, "Then I changed one cup.", "One cup", "pouring coffee", ShotType.DETAIL),
            (5, "Now I run before dinner, and I sleep at night.", "Awake all day", "woman running", ShotType.ACTION),
        ],
        Pacing.MEDIUM,
        Platform.INSTAGRAM_REELS,
        _END,
    ),
    AdStructure.TESTIMONIAL: (
        [
            (6, "I tried everything, and nothing lasted past lunch.", "Not just you", "tired man", ShotType.CLOSE_UP),
            (6, "Ask anyone in my office what has changed since.", "Ask real people", "woman talking", ShotType.MEDIUM),
            (5, "I have my afternoons back.", "Afternoons are back", "woman running", ShotType.WIDE),
        ],
        Pacing.SLOW,
        Platform.FACEBOOK_FEED,
        _END,
    ),
    AdStructure.PROBLEM_SOLUTION: (
        [
            (5, "You drink one coffee, then another, and you are tired.", "It costs you", "tired man", ShotType.MEDIUM),
            (4, "Morning Ritual gives its energy slowly.", "Slow energy", "pouring coffee", ShotType.DETAIL),
            (5, "Eight hours of energy. No crash, no jitters.", "No crash", "woman running", ShotType.ACTION),
        ],
        Pacing.FAST,
        Platform.TIKTOK,
        _OFFER,
    ),
    AdStructure.LISTICLE: (
        [
            (4, "First, you need a second cup before ten.", "A second cup", "pouring coffee", ShotType.DETAIL),
            (4, "Second, you cannot sleep after a late one.", "Sign 2", "tired man", ShotType.CLOSE_UP),
            (4, "Third, your weekends begin with a headache.", "Weekend headaches", "tired man", ShotType.MEDIUM),
        ],
        Pacing.FAST,
        Platform.YOUTUBE_SHORTS,
        _OFFER,
    ),
    AdStructure.HOOK_STORY_OFFER: (
        [
            (6, "Last Sunday I fell asleep at my own birthday.", "It starts small", "tired man", ShotType.MEDIUM),
            (4, "A friend handed me her cup.", "The other cup", "pouring coffee", ShotType.DETAIL),
            (4, "The first bag is a fifth cheaper, and can go back.", "20% off", "coffee bag", ShotType.DETAIL),
        ],
        Pacing.MEDIUM,
        Platform.INSTAGRAM_FEED,
        _END,
    ),
    AdStructure.UGC_STYLE: (
        [
            (6, "Okay, honest: I used to sleep in the car.", "Honest moment", "woman talking", ShotType.CLOSE_UP),
            (5, "It is one cup, in the morning, and that is it.", "One cup", "woman talking", ShotType.MEDIUM),
            (4, "This is my real kitchen, by the way.", "No studio", "pouring coffee", ShotType.DETAIL),
        ],
        Pacing.FAST,
        Platform.TIKTOK,
        _END,
    ),
    AdStructure.EDUCATIONAL: (
        [
            (5, "More coffee does not mean more energy.", "More coffee, more energy?", "tired man", ShotType.MEDIUM),
            (6, "Caffeine blocks a signal that returns all at once.", "Block less", "pouring coffee", ShotType.DETAIL),
            (4, "So take it slowly, and only before noon.", "Before noon", "woman running", ShotType.ACTION),
        ],
        Pacing.MEDIUM,
        Platform.YOUTUBE,
        _OFFER,
    ),
    AdStructure.PRODUCT_SHOWCASE: (
        [
            (3, "For days that do not end at five.", "For real days", "tired man", ShotType.MEDIUM),
            (6, "One farm, roasted Monday, with you on Thursday.", "Look close", "pouring coffee", ShotType.DETAIL),
            (4, "One worry less in the morning.", "One worry less", "coffee bag", ShotType.WIDE),
        ],
        Pacing.FAST,
        Platform.SQUARE,
        _END,
    ),
    AdStructure.COMPARISON: (
        [
            (5, "The usual cup lifts you for an hour.", "Up and down", "tired man", ShotType.MEDIUM),
            (5, "This one carries you through the day.", "Steady", "woman running", ShotType.MEDIUM),
            (4, "Same time, same price, another afternoon.", "You decide", "pouring coffee", ShotType.DETAIL),
        ],
        Pacing.MEDIUM,
        Platform.FACEBOOK_VIDEO,
        _OFFER,
    ),
    AdStructure.BEHIND_SCENES: (
        [
            (5, "This is the room where we taste two hundred cups a week.", "Inside", "coffee room", ShotType.WIDE),
            (5, "We throw away what is not sweet enough.", "What is left", "pouring coffee", ShotType.DETAIL),
            (5, "Because somebody starts a day with it.", "Why we do it", "woman talking", ShotType.CLOSE_UP),
        ],
        Pacing.FAST,
        Platform.INSTAGRAM_REELS,
        _OFFER,
    ),
}  # fmt: skip


def golden_ad(structure: AdStructure) -> Blueprint:
    """Its last body scene asks for a transition of its own, which stays."""
    body, pacing, _platform, end = _ADS[structure]
    scenes = [
        scene(seconds, says, on_screen_text=shown, footage_query=query, shot_type=shot,
              transition=Transition.DISSOLVE if number == len(body) else Transition.CUT)
        for number, (seconds, says, shown, query, shot) in enumerate([_HOOK, *body, end])
    ]  # fmt: skip
    return blueprint(*scenes, structure=structure, pacing=pacing, energy=6.0)


def golden_footage() -> list[FootageScene]:
    man, talk = source("tired man at a desk", seconds=24.0), source("woman talking", 1080, 1920, seconds=30.0)
    return [
        footage(man, end=12.0, subjects=(face(0.68, 0.18, 0.1, at=0.5), face(0.69, 0.19, 0.1, at=3.0))),
        footage(man, start=12.0),
        footage(talk, subjects=tuple(face(0.4, 0.2, 0.2, at=at) for at in (1.0, 9.0, 17.0))),
        footage(source("hands pouring coffee", seconds=18.0)),
        footage(source("coffee bag on a table", 1920, 1080, seconds=12.0)),
        footage(source("coffee tasting room", 3840, 2160, seconds=15.0)),
        footage(source("woman running in a park", 1920, 1080, seconds=14.0)),
    ]


def golden_plan(structure: AdStructure) -> EditPlan:
    ad, material = golden_ad(structure), golden_footage()
    settings = EditSettings(_ADS[structure][2], CaptionStyle.HORMOZI, seed=7)
    return reframe(make_plan(ad, lay_out(ad, speeches(ad)), material, settings), material)
