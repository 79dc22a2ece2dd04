"""English."""

import re

from geminivideo.oracle.ad_words.base import AdWords, of

ENGLISH = AdWords(
    calls=of(
        "book buy call claim choose discover download find get grab join learn message order reserve save schedule see "
        "shop sign start tap try unlock visit watch"
    ),
    now=of("now today tonight instantly"),
    first_person=of("i i'm i've i'll i'd me my mine myself we we're we've our ours us"),
    absolute=re.compile(
        r"\b(?:instant(?:ly)?|overnight|guaranteed?|always|never|forever|miracle|effortless(?:ly)?)\b|100 ?%"
    ),
    time_span=re.compile(
        r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-]*(?:minute|hour|day|week|month|year)"
    ),
)
