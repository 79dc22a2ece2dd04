from pathlib import Path

from tests.footage.shot_accuracy import compare, table


def test_cuts_are_found_at_least_as_well_as_by_the_usual_detector(shared_data: Path) -> None:
    scores = compare(shared_data / "shots")
    ours, usual = scores["ours (adaptive + histogram)"], scores["ContentDetector"]

    assert ours.f1 >= usual.f1, table(scores)
    assert (ours.hits, ours.wrong, ours.missed) == (7, 0, 0), table(scores)
