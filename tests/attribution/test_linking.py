"""Names of ads say what they were made from, in whatever else people write into them."""

import pytest

from geminivideo.attribution.insights.linking import Reference, reference_in

CAMPAIGN = "campaign_01kb2x8r5v3m7q9w4e6t1y0z2a"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((f"Kettle | {CAMPAIGN} | bp_007 | v2", None, None), Reference(CAMPAIGN, "bp_007", None)),
        ((f"{CAMPAIGN}_bp_007", None, None), Reference(CAMPAIGN, "bp_007", None)),
        ((f"{CAMPAIGN}/bp_007.mp4".upper(), None, None), Reference(CAMPAIGN, "bp_007", None)),
        (("bp_007 short", "Broad", f"Autumn {CAMPAIGN}"), Reference(CAMPAIGN, "bp_007", None)),
        (("bp_007", f"set of {CAMPAIGN}", "campaign_other"), Reference(CAMPAIGN, "bp_007", None)),
        (
            ("video_01kb2x8r5v3m7q9w4e6t1y0z2a.mp4", None, None),
            Reference(None, None, "video_01kb2x8r5v3m7q9w4e6t1y0z2a"),
        ),
        (("bp_007", None, None), None),
        ((CAMPAIGN, None, None), None),
        (("subp_007 mycampaign_1", None, CAMPAIGN), None),
        (("", None, None), None),
    ],
)
def test_what_names_refer_to(names: tuple[str, str | None, str | None], expected: Reference | None) -> None:
    assert reference_in(*names) == expected


def test_only_ids_that_look_like_ours_are_worth_telling() -> None:
    ours, own = reference_in(f"{CAMPAIGN} bp_001", None, None), reference_in("campaign_summer bp_1", None, None)
    assert ours is not None
    assert own is not None
    assert (ours.is_ours, own.is_ours) == (True, False)
    assert str(ours) == f"{CAMPAIGN}/bp_001"
