"""The words and phrases that show what a text does: stir a feeling, give a reason, point to people, promise too much.

A list is one pattern: entries, split at " | " or line ends, are regular expressions matched as whole words whatever
their case; a star stands for any ending.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol


class Sign(Protocol):
    """One family of signs; a compiled pattern is one."""

    def search(self, string: str, /) -> re.Match[str] | None: ...

    def finditer(self, string: str, /) -> Iterator[re.Match[str]]: ...


@dataclass(frozen=True, eq=False)
class Signs:
    """All families of a language. `vague` and `broad` are words; `you` are those that speak to the viewer."""

    negative: Sign
    positive: Sign
    triggers: Mapping[str, Sign]
    social_proof: Sign
    authority: Sign
    scarcity: Sign
    reasoning: Sign
    next_step: Sign
    ease: Sign
    hype: Sign
    claims: Sign
    concrete: Sign
    interrupt: Sign  # what a pattern interrupt is known by
    story: Sign
    weekday: Sign
    vague: frozenset[str]
    broad: frozenset[str]
    you: frozenset[str]


def any_of(entries: str, prefix: str = "") -> str:
    """The entries as one pattern; `prefix` is a pattern for what a language writes onto the front of a word."""
    parts = [entry.strip() for line in entries.splitlines() for entry in line.split(" | ") if entry.strip()]
    endings = [part[:-1] + r"\w*" if part.endswith("*") else part + r"(?!\w)" for part in parts]
    return rf"(?<!\w){prefix}(?:{'|'.join(endings)})"


def _any(entries: str) -> re.Pattern[str]:
    return re.compile(any_of(entries), re.IGNORECASE)


NEGATIVE_FEELING = _any("""
    tired | exhausted | exhausting | tiring | frustrat* | worr(?:y|ies|ied|ying) | afraid | scared | fear | ashamed
    embarrassed | stress* | lonely | alone | guilty | sick | overwhelmed | anxious | angry | annoyed | hurts?
    ach(?:e|es) | pain | struggl* | sigh | stings? | drained | burned | heavy | heavier | chaos | fighting | lost
    hopeless | hat(?:e|ing) | dread* | blam(?:e|ing) | excuses | worst | wrong | steals? | disappointed | failing
    losing | wast(?:e|ed|ing) | stuck | never | wear(?:s|ing)? you out | worn out | let down
""")
POSITIVE_FEELING = _any("""
    proud | pride | relie(?:f|ved) | calm | calmer | happy | joy | loved? | hope | hopeful | smil(?:e|ing) | laugh
    free | freedom | confiden(?:t|ce) | light | lighter | peace | eas(?:y|ier) | safe | excited | excitement
    enjoy* | warm | quiet | quieter | good | deserve | better | honest | trust | grateful | alive | strong
    stronger | energ(?:y|etic) | comfortable | curious | rooting | fun
""")
TRIGGERS = {
    "curiosity": _any(r"""
        what if | nobody tells | nobody mentions | the reason | real (?:reason|problem) | here's (?:why|what|how)
        why (?:does|do|is|it) | plot twist | one missing step | the step before | one question | one thing first
        start with what | skips? | skipped
        what comes | where i'd | what(?:'s| is) really | quick test | finish this sentence
        nobody says how
    """),
    "loss": _any(r"""
        another (?:week|month|year|monday|january) | every (?:week|time|evening|day) you | costs? | waiting
        lost to | (?:won't|hasn't) chang* | never happens | keeps? moving | adds? up | gets? heavier
        one more (?:week|month) | steals? | more (?:weeks|months) of | how many | long enough | wears? you out
        start over
    """),
    "relief": _any(r"""
        relief | calm | lighter | quiet | quieter | without
        no (?:lecture|pressure|guessing|drama|maze|grand speech|pep talk) | not a character flaw
        isn't (?:you|laziness|willpower) | less | simple | easier | stop blaming | not your fault
    """),
    "belonging": _any(r"""
        you're not (?:the only one|alone) | friends? | people (?:you|who|say) | in good company | everyone
        ask around | group chat | who nods | made for | who else | together | we
        for (?:busy|new|small|anyone|people|parents|women|men|founders|owners|homeowners)
    """),
    "autonomy": _any(r"""
        you (?:choose|decide) | your (?:move|call|pace|own) | up to you | judge it | you're the (?:only )?jury
        decide for yourself | which (?:one|would) | pick | if it fits | no pressure | curious(?=\?)
    """),
    "progress": _any(r"""
        first step | one step | next step | step by step | start small | smallest | small | begin here | one clear
        one honest | done beats perfect | one thing | one goal | chapter two | one change | small step*
    """),
    "contrast": _any(r"""
        not\b.{0,30}\bbut | instead | from\b.{3,40}\bto | stop\b.{3,40}\bstart | swap | out:.{2,40}in(?=:)
        more than | isn't\b.{2,40}[.,] (?:it's|it is) | same (?:you|job|calendar) | the other (?:way|version)
        option (?:one|two) | then (?:life|came) | says otherwise | other plans | different year | act two
        is not an? | isn't small | should not be | nobody says how | \w+er than | less\b.{2,40}\bmore | beats
        last year | not (?:another|a hundred|ten|faster|bigger)
    """),
    "vision": _any(r"""
        picture | imagine | one (?:ordinary )?day | next year | the (?:first|day) (?:monday|you) | what would
        looks like | a month without | 12 months from now | then one | proud
    """),
}
SOCIAL_PROOF = _any(r"""
    ask (?:around|anyone|a friend|three friends|friends|someone|people|real|us) | friends?
    people (?:you trust|who) | you're not (?:the only one|alone) | not just you | in good company
    real (?:people|customers|clients) | reviews? | look (?:up|us up) | read what people say | who nods | who else
    group chat | tried it | tired of it too | know someone | other (?:people|parents|owners|founders) | customers?
    clients (?:say|tell) | made for | rely on
