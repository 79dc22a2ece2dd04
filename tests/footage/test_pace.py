from geminivideo.footage.looking.pace import Pace


def looks(pace: Pace, moments: list[float], cuts: tuple[float, ...] = ()) -> list[float]:
    due = []
    for at in moments:
        if at in cuts:
            pace.cut()
        if pace.is_due(at):
            due.append(at)
    return due


QUARTERS = [step / 4 for step in range(21)]


def test_one_look_at_once_and_then_every_so_often() -> None:
    assert looks(Pace(2.0, after_cuts=True), QUARTERS) == [0.0, 2.0, 4.0]


def test_a_new_shot_has_its_own_look() -> None:
    assert looks(Pace(2.0, after_cuts=True), QUARTERS, cuts=(1.25,)) == [0.0, 1.25, 3.25]


def test_a_storm_of_cuts_costs_no_more_than_two_looks_a_second() -> None:
    assert looks(Pace(2.0, after_cuts=True), QUARTERS, cuts=tuple(QUARTERS)) == [step / 2 for step in range(11)]


def test_a_fast_pace_is_not_slowed_by_cuts() -> None:
    assert looks(Pace(0.25, after_cuts=True), QUARTERS[:4], cuts=(0.25,)) == [0.0, 0.25, 0.5, 0.75]


def test_where_cuts_do_not_matter_they_change_nothing() -> None:
    assert looks(Pace(2.0), QUARTERS, cuts=(1.25,)) == [0.0, 2.0, 4.0]
