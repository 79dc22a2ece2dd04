from geminivideo.core.footage_scene import SeenObject
from geminivideo.footage.scene_objects import kinds_of, share_of_kinds, trusted_objects
from tests.footage.builders import thing


def labels(*looks: list[SeenObject]) -> list[tuple[str, float]]:
    return [(each.label, each.confidence) for each in trusted_objects(looks)]


def test_one_look_alone_has_to_be_sure() -> None:
    assert labels([thing("glove", 0.55)]) == []
    assert labels([thing("glove", 0.55)], [], []) == []
    assert labels([thing("cup", 0.65)], [], []) == [("cup", 0.65)]


def test_what_one_of_many_looks_sees_is_not_believed() -> None:
    assert labels([thing("book", 0.95)], [], [], []) == []


def test_looks_that_agree_are_believed_with_all_they_saw() -> None:
    assert labels([thing("person", 0.55)], [thing("person", 0.35)]) == [("person", 0.55), ("person", 0.35)]


def test_two_of_many_looks_have_to_be_surer() -> None:
    nothing: list[list[SeenObject]] = [[]] * 7
    assert labels([thing("book", 0.7)], [thing("book", 0.7)], *nothing) == []
    assert len(labels([thing("dog", 0.8)], [thing("dog", 0.4)], *nothing)) == 2


def test_looks_that_all_doubt_are_not_believed() -> None:
    assert labels([thing("vase", 0.45)], [thing("vase", 0.48)], [thing("vase", 0.4)]) == []


def test_two_of_a_kind_in_one_look_are_one_look() -> None:
    assert labels([thing("vase", 0.55), thing("vase", 0.5)]) == []


def test_kinds_are_counted_once_and_told_by_how_often_they_were_thing() -> None:
    things = (thing("dog", 0.9), thing("person", 0.9), thing("person", 0.9, at=1))
    assert kinds_of(things) == ["person", "dog"]
    assert share_of_kinds(things) == 0.4
    assert share_of_kinds(()) == 0.0
    assert share_of_kinds([thing(f"kind {n}", 0.9) for n in range(9)]) == 1.0
