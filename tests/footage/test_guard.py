from geminivideo.footage.extractors.guard import Guard


def test_a_broken_measurement_is_recorded_once_and_the_others_go_on() -> None:
    guard, calls = Guard(), []

    def broken() -> int:
        calls.append("broken")
        raise ZeroDivisionError("no\nreason " + "x" * 500)

    assert guard.attempt("one", 1.0, broken) is None
    assert guard.attempt("one", 2.0, broken) is None
    assert guard.attempt("two", 2.0, max, 3, 4) == 4

    assert calls == ["broken"]
    (failure,) = guard.failures
    assert (failure.extractor, failure.at_seconds) == ("one", 1.0)
    assert str(failure).startswith("one not measured from 1.0 s on: ZeroDivisionError: no")
    assert "\n" not in failure.reason
    assert len(failure.reason) <= 200
