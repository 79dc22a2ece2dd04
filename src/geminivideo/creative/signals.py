"""What a text shows that makes people stop, feel, believe or act: word lists and patterns, each one testable.

The judges score by these, and the rewriter picks lines by them. They read any text, whoever wrote it.
"""

import math
import re
from collections.abc import Sequence

from geminivideo.creative.words import STOP_WORDS, content_words, sentences, stem, tokens


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b", re.IGNORECASE)


def _phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


NEGATIVE_FEELING = _words(
    """tired exhausted exhausting tiring frustrated frustrating frustration stuck worried worry worries afraid scared fear
    ashamed embarrassed stress stressed stressful lonely alone guilty sick overwhelmed anxious angry annoyed hurts? ache
    aches pain struggle struggling sigh stings? drained burned heavy heavier chaos fighting lost hopeless hate hating dread
    dreading blaming blame excuses worst wrong steals? let.down disappointed never failing losing waste wasting wasted"""
)
POSITIVE_FEELING = _words(
    """proud pride relief relieved calm calmer happy joy love loved hope hopeful smile smiling laugh free freedom confident
    confidence light lighter peace easy easier safe excited excitement enjoy enjoying warm quiet quieter good deserve
    better honest trust grateful alive strong stronger energy energetic comfortable curious rooting fun"""
)
TRIGGERS = {
    "curiosity": _phrases(
        r"what if\b", r"nobody tells\b", r"nobody mentions\b", r"the reason\b", r"real (?:reason|problem)\b", r"here's (?:why|what|how)\b",
        r"why (?:does|do|is|it)\b", r"plot twist\b", r"(?:one|the) (?:missing |small )?(?:step|question|thing)\b", r"skip(?:s|ped)?\b", r"what comes\b",
        r"where i'd\b", r"what(?:'s| is) really\b", r"quick test\b", r"finish this sentence\b", r"nobody says how\b",
    ),
    "loss": _phrases(
        r"another (?:week|month|year|monday|january)\b", r"every (?:week|time|evening|day) you\b", r"cost(?:s)?\b", r"waiting\b", r"lost to\b",
        r"(?:won't|hasn't) chang", r"never happens\b", r"keeps? moving\b", r"adds? up\b", r"gets? heavier\b", r"one more (?:week|month)\b",
        r"steals?\b", r"more (?:weeks|months) of\b", r"how many\b", r"long enough\b", r"wears? you out\b", r"start over\b",
    ),
    "relief": _phrases(
        r"relief\b", r"calm\b", r"lighter\b", r"quiet(?:er)?\b", r"without\b", r"no (?:lecture|pressure|guessing|drama|maze|grand speech|pep talk)\b",
        r"not a character flaw\b", r"isn't (?:you|laziness|willpower)\b", r"less\b", r"simple\b", r"easier\b", r"stop blaming\b", r"not your fault\b",
    ),
    "belonging": _phrases(
        r"you're not (?:the only one|alone)\b", r"friends?\b", r"people (?:you|who|say)\b", r"in good company\b", r"everyone\b", r"ask around\b",
        r"group chat\b", r"who nods\b", r"made for\b", r"for (?:busy|new|small|anyone|people|parents|women|men|founders|owners|homeowners)\b",
        r"we\b", r"who else\b", r"together\b",
    ),
    "autonomy": _phrases(
        r"you (?:choose|decide)\b", r"your (?:move|call|pace|own)\b", r"up to you\b", r"judge it\b", r"you're the (?:only )?jury\b", r"decide for yourself\b",
        r"which (?:one|would)\b", r"pick\b", r"if it fits\b", r"no pressure\b", r"curious\?",
    ),
    "progress": _phrases(
        r"first step\b", r"one step\b", r"next step\b", r"step by step\b", r"start small\b", r"smallest?\b", r"begin here\b", r"one clear\b",
        r"one honest\b", r"done beats perfect\b", r"one thing\b", r"one goal\b", r"chapter two\b", r"one change\b", r"small step",
    ),
    "contrast": _phrases(
        r"not\b.{0,30}\bbut\b", r"instead\b", r"from\b.{3,40}\bto\b", r"stop\b.{3,40}\bstart\b", r"swap\b", r"out:.{2,40}in:", r"more than\b",
        r"isn't\b.{2,40}[.,] (?:it's|it is)\b", r"same (?:you|job|calendar)\b", r"the other (?:way|version)\b", r"option (?:one|two)\b",
        r"\w+(?:er) than\b", r"less\b.{2,40}\bmore\b", r"beats\b", r"last year\b", r"not (?:another|a hundred|ten|faster|bigger)\b",
    ),
    "vision": _phrases(
        r"picture\b", r"imagine\b", r"one (?:ordinary )?day\b", r"next year\b", r"the (?:first|day) (?:monday|you)\b", r"what would\b", r"looks like\b",
        r"a month without\b", r"12 months from now\b", r"then one\b", r"proud\b",
    ),
}  # fmt: skip
SOCIAL_PROOF = _phrases(
    r"ask (?:around|anyone|a friend|three friends|friends|someone|people|real|us)\b", r"friends?\b", r"people (?:you trust|who)\b",
    r"you're not (?:the only one|alone)\b", r"not just you\b", r"in good company\b", r"real (?:people|customers|clients)\b", r"reviews?\b",
    r"look (?:up|us up)\b", r"read what people say\b", r"who nods\b", r"who else\b", r"group chat\b", r"other (?:people|parents|owners|founders)\b",
    r"tried it\b", r"tired of it too\b", r"know someone\b", r"customers?\b", r"clients (?:say|tell)\b", r"made for\b", r"rely on\b",
)  # fmt: skip
AUTHORITY = _phrases(
    r"here's (?:why|how|what)\b", r"because\b", r"that's (?:why|how)\b", r"the order matters\b", r"first the cause\b", r"three (?:questions|things)\b",
    r"try this\b", r"write down\b", r"who do this every day\b", r"how (?:we|i'd) (?:think|check)\b", r"the only test\b", r"step by step\b",
    r"it takes\b", r"trained\b", r"certified\b", r"years of\b", r"we (?:ask|look|start|argue)\b", r"hard questions\b", r"clear order\b",
    r"check again\b", r"no (?:guessing|pressure)\b", r"\d+ (?:hours|minutes|days|weeks)\b", r"i'd (?:look|ask|check)\b", r"honest\b",
)  # fmt: skip
SCARCITY = _phrases(
    r"this week\b", r"today\b", r"tonight\b", r"before (?:tonight|friday|monday)\b", r"another (?:week|month|year)\b", r"one more week\b",
    r"every week you wait\b", r"waiting\b", r"don't wait\b", r"later\b", r"next monday\b", r"someday\b", r"now\b", r"by friday\b", r"monday\b",
    r"the (?:year|week) (?:keeps|has)\b", r"long enough\b", r"more months\b", r"this year\b", r"until\b", r"tuesday\b",
)  # fmt: skip
REASONING = _phrases(
    r"because\b", r"so (?:you|that|we|it|here|let's|don't)\b", r"that's (?:why|how|the)\b", r"which is why\b", r"instead\b", r"here's (?:why|how)\b",
    r"then\b", r"first\b", r"if\b", r"it fails\b", r"means\b",
)  # fmt: skip
NEXT_STEP = _phrases(
    r"tap\b", r"book\b", r"start\b", r"get\b", r"claim\b", r"download\b", r"order\b", r"shop\b", r"try\b", r"schedule\b", r"call\b", r"join\b",
    r"request\b", r"reserve\b", r"visit\b", r"save\b", r"take\b", r"see\b", r"talk to\b", r"contact\b", r"sign up\b", r"subscribe\b", r"learn\b",
    r"buy\b", r"find\b", r"send\b", r"plan\b",
)  # fmt: skip
EASE = _phrases(
    r"first step\b", r"start small\b", r"one step\b", r"tap\b", r"begin here\b", r"free\b", r"no \w+ needed\b", r"today\b", r"this week\b",
    r"your move\b", r"you decide\b", r"curious\b", r"just\b", r"ready\b", r"no speech\b",
)  # fmt: skip
VAGUE = frozenset(
    """thing things stuff something anything everything problem problems issue issues good nice great better best solution
    solutions quality success successful result results life amazing awesome perfect goal goals dream dreams level potential
    value benefit benefits service services product products need needs more bad improve improvement change changes way ways
    everyone everybody people lot lots various etc real new easy happy happiness win""".split()
)
BROAD = frozenset(
    """time energy money health healthy work day days week feel feeling low high home body confident confidence stress tired
    busy free freedom fast quick simple less control help learn grow business family look save cost costs price quality""".split()
)
HYPE = _phrases(
    r"revolutionary\b", r"game[- ]chang", r"ultimate\b", r"incredibl", r"unbelievabl", r"insane(?:ly)?\b", r"unleash", r"unlock\b", r"elevate\b",
    r"transform your life\b", r"amazing(?:ly)?\b", r"world[- ]class\b", r"cutting[- ]edge\b", r"next[- ]level\b", r"life[- ]changing\b", r"epic\b",
    r"mind[- ]blowing\b", r"skyrocket", r"supercharge", r"crush\b", r"hack(?:s)?\b", r"guarante", r"miracle", r"magic", r"secret", r"instant",
    r"awesome\b", r"perfect\b(?! week)",
)  # fmt: skip
CLAIMS = _phrases(
    r"(?:the )?(?:best|fastest|cheapest|easiest|safest|only) (?:\w+ )?(?:in|on|for|ever|solution|product|service|way)\b", r"number one\b", r"#1\b",
    r"always works\b", r"never fails\b", r"everyone (?:loves|uses)\b", r"100 ?%", r"guarante", r"proven\b", r"(?:no|zero) risk\b", r"risk[- ]free\b",
    r"in (?:just )?\d+ (?:days?|hours?|minutes?)\b", r"you will (?:never|always)\b", r"thousands of\b", r"millions of\b", r"all (?:customers|clients)\b",
)  # fmt: skip
_CONCRETE = _phrases(
    r"\d", r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", r"january\b|june\b", r"\d+ ?(?:am|pm)\b", r"noon\b|tonight\b|evening\b|lunch\b|dinner\b",
    r"friend\b|friends\b|calendar\b|car\b|shower\b|kitchen\b|stairs\b|door\b|notebook\b|alarm\b|snooze\b|text\b|phone\b|couch\b|desk\b",
    r"out loud\b|write down\b|“", r"seven days\b|ten minutes\b|three \w+\b",
)  # fmt: skip


