"""Choosing stills: which scenes call for one, and which picture it is. The score says why, in points of 100."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import ShotType
from geminivideo.rendering.scene_matching import Similarity, shared_words
from geminivideo.rendering.stills.given import Still

_MOST_USES = 2
_WORDS, _PRODUCT = 50.0, 25.0
_SHOT = {ShotType.DETAIL: 25.0, ShotType.CLOSE_UP: 15.0}
_CALLED_FOR = 25.0  # from here on a still is better than footage: a detail, or a scene that names product or picture
_LONGEST_FRAMES = 180  # longer, a picture is looked through before it goes
_SEEN_BEFORE = 5.0


@dataclass(frozen=True, slots=True)
class StillChoice:
    still: Still
    reason: str
    turn: int


@dataclass(slots=True)
class StillUses:
    """How often the ad shows each already, and which came last."""

    times: Counter[str] = field(default_factory=Counter)
    latest: str | None = None

    def copy(self) -> "StillUses":
        return StillUses(Counter(self.times), self.latest)

    def add(self, choice: "StillChoice") -> None:
        self.latest = choice.still.ref.asset_id
        self.times[self.latest] += 1


@dataclass(frozen=True, slots=True)
class Wish:
    """`shot` is what the ad's template asks of this shot of the scene."""

    scene: BlueprintScene
    shot: ShotType
    product: str
    frames: int


@dataclass(frozen=True, slots=True)
class Stills:
    """What was given for an ad; `seed` says whether the first picture moves one way or the other."""

    given: Sequence[Still]
    similarity: Similarity
    seed: int

    def called_for(self, wish: Wish, uses: StillUses) -> StillChoice | None:
        """For a scene that a picture shows better than footage."""
        return self._best(wish, uses, _CALLED_FOR, "")

    def left_for(self, wish: Wish, uses: StillUses) -> StillChoice | None:
        """For a scene that no footage fits: any picture says more than a card."""
        return self._best(wish, uses, 0.0, "no footage fits this scene; ")

    def _best(self, wish: Wish, uses: StillUses, least: float, why: str) -> StillChoice | None:
        if wish.scene.shot_type is ShotType.TEXT_CARD or wish.frames > _LONGEST_FRAMES:
            return None
        free = [still for still in self.given if self._is_free(still, uses)]
        rated = [(*self._rate(still, wish), still) for still in free]
        good = [each for each in rated if each[0] >= least]
        if not good:
            return None
        points, said, still = max(good, key=lambda each: each[0] - _SEEN_BEFORE * uses.times[each[2].ref.asset_id])
        turn = self.seed + uses.times.total()
        return StillChoice(still, f"{why}a picture of the library, {points:.0f} points: {said}", turn)

    def _is_free(self, still: Still, uses: StillUses) -> bool:
        """Not twice in a row: the cut between would look like a mistake."""
        asset_id = still.ref.asset_id
        return uses.times[asset_id] < _MOST_USES and uses.latest != asset_id

    def _rate(self, still: Still, wish: Wish) -> tuple[float, str]:
        scene = wish.scene
        words = _WORDS * max(0.0, min(1.0, self.similarity(scene.footage_query, still.words)))
        shot = _SHOT.get(wish.shot, 0.0)
        said = f"{scene.footage_query} {scene.visual_direction} {scene.on_screen_text} {scene.voice_over}"
        product = _PRODUCT * shared_words(wish.product, said)
        parts = [("words", words, _WORDS, still.words), ("shot", shot, 25.0, wish.shot.value)]
        parts.append(("product", product, _PRODUCT, "named" if product else "not named"))
        told = ", ".join(f"{name} {got:.0f}/{most:.0f} ({about})" for name, got, most, about in parts)
        return words + shot + product, told