""")
AUTHORITY = _any(r"""
    here's (?:why|how|what) | because | that's (?:why|how) | the order matters | first the cause
    three (?:questions|things) | try this | write down | who do this every day | how (?:we|i'd) (?:think|check)
    the only test | step by step | it takes | trained | certified | years of | we (?:ask|look|start|argue)
    hard questions | clear order | check again | no (?:guessing|pressure) | \d+ (?:hours|minutes|days|weeks)
    i'd (?:look|ask|check) | honest
""")
SCARCITY = _any(r"""
    this week | today | tonight | before (?:tonight|friday|monday) | another (?:week|month|year) | one more week
    every week you wait | waiting | don't wait | later | next monday | someday | now | by friday | monday | tuesday
    the (?:year|week) (?:keeps|has) | long enough | more months | this year | until
""")
REASONING = _any(r"""
    because | so (?:you|that|we|it|here|let's|don't) | that's (?:why|how|the) | which is why | instead
    here's (?:why|how) | then | first | if | it fails | means
""")
NEXT_STEP = _any(r"""
    tap | book | start | get | claim | download | order | shop | try | schedule | call | join | request | reserve
    visit | save | take | see | talk to | contact | sign up | subscribe | learn | buy | find | send | plan | check
""")
EASE = _any(r"""
    first step | start small | one step | tap | begin here | free | no \w+ needed | today | this week | your move
    you decide | curious | just | ready | no speech
""")
HYPE = _any(r"""
    revolutionary | game[- ]chang* | ultimate | incredibl* | unbelievabl* | insane | insanely | unleash* | unlock
    elevate | transform your life | amazing | amazingly | world[- ]class | cutting[- ]edge | next[- ]level
    life[- ]changing | epic | mind[- ]blowing | skyrocket* | supercharge* | crush | hacks? | guarante* | miracle*
    magic* | secret* | instant* | awesome | perfect(?! week)
""")
CLAIMS = _any(r"""
    (?:the )?(?:best|fastest|cheapest|easiest|safest|only) (?:\w+ )?(?:in|on|for|ever|solution|product|service|way)
    number one | #1 | always works | never fails | everyone (?:loves|uses) | 100 ?% | guarante* | proven
    (?:no|zero) risk | risk[- ]free | in (?:just )?\d+ (?:days?|hours?|minutes?) | you will (?:never|always)
    thousands of | millions of | all (?:customers|clients)
""")
CONCRETE = _any(r"""
    \d* | (?:mon|tues|wednes|thurs|fri|satur|sun)day | january | june | noon | tonight | evening | lunch | dinner
    friends? | calendar | car | shower | kitchen | stairs | door | notebook | alarm | snooze | text | phone | couch
    desk | out loud | write down | seven days | ten minutes | three \w+ | coffee
""")
VAGUE = frozenset(
    """thing things stuff something anything everything problem problems issue issues good nice great better best
    solution solutions quality success successful result results life amazing awesome perfect goal goals dream dreams
    level potential value benefit benefits service services product products need needs more bad improve improvement
    change changes way ways everyone everybody people lot lots various etc real new easy happy happiness win""".split()
)
BROAD = frozenset(
    """time energy money health healthy work day days week feel feeling low high home body confident confidence stress
    tired busy free freedom fast quick simple less control help learn grow business family look save cost costs price
    quality""".split()
)
_INTERRUPT = re.compile(
    r"\b(?:don't|wrong answer|pause|plot twist|quick test|do nothing|cancel|not an? \w+|you don't need|put .+ on|"
    r"forget|stop)\b",
    re.IGNORECASE,
)
_STORY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+ ?(?:am|pm)|day one|act one|chapter|story|you said|"
    r"calendar|january)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bweekend", re.IGNORECASE)

ENGLISH_SIGNS = Signs(
    negative=NEGATIVE_FEELING,
    positive=POSITIVE_FEELING,
    triggers=TRIGGERS,
    social_proof=SOCIAL_PROOF,
    authority=AUTHORITY,
    scarcity=SCARCITY,
    reasoning=REASONING,
    next_step=NEXT_STEP,
    ease=EASE,
    hype=HYPE,
    claims=CLAIMS,
    concrete=CONCRETE,
    interrupt=_INTERRUPT,
    story=_STORY,
    weekday=_WEEKDAY,
    vague=VAGUE,
    broad=BROAD,
    you=frozenset({"you"}),
)
