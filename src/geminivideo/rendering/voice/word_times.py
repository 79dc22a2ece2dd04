"""From the sounds a synthesiser reports to one time span per token of the script. Pure rules."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from geminivideo.rendering.voice.spoken_form import SpokenForm

_WORD_EDGE_BONUS = 0.15  # how far, as a share of the group, a boundary may move to coincide with a reported word edge
_SILENT_SECONDS = 0.08  # what an emoji or a dash gets on screen when no pause in the speech has room for it


class Sound(NamedTuple):
    """A phoneme, or a pause when not `voiced`: when it begins, and the character of the spoken text it stems from."""

    seconds: float
    character: int
    voiced: bool


class Span(NamedTuple):
    start: float
    end: float


class _Phone(NamedTuple):
    start: float
    end: float
    word_edge: bool


def token_spans(form: SpokenForm, sounds: Sequence[Sound], seconds: float) -> tuple[Span, ...]:
    """One span per token of the script, in order and without overlap; `seconds` is the sound's whole length."""
    phones = _phones_by_token(form, sounds, seconds)
    if not phones:
        return (Span(0.0, 0.0),) * len(form.weights)
    spans: dict[int, Span] = {}
    for group in _groups(form, phones):
        spans.update(_share(group, [max(1, form.weights[token]) for token in group], _of_group(group, phones)))
    return _with_silent_tokens(spans, len(form.weights), seconds)


def _phones_by_token(form: SpokenForm, sounds: Sequence[Sound], seconds: float) -> dict[int, list[_Phone]]:
    """Tokens never go back: a position that does (the synthesiser re-orders some numbers) stays with the last token."""
    phones: dict[int, list[_Phone]] = {}
    token, position = 0, -1
    ends = [sound.seconds for sound in sounds[1:]] + [seconds]
    for sound, end in zip(sounds, ends, strict=False):
        if sound.voiced and form.owners:
            token = max(token, form.owners[min(max(sound.character, 0), len(form.owners) - 1)])
            phones.setdefault(token, []).append(_Phone(sound.seconds, end, sound.character != position))
            position = sound.character
    return phones


def _groups(form: SpokenForm, phones: dict[int, list[_Phone]]) -> list[list[int]]:
    """Tokens that were spoken as one word ("of the" is one entry of the English dictionary) belong together."""
    groups: list[list[int]] = []
    unheard: list[int] = []
    for token, weight in enumerate(form.weights):
        if token in phones:
            groups.append([*unheard, token])
            unheard = []
        elif weight and groups:
            groups[-1].append(token)
        elif weight:
            unheard.append(token)
    return groups


def _of_group(group: list[int], phones: dict[int, list[_Phone]]) -> list[_Phone]:
    return [phone for token in group for phone in phones.get(token, [])]


def _share(group: list[int], weights: list[int], phones: list[_Phone]) -> dict[int, Span]:
    """Cut the phones between the tokens by their weights, at a reported word edge where one is near."""
    if len(phones) < len(group):
        return _share_time(group, weights, Span(phones[0].start, phones[-1].end))
    spans, first, said = {}, 0, 0
    for index, (token, weight) in enumerate(zip(group, weights, strict=True), start=1):
        said += weight
        others = len(group) - index
        last = _cut(phones, first + 1, len(phones) - others, said / sum(weights)) if others else len(phones)
        spans[token] = Span(phones[first].start, phones[last - 1].end)
        first = last
    return spans


def _cut(phones: list[_Phone], lowest: int, highest: int, share: float) -> int:
    def cost(index: int) -> float:
        return abs(index / len(phones) - share) - _WORD_EDGE_BONUS * phones[index].word_edge

    return min(range(lowest, highest + 1), key=cost)


def _share_time(group: list[int], weights: list[int], span: Span) -> dict[int, Span]:
    total, said = sum(weights), 0
    spans = {}
    for token, weight in zip(group, weights, strict=True):
        begin = span.start + (span.end - span.start) * said / total
        said += weight
        spans[token] = Span(begin, span.start + (span.end - span.start) * said / total)
    return spans


def _with_silent_tokens(spans: dict[int, Span], tokens: int, seconds: float) -> tuple[Span, ...]:
    """Tokens that are not pronounced take the pause they stand in, else a little of the word beside them."""
    heard = sorted(spans)
    for run in _runs([token for token in range(tokens) if token not in spans]):
        place = bisect_left(heard, run[0])
        before = heard[place - 1] if place else None
        after = heard[place] if place < len(heard) else None
        room = Span(
            spans[before].end if before is not None else 0.0, spans[after].start if after is not None else seconds
        )
        wanted = _SILENT_SECONDS * len(run)
        if room.end - room.start < wanted:
            room = _borrow(spans, before, after, wanted)
        spans.update(_share_time(run, [1] * len(run), room))
    return tuple(spans[token] for token in range(tokens))


def _borrow(spans: dict[int, Span], before: int | None, after: int | None, wanted: float) -> Span:
    if before is not None:
        start, end = spans[before]
        cut = end - min(wanted, (end - start) / 2)
        spans[before] = Span(start, cut)
        return Span(cut, end)
    start, end = spans[after or 0]
    cut = start + min(wanted, (end - start) / 2)
    spans[after or 0] = Span(cut, end)
    return Span(start, cut)


def _runs(tokens: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for token in tokens:
        if runs and runs[-1][-1] == token - 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs
