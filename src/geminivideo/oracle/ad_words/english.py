"""English."""

import re

from geminivideo.oracle.ad_words.base import AdWords, of

ENGLISH = AdWords(
    calls=of(
        "add apply ask book buy call check choose claim click compare contact discover donate download enjoy enroll "
        "explore find follow get go grab install join learn listen make meet message order pick play preorder register "
        "request reserve save schedule see send shop sign start stop subscribe swap swipe switch take talk tap text "
        "try unlock use view visit watch win"
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