def hits(pattern: re.Pattern[str], text: str) -> int:
    """How many different matches there are: saying "because" twice does not argue twice."""
    return len({match.group().lower() for match in pattern.finditer(text)})


def strength(pattern: re.Pattern[str], text: str, enough: float = 3.0) -> float:
    """0 for no sign, rising ever more slowly towards 1 at `enough` different ones."""
    return min(1.0, math.sqrt(hits(pattern, text) / enough))


def trigger_families(text: str) -> tuple[str, ...]:
    return tuple(family for family, pattern in TRIGGERS.items() if pattern.search(text))


def specificity(phrase: str) -> float:
    """How much a brief's phrase pins down, 0-1: "good stuff" nearly nothing, "no time for the gym" a lot.

    One minus the product of what each word leaves open; digits and names pin down most, vague words nothing.
    """
    left_open = 1.0
    for word in tokens(phrase):
        if word not in STOP_WORDS:
            left_open *= 1.0 - _pinned_down(word, phrase)
    return 1.0 - left_open


def firmness(phrase: str) -> float:
    """Specificity, full from 0.7 on: a short plain phrase such as "lose fat" is all a brief needs."""
    return min(1.0, specificity(phrase) / 0.7)


def _pinned_down(word: str, phrase: str) -> float:
    if word in VAGUE or stem(word) in _VAGUE_STEMS:
        return 0.05
    if word[0].isdigit():
        return 0.7
    if word in BROAD:
        return 0.35
    named = re.search(rf"(?<!^)\b{re.escape(word.capitalize())}\b", phrase)
    return 0.7 if named else 0.6


_VAGUE_STEMS = frozenset(stem(word) for word in VAGUE)


def vagueness(text: str) -> float:
    """Share of the meaningful words that say nothing in particular."""
    words = content_words(text)
    return sum(word in VAGUE for word in words) / len(words) if words else 1.0


def concreteness(text: str) -> float:
    """Share of sentences with something one could film or look up, 0-1."""
    parts = sentences(text)
    return sum(bool(_CONCRETE.search(part)) for part in parts) / len(parts) if parts else 0.0


def readability(texts: Sequence[str]) -> float:
    """Flesch reading ease over all sentences, 0-1 from 50 (hard) to 90 (a child follows)."""
    parts = [part for text in texts for part in sentences(text)]
    words = [word for part in parts for word in tokens(part)]
    if not words:
        return 0.0
    ease = 206.835 - 1.015 * len(words) / len(parts) - 84.6 * sum(map(_syllables, words)) / len(words)
    return min(1.0, max(0.0, (ease - 50) / 40))


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
