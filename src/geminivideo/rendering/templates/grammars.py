"""The ten ad structures as edit grammars: the one table to read and to change.

Roles follow the parts in which the Director writes each structure. `why` says what a choice is for; it goes into the
plan's explanation. Paces stay within 0.6 and 1.3: beyond that shots are too short to read, or so long that they bore.
"""

from geminivideo.core.vocabulary import AdStructure, ShotType, Transition
from geminivideo.rendering.colour.looks import Look
from geminivideo.rendering.plan.words import TitlePlace
from geminivideo.rendering.sound.music.moods import MoodName
from geminivideo.rendering.templates.model import Grammar, Mark, MusicLean, SceneRole, TitleTreatment, WaysIn

_CUT, _DISSOLVE, _WIPE, _SLIDE = Transition.CUT, Transition.DISSOLVE, Transition.WIPE, Transition.SLIDE
_WHIP, _ZOOM, _BLUR, _LIGHT, _GLITCH = (
    Transition.WHIP, Transition.ZOOM, Transition.BLUR, Transition.LIGHT, Transition.GLITCH,
)  # fmt: skip
_CLOSE, _MEDIUM, _WIDE, _DETAIL, _ACTION = (
    ShotType.CLOSE_UP, ShotType.MEDIUM, ShotType.WIDE, ShotType.DETAIL, ShotType.ACTION,
)  # fmt: skip

_HARD = WaysIn(_CUT, _CUT, _CUT)
_SOFT = WaysIn(_DISSOLVE, _DISSOLVE, _CUT)
_TURN = WaysIn(_DISSOLVE, _LIGHT, _LIGHT)  # light says that something has changed for the better
_SIDES = WaysIn(_WIPE, _WIPE, _WIPE)  # a wipe puts two things side by side
_NEXT = WaysIn(_SLIDE, _SLIDE, _WHIP)  # the next item pushes the last one out
_CLOSER = WaysIn(_BLUR, _ZOOM, _ZOOM)
_STEPS = WaysIn(_CUT, _CUT, _WHIP)
_JOLT = WaysIn(_CUT, _CUT, _GLITCH)

_DULL = Look(saturation=0.86, warmth=-3)  # the life before: less colour, cooler
_BRIGHT = Look(saturation=1.06, gamma=1.02, warmth=3)  # the life after
_SKIN = Look(gamma=1.02, warmth=2)
_CLEAN = Look(contrast=1.03, saturation=0.97)
_RICH = Look(contrast=1.05, saturation=1.06)

_TOP = TitleTreatment()
_LOW = TitleTreatment(place=TitlePlace.LOW)
_CARD = TitleTreatment(as_card=True)
_NUMBERED = TitleTreatment(mark=Mark.NUMBER)
_BEFORE, _AFTER = TitleTreatment(mark=Mark.BEFORE), TitleTreatment(mark=Mark.AFTER)


def _hook(why: str, pace: float = 1.2, *shots: ShotType) -> SceneRole:
    return SceneRole("hook", why, pace, _HARD, shots or (_CLOSE, _ACTION))


def _offer(why: str, way_in: WaysIn = _HARD, pace: float = 1.0) -> SceneRole:
    return SceneRole("offer", why, pace, way_in, (_DETAIL, _MEDIUM))


