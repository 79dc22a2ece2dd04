"""A scene in words: what flickers is left out, what is read many times is one line, and matches say where they are."""

import time

from geminivideo.core.footage_scene import Box, SceneContent, SeenObject, SeenText, SpokenWord
from geminivideo.core.scene_words import counted, found_words, in_short, lines_of, share_found, told, words_of

BOX = Box(x=0.1, y=0.1, width=0.2, height=0.2)


def seen(label: str, at: float) -> SeenObject:
    return SeenObject(at_seconds=at, label=label, box=BOX, confidence=0.8)


def line(text: str, at: float, confidence: float = 0.8, y: float = 0.1) -> SeenText:
    return SeenText(at_seconds=at, text=text, box=Box(x=0, y=y, width=0.5, height=0.1), confidence=confidence)


def said(text: str) -> tuple[SpokenWord, ...]:
    return tuple(SpokenWord(text=word, start_seconds=0, end_seconds=1, confidence=0.9) for word in text.split())


def test_things_are_counted_as_they_are_seen_at_once() -> None:
    objects = [seen("Person", at) for at in (1, 1, 2, 2, 3)] + [seen("dog", 1), seen("dog", 2)]
    assert counted(objects) == {"person": 2, "dog": 1}


def test_what_flickers_is_not_counted() -> None:
    objects = [seen("person", at) for at in range(20)] + [seen("toothbrush", 3)]
    assert counted(objects) == {"person": 1}


def test_a_line_read_many_times_is_one_line_by_its_surest_reading() -> None:
    texts = [line("SALE 5O%", 1, 0.6), line("SALE 50%", 2, 0.9), line("Today only", 2, y=0.5), line("  ", 3)]
    assert lines_of(texts) == ("SALE 50%", "Today only")


def test_a_running_clock_is_one_line() -> None:
    assert lines_of(line(f"01:00:{n:02}:15", n) for n in range(40)) == ("01:00:00:15",)


def test_thousands_of_readings_take_no_time() -> None:
    texts = [line(f"{'abcdefghij'[n % 10] * 30} {n % 97} {'xyz'[n % 3] * 9}", n, n / 4000) for n in range(4000)]
    begun = time.process_time()
    assert len(lines_of(texts)) == 12
    assert time.process_time() - begun < 2


def test_matches_say_where_they_are() -> None:
    content = SceneContent(
        objects=(seen("dog", 1),), text=(line("COFFEE bar 24", 1),), words=said("she pours coffee"), description="Park"
    )
    found = found_words("a dog and coffees in the park, 24", words_of(content), "dog clip")
    assert told(found) == ["described: park", "seen: dog", "written: coffee, 24", "said: coffee", "file name: dog"]
    assert share_found("a dog and coffees in the park, 24", found) == 1.0
    assert share_found("dog and cat", found_words("dog and cat", words_of(content), "")) == 0.5
    assert share_found("the", {}) == 0.0


def test_in_short_is_short_whatever_is_in_it() -> None:
    content = SceneContent(objects=(seen("dog", 1), seen("dog", 1)), words=said("word " * 5000), description="d" * 9000)
    text = in_short(words_of(content))
    assert "; 2 dogs; said “word word" in text
    assert len(text) < 200
