from geminivideo.core.plurals import enumerated, listed


def test_numbers_and_plurals_read_as_english() -> None:
    seen = {"person": 3, "wine glass": 2, "umbrella": 1, "sheep": 4, "knife": 2, "bottle": 9, "scissors": 1}
    expected = "three people, two wine glasses, an umbrella, four sheep, two knives, many bottles, scissors"
    assert enumerated(seen) == expected
    assert listed({"dog": 2, "person": 1, "knife": 3}) == "2 dogs, person, 3 knives"
