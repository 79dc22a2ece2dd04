"""What a card shows in its own words needs no caption while the voice says it."""

from collections.abc import Sequence

from geminivideo.rendering.headline import bare
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord


def is_said_by_its_card(plan: EditPlan, words: Sequence[TimedWord]) -> list[bool]:
    """For each word whether it is left to the card it begins on.

    A headline stands alone: two texts at once are read as neither. On the end card only the words of the offer and of
    the button are left out, where the voice says all of them.
    """
    said = [False] * len(words)
    for clip in plan.clips:
        inside = [index for index, word in enumerate(words) if clip.start <= word.start < clip.end]
        if isinstance(clip, CardClip) and not clip.shows_narration:
            found = inside
        elif isinstance(clip, EndCardClip):
            found = _quoted([clip.call_to_action, clip.offer], words, inside)
        else:
            continue
        for index in found:
            said[index] = True
    return said


def _quoted(texts: Sequence[str], words: Sequence[TimedWord], inside: Sequence[int]) -> list[int]:
    spoken = [bare(words[index].text) for index in inside]
    found: list[int] = []
    for text in texts:
        wanted = [bare(word) for word in text.split() if bare(word)]
        for at in range(len(spoken) - len(wanted) + 1):
            if wanted and spoken[at : at + len(wanted)] == wanted:
                found += inside[at : at + len(wanted)]
    return found


def headline_says(headline: str, spoken: Sequence[TimedWord]) -> bool:
    """Whether all that is heard stands in the headline, so that a listener reads what she hears."""
    shown = {bare(word) for word in headline.split()}
    heard = {bare(word.text) for word in spoken} - {""}
    return bool(heard) and heard <= shown


def voice_says(headline: str, spoken: Sequence[TimedWord]) -> bool:
    """Whether the voice says every word of the headline, in its order, among others."""
    said = iter([bare(word.text) for word in spoken])
    return all(word in said for word in map(bare, headline.split()) if word)
