"""What makes an opening line win, from real headline tests.

Among significant pairs of the Upworthy Research Archive (CC BY 4.0), the variant with the sign won this share of the
time. Signs are combined as independent evidence: the sum of their log odds.
"""

import math
import re

from geminivideo.creative.words import tokens

WIN_RATES = {"question mark": 0.29, "exclamation mark": 0.17, "digit": 0.63, "first person": 0.65, "longer": 0.58}
_LONG_FROM = 9
_FIRST_PERSON = frozenset("i i'm i'd i've i'll me my mine we we're we've our us let's".split())


def signs(line: str) -> set[str]:
    words = tokens(line)
    found = {
        "question mark": "?" in line,
        "exclamation mark": "!" in line,
        "digit": re.search(r"\d", line) is not None,
        "first person": any(word in _FIRST_PERSON for word in words),
        "longer": len(words) >= _LONG_FROM,
    }
    return {sign for sign, present in found.items() if present}


def appeal(line: str) -> float:
    """Chance to beat an average line, by its signs alone: 0.5 where it has none."""
    return 1 / (1 + math.exp(-sum(math.log(WIN_RATES[sign] / (1 - WIN_RATES[sign])) for sign in sorted(signs(line)))))
