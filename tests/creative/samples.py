"""Hand-written ads as fixed points: what a good, a middling and a poor one look like."""

from geminivideo.core.blueprint import Blueprint, BlueprintScene, CallToAction, Hook
from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, Pacing, Platform, ShotType, Source
from geminivideo.creative.model import Member, MemberJudgement

_SECONDS = (4.0, 7.0, 9.0, 7.0, 3.0)

GOOD = (
    "What if the real problem isn't “no time for the gym”?",
    "You cancel on yourself every week, you're tired by noon, and it costs you more than you admit.",
    (
        "PTD Fitness Coaching is made for busy professionals in Dubai. One small step, not ten, because small gets "
        "done. Ask a friend who tried it."
    ),
    "Picture the first Monday you lose fat without giving up dinner. You'd be proud.",
    "Start this week: book your free consultation.",
)
MIDDLING = (
    "Getting fit is on many lists.",
    "Many people have low energy. It is not always simple to change that.",
    "PTD Fitness Coaching offers coaching sessions that help people to lose fat with exercises and advice.",
    "People can get more energy with training over time.",
    "Book your free consultation.",
)
POOR = (
    "The ultimate revolutionary solution!",
    "We offer quality services and great results for everyone.",
    "Our amazing, world-class, next-level product is the best solution in the world.",
    "Unlock your potential. Success is a journey. Elevate everything.",
    "Do it.",
)


def sample(
    lines: tuple[str, ...] = GOOD, hook_type: HookType = HookType.CURIOSITY_GAP, name: str = "bp_001"
) -> Blueprint:
    scenes = tuple(
        BlueprintScene(
            seconds=seconds,
            visual_direction="Face to camera, window light.",
            voice_over=line,
            on_screen_text="Book your free consultation" if line == lines[-1] else "A few words",
            footage_query="person at a desk",
            emotion="hope",
            shot_type=ShotType.CLOSE_UP,
        )
        for line, seconds in zip(lines, _SECONDS, strict=True)
    )
    return Blueprint(
        id=name,
        title="A sample",
        hook=Hook(type=hook_type, text=lines[0]),
        scenes=scenes,
        cta=CallToAction(type=CtaType.BOOK_CALL, text="Book your free consultation"),
        product_name="PTD Fitness Coaching",
        offer="Book your free consultation",
        target_avatar="busy professionals in Dubai",
        angle="no time for the gym",
        structure=AdStructure.PROBLEM_SOLUTION,
        emotional_triggers=(),
        transformation=None,
        pains_addressed=("no time for the gym",),
        desires_addressed=("lose fat",),
        pacing=Pacing.MEDIUM,
        energy=5.0,
        language="en",
        platforms=(Platform.TIKTOK,),
    )


def judgement(member: Member, score: float, **sub_scores: float) -> MemberJudgement:
    return MemberJudgement(
        member=member, source=Source.LOCAL, score=score, sub_scores=sub_scores, critique="", weight=member.weight
    )
