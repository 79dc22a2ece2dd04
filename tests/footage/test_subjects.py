from hypothesis import given
from hypothesis import strategies as st

from geminivideo.footage.observations import Sample
from geminivideo.footage.subjects import subjects_of
from tests.footage.builders import face, region, sample, thing


def kinds(*samples: Sample) -> list[tuple[float, str]]:
    return [(subject.at_seconds, subject.kind) for subject in subjects_of(samples)]


def test_faces_come_before_what_moves_and_what_stands_out() -> None:
    everything = {"moving": region(), "salient": region()}
    assert kinds(sample(0.0, faces=(face(),), **everything)) == [(0.0, "face")]
    assert kinds(sample(0.0, faces=(), **everything)) == [(0.0, "motion"), (0.0, "saliency")]
    assert kinds(sample(0.0, faces=(), salient=region())) == [(0.0, "saliency")]
    assert kinds(sample(0.0, faces=())) == []


def test_every_face_of_a_moment_counts() -> None:
    two = (face(x=0.1), face(x=0.7))
    assert kinds(sample(0.0, faces=two)) == [(0.0, "face"), (0.0, "face")]


def test_a_moment_between_faces_is_left_to_the_crop() -> None:
    blinked = sample(0.25, faces=(), moving=region())
    assert kinds(sample(0.0, faces=(face(),)), blinked, sample(0.5, faces=(face(),))) == [(0.0, "face"), (0.5, "face")]


def test_a_long_time_between_faces_is_not_bridged() -> None:
    middle = sample(1.5, faces=(), moving=region())
    assert (1.5, "motion") in kinds(sample(0.0, faces=(face(),)), middle, sample(3.0, faces=(face(),)))


def test_a_doubtful_face_needs_a_witness_at_about_the_same_place() -> None:
    doubtful = sample(0.25, faces=(face(0.55, x=0.4),), salient=region())
    beside = sample(0.5, faces=(face(0.55, x=0.45),))
    elsewhere = sample(0.5, faces=(face(0.55, x=0.8),))

    assert kinds(doubtful) == [(0.25, "saliency")]
    assert kinds(doubtful, beside) == [(0.25, "face"), (0.5, "face")]
    assert (0.25, "saliency") in kinds(doubtful, elsewhere)


def test_people_stand_where_no_face_is_seen() -> None:
    person = thing(x=0.1)
    assert kinds(sample(0.0, faces=(), objects=(person,), moving=region())) == [(0.0, "person"), (0.0, "motion")]
    assert kinds(sample(0.0, faces=(face(),), objects=(person,))) == [(0.0, "face")]


def test_other_things_and_doubtful_people_are_no_subjects() -> None:
    assert kinds(sample(0.0, faces=(), objects=(thing("cup"), thing(confidence=0.45)))) == []


def test_people_are_found_where_the_look_was_that_saw_them() -> None:
    looks = sample(0.0, objects=(thing(at=0.0),)), sample(0.25), sample(0.5, objects=(thing(at=0.5, confidence=0.35),))
    assert kinds(*looks) == [(0.0, "person"), (0.5, "person")]


def test_a_region_that_is_everywhere_is_no_subject() -> None:
    assert kinds(sample(0.0, faces=(), moving=region(0.05), salient=region(0.05))) == []
    assert kinds(sample(0.0, faces=(), moving=region(0.05), salient=region(0.5))) == [(0.0, "saliency")]


def test_faces_that_were_not_measured_are_not_faces_that_were_not_there() -> None:
    assert kinds(sample(0.0, faces=None, moving=region())) == [(0.0, "motion")]


found = st.lists(
    st.builds(
        sample,
        at=st.just(0.0),
        faces=st.none() | st.lists(st.builds(face, st.floats(0.5, 1), x=st.floats(0, 0.8)), max_size=3).map(tuple),
        moving=st.none() | st.builds(region, st.floats(0, 1)),
        salient=st.none() | st.builds(region, st.floats(0, 1)),
    ),
    max_size=12,
)


@given(found)
def test_subjects_are_in_order_and_a_moment_with_a_face_has_nothing_else(samples: list[Sample]) -> None:
    timed = [one.model_copy(update={"at_seconds": place * 0.25}) for place, one in enumerate(samples)]
    subjects = subjects_of(timed)
    assert [subject.at_seconds for subject in subjects] == sorted(subject.at_seconds for subject in subjects)
    for one in timed:
        kinds_now = {subject.kind for subject in subjects if subject.at_seconds == one.at_seconds}
        assert kinds_now in ({"face"}, set()) or "face" not in kinds_now