_GRAMMARS = (
    Grammar(
        AdStructure.TRANSFORMATION,
        "two lives told apart by colour and pace, with one turn between them",
        _hook("shows the change at once", 1.1),
        (
            SceneRole("before", "stays until it is felt", 0.9, _SOFT, (_CLOSE, _MEDIUM), _BEFORE, _DULL),
            SceneRole("turn", "the decision, quicker than both lives", 1.1, _SOFT, (_ACTION, _DETAIL), core=False),
            SceneRole("after", "comes in on light, in full colour", 1.0, _TURN, (_WIDE, _ACTION), _AFTER, _BRIGHT),
        ),
        _offer("rests on the new life", _SOFT),
        MusicLean(mood=MoodName.UPLIFTING),
    ),
    Grammar(
        AdStructure.TESTIMONIAL,
        "long takes of people who are believed: few cuts, soft ones, the low part of the picture left to a name",
        _hook("a face before anything else", 0.8, _CLOSE, _MEDIUM),
        (
            SceneRole("shared", "the trouble in one breath", 0.6, _SOFT, (_CLOSE, _MEDIUM), _TOP, _SKIN),
            SceneRole("proof", "cutting away breaks trust", 0.6, _SOFT, (_MEDIUM, _DETAIL), _TOP, _SKIN, core=False),
            SceneRole("result", "what is better now", 0.7, _SOFT, (_WIDE, _MEDIUM), _TOP, _BRIGHT),
        ),
        _offer("as calm as what was said", _SOFT, 0.8),
        MusicLean(energy=-1.5, mood=MoodName.CALM),
        end_card=105,
    ),
    Grammar(
        AdStructure.PROBLEM_SOLUTION,
        "the problem presses, the solution wipes it away, the payoff breathes",
        _hook("the problem at a glance"),
        (
            SceneRole("problem", "presses with shorter shots", 1.15, _HARD, (_CLOSE, _ACTION), _TOP, _DULL),
            SceneRole("solution", "wipes the problem away", 1.0, _SIDES, (_DETAIL, _MEDIUM), core=False),
            SceneRole("payoff", "has time to breathe", 0.85, _TURN, (_WIDE, _MEDIUM), _TOP, _BRIGHT),
        ),
        _offer("follows without a pause"),
    ),
    Grammar(
        AdStructure.LISTICLE,
        "numbered points of one shape: each pushes the last one out, so that people wait for the next",
        _hook("promises how many there are"),
        (SceneRole("point", "the same rhythm as all others", 1.1, _NEXT, (_DETAIL, _ACTION), _NUMBERED),),
        _offer("ends the count", _NEXT),
    ),
    Grammar(
        AdStructure.HOOK_STORY_OFFER,
        "a story is carried by faces and soft joins; the offer stands in plain words",
        _hook("the line that makes people stay"),
        (
            SceneRole("story", "slow enough to follow somebody", 0.8, _SOFT, (_MEDIUM, _CLOSE), _LOW, _SKIN),
            SceneRole("turn", "the pace rises with it", 1.1, _TURN, (_ACTION, _WIDE)),
            SceneRole("terms", "the offer as text, not as a picture of it", 1.0, _HARD, (_DETAIL,), _CARD, core=False),
        ),
        _offer("repeats the offer"),
        end_card=105,
    ),
    Grammar(
        AdStructure.UGC_STYLE,
        "as if cut on a phone: jump cuts in one take, no effects, nothing that looks paid for",
        _hook("somebody talks to you at once", 1.2, _CLOSE, _MEDIUM),
        (
            SceneRole("confession", "close and unpolished", 1.2, _HARD, (_CLOSE, _MEDIUM)),
            SceneRole("talk", "pauses are cut out of the take", 1.2, _HARD, (_CLOSE, _DETAIL), core=False),
            SceneRole("real", "shows it in a real room", 1.1, _HARD, (_MEDIUM, _DETAIL)),
        ),
        _offer("said, not announced", _HARD, 1.1),
        MusicLean(energy=-1.0),
        end_card=75,
        jump_cuts=True,
    ),
    Grammar(
        AdStructure.EDUCATIONAL,
        "a lesson in steps: the claim to unlearn stands as text, then calm shots of what to do",
        _hook("asks what the lesson answers", 1.0),
        (
            SceneRole("myth", "read before it is refuted", 1.0, _JOLT, (_MEDIUM, _CLOSE), _CARD),
            SceneRole("lesson", "time to see each step", 0.8, _NEXT, (_DETAIL, _MEDIUM), _NUMBERED, _CLEAN),
            SceneRole("use", "the lesson at work", 1.0, _NEXT, (_ACTION, _WIDE), _TOP, _CLEAN, core=False),
        ),
        _offer("the next step", _SOFT),
        MusicLean(energy=-1.0),
    ),
    Grammar(
        AdStructure.PRODUCT_SHOWCASE,
        "the product fills the picture: details that come closer, rich colour",
        _hook("the product or what it ends", 1.2, _DETAIL, _ACTION),
        (
            SceneRole("need", "short, it only sets the stage", 1.1, _HARD, (_MEDIUM, _CLOSE)),
            SceneRole("demo", "one detail after another", 1.25, _CLOSER, (_DETAIL, _CLOSE), _LOW, _RICH),
            SceneRole("result", "steps back to the whole", 0.9, _CLOSER, (_WIDE, _MEDIUM), _TOP, _RICH, core=False),
        ),
        _offer("ends on the product", _CLOSER),
        MusicLean(energy=0.5),
        end_card=105,
    ),
    Grammar(
        AdStructure.COMPARISON,
        "two sides told apart by label and colour, changed by wipe, and a verdict that stands as text",
        _hook("names the choice"),
        (
            SceneRole("before", "the old way, labelled", 1.0, _SIDES, (_MEDIUM, _CLOSE), _BEFORE, _DULL),
            SceneRole("after", "the new way, shot alike", 1.0, _SIDES, (_MEDIUM, _CLOSE), _AFTER, _BRIGHT, core=False),
            SceneRole("verdict", "the reader decides on words", 1.0, _SIDES, (_WIDE, _DETAIL), _CARD),
        ),
        _offer("takes the better side", _SIDES),
    ),
    Grammar(
        AdStructure.BEHIND_SCENES,
        "a look where nobody is let in: hands and places, cut like a walk through the room",
        _hook("the door opens", 1.1, _ACTION, _DETAIL),
        (
            SceneRole("inside", "looks around", 0.9, _HARD, (_WIDE, _DETAIL), _LOW),
            SceneRole("process", "hands at work, step on step", 1.2, _STEPS, (_DETAIL, _ACTION), _LOW),
            SceneRole("meaning", "stops to say why", 0.7, _SOFT, (_CLOSE, _MEDIUM), _TOP, _SKIN, core=False),
        ),
        _offer("an invitation", _SOFT),
        MusicLean(energy=-0.5),
    ),
)  # fmt: skip

GRAMMARS = {grammar.structure: grammar for grammar in _GRAMMARS}
