"""What an opening line can be known by at a glance: five counted signs, the yardstick for the trained model.

WIN_RATES are counted by `python -m bench headlines`: of the decided pairs of the four training folds of which one has
the sign and the other has not, the share that the one with the sign won. Signs are combined as if they were
independent: the sum of their log odds.
"""

import math
import re
from collections.abc import Mapping

from geminivideo.creative.words import tokens

WIN_RATES = {"question mark": 0.35, "exclamation mark": 0.32, "digit": 0.59, "first person": 0.55, "longer": 0.63}
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


def signs_appeal(line: str, rates: Mapping[str, float] = WIN_RATES) -> float:
    """Chance to beat a line without signs, by this one's signs alone: 0.5 where it has none."""
    return 1 / (1 + math.exp(-sum(math.log(rates[sign] / (1 - rates[sign])) for sign in sorted(signs(line)))))
