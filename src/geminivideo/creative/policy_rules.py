"""Meta's advertising standards as patterns: what may not be said in an ad, whoever wrote it.

Sources: Meta Advertising Standards on personal attributes, health and wellness, unrealistic outcomes, financial
products, profanity, and low-quality or disruptive content. One pattern per line, matched inside one sentence; what it
matches is shown as the offending words. <names> stand for the fragments below.
"""

import re

from geminivideo.creative.model import PolicyRule

_FRAGMENTS = {
    "adverb": r"still|always|really|secretly|just|so|too|a bit|a little|very|feeling|being|becoming|getting|an?",
    "condition": r"diabet(?:es|ic)|depress(?:ed|ion)|anxiety|bipolar|autis(?:tic|m)|adhd|schizophreni(?:c|a)|ptsd"
    r"|cancer|hiv|aids|arthritis|asthma(?:tic)?|epilep(?:tic|sy)|hypertension|high blood pressure|hepatitis"
    r"|infertil(?:e|ity)|impoten(?:t|ce)|erectile dysfunction|incontinen(?:t|ce)|addict(?:ed|ion)?|alcoholi(?:c|sm)"
    r"|obes(?:e|ity)|overweight|underweight|fat|chubby|anorexi(?:c|a)|bulimi(?:c|a)|disab(?:led|ility)|handicapped"
    r"|suicidal|mentally ill|insomniac?|psoriasis|eczema|an? eating disorder|a mental illness|crippled",
    "poverty": r"broke|bankrupt(?:cy)?|in debt|debts?|poor|penniless|unemployed|jobless|bad credit|poor credit"
    r"|low credit|behind on (?:your )?(?:rent|bills|mortgage|payments)|financially (?:struggling|unstable|vulnerable)"
    r"|homeless|evicted",
    "identity": r"gay|lesbian|bisexual|transgender|trans|queer|christian|muslim|jew(?:ish)?|hindu|buddhist|catholic"
    r"|atheist|mormon|black|latin[oa]|hispanic|asian|arab|immigrant|refugee|elderly|over [4-9]\d|felon"
    r"|convict(?:ed)?|ex-con|republican|democrat|divorced",
    "trait": r"<condition>|<poverty>|<identity>",
    "trouble": r"diabetes|depression|anxiety|ptsd|adhd|cancer|hiv|arthritis|asthma|epilepsy|hypertension|infertility"
    r"|impotence|addiction|alcoholism|obesity|disability|eating disorder|mental illness|insomnia|psoriasis|eczema"
    r"|debts?|bankruptcy|bad credit|poor credit|religion|sexual orientation|criminal record|ugly \w+|double chin"
    r"|fat (?:belly|body|thighs|arms)|(?:belly |body |stubborn )*fat(?! loss| burn)",
    "disease": r"diabetes|cancer|depression|anxiety|arthritis|disease|illness|pain|aging|ageing|wrinkles|acne|obesity"
    r"|insomnia",
    "body_or_money": r"lose|drop|shed|burn|gain|earn|double|triple|see results"
    r"|get (?:\w+ )?(?:fit|rich|ripped|shredded|slim|thin|abs|results)",
    "skill": r"become|master|learn|speak|be fluent|transform|look (?:\d+ years )?younger|feel \d+ years younger",
    "within": r"(?:in|within|after)(?: just| only| less than| under)?",
    "few": r"\d{1,2}|an?|one|two|three|four|five|six|seven|ten|fourteen|a few",
    "days": r"<within> (?:(?:<few>) (?:days?|nights?|weekend)|(?:1|2|one|two|a) weeks?)",
    "hours": r"<within> (?:<few>) (?:minutes?|hours?)",
    "currency": r"[$€£]\s?|usd |eur |aed |gbp ",
    "period": r"day|week|month|year",
    "each": r"(?:a|per) (?:<period>)",
}

_PATTERNS = {
    PolicyRule.PERSONAL_ATTRIBUTES: r"""
        \b(?:are|aren't|is it because) you (?:(?:<adverb>|one of the) )*(?:<trait>)\b
        \byou(?:'re| are| were|'ve been| feel| look| must be) (?:(?:<adverb>|one of the) )*(?:<trait>)\b
        \byou\b[^.!?]{0,30}\b(?:being|feeling) (?:<trait>)\b
        ^(?:still|tired of|sick of|struggling with|suffering from) (?:being |feeling |having )?(?:<trait>)\b[^.!]*\?$
        \byour (?:own )?(?:<trouble>)\b
        \byou(?:'re)? (?:have|suffer from|suffering from|stuck with) (?:your )?(?:<trouble>)\b
        \byou(?:'re)? (?:struggle|struggling|dealing|live|living) with (?:your )?(?:<trouble>)\b
        \b(?:do|did) you (?:have|suffer from|struggle with|live with) (?:your )?(?:<trouble>)\b
        \b(?:meet|join|for) (?:other )?(?:<identity>|overweight|obese|fat) (?:people|singles|men|women)\b
        ^(?:hey )?(?:diabetics|alcoholics|addicts|fat people|overweight people|debtors)\b.*\byou
    """,
    PolicyRule.HEALTH_CLAIM: r"""
        \bbefore(?: and |/| & |-and-)after\b
        \b(?:cures?|cured|heals?|reverses?|eliminates?|prevents?) (?:your |all |any )?(?:\w+ )?(?:<disease>)\b
        \bclinically proven\b|\bscientifically proven\b|\bdoctors? (?:hate|recommend|approved)\b|\bfda[- ]approved\b
        \bno side effects\b|\bdetox(?:es|ify)?\b|\bflush(?:es)? (?:out )?toxins\b
        \b(?:melts?|burns?|blasts?) (?:away )?(?:belly |body )?fat (?:fast|overnight|while you sleep)\b
        \bmelts? away fat\b|\b(?:perfect|ideal) body\b|\bbikini body\b|\bget rid of (?:your )?(?:fat|ugly)\b
    """,
    PolicyRule.UNREALISTIC_OUTCOME: r"""
        (?<!money-back )(?<!money back )(?<!satisfaction )(?<!price )(?<!year )(?<!day )\bguarante(?:e|es|ed)\b
        \b(?:lose|drop|shed|gain) (?:up to )?\d+(?:\.\d+)? ?(?:kg|kgs|kilos?|lbs?|pounds?|stone|inches|sizes|cm)\b
        \b(?:<body_or_money>)\b[^.!?]{0,40}\b(?:<days>|<hours>)\b(?! (?:a|per) )
        \b(?:<skill>)\b[^.!?]{0,40}\b(?:<days>)\b(?! (?:a|per) )
        \bovernight (?:success|results?|transformation)\b|\b(?:instant|immediate) (?:results?|success|transformation)\b
        \bwithout (?:any )?(?:effort|work|trying|exercise|diet and exercise)\b|\bzero effort\b
        \b100 ?% (?:success|effective|results?|safe)\b|\bworks? for (?:everyone|everybody|anyone)\b|\bnever fails?\b
        \bpermanent(?:ly)? (?:weight loss|results?|cure)\b|\bresults? (?:are )?assured\b
    """,
    PolicyRule.INCOME_CLAIM: r"""
        \b(?:earn|make|making|earning|income of|profit of)\b[^.!?]{0,25}(?:<currency>)\d
        \b(?:earn|make|making|earning)\b[^.!?]{0,25}\d[\d,.]*k? ?(?:dollars|euros|aed|monthly|weekly|<each>)
        (?:<currency>)\d[\d,.]*k? ?(?:a|per|/) ?(?:<period>)\b[^.!?]{0,30}\b(?:income|earn|profit|from home)
        \bget(?:ting)? rich\b|\bgot rich\b|\b(?:easy|fast|quick) money\b|\bmake money (?:fast|online|while you sleep)\b
        \bpassive income\b|\b(?:six|seven|6|7)[- ]figures?\b|\bquit your (?:day )?job\b|\bdouble your (?:money|income)\b
        \brisk[- ]free (?:profit|return|income|investment)s?\b|\bmillionaire\b|\bfinancial(?:ly)? free(?:dom)? in \d
    """,
    PolicyRule.MIRACLE: r"""
        \bmiracles?\b|\bmiraculous(?:ly)?\b|\bmagic (?:pill|bullet|formula|trick|cure)\b|\bmagically\b
        \bsecret (?:formula|trick|weapon)\b|\bone weird trick\b|\bcure[- ]alls?\b
    """,
    PolicyRule.PROFANITY: r"""
        \b(?:f+u+c+k\w*|sh[i1]t\w*|bullsh\w*|b[i1]tch\w*|assholes?|arseholes?|bastards?|dickheads?|cunts?)\b
        \b(?:damn(?:ed|it)?|crap(?:py)?|piss(?:ed)?|wank\w*|motherf\w*|f\*+\w*|sh\*+\w*|wtf|stfu)\b
    """,
    PolicyRule.DECEPTIVE_URGENCY: r"""
        \byou won't believe\b|\bthey don't want you to know\b|\bwhat happens next\b|\bshocking (?:truth|secret)\b
        \b(?:last|final) chance\b|\bbefore it's too late\b|\bact (?:now|fast)(?: or| before|!)|\bor (?:you'll )?regret\b
        \byour (?:account|profile) (?:will be|has been)\b|\bthis (?:ad|video|post) will be (?:deleted|removed|banned)\b
        \bonly \d+ (?:spots?|places?|seats?|left|remaining|hours?|minutes?)\b|\b\d+ (?:spots?|places?|seats?) left\b
    """,
}


def _compiled(lines: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_expanded(line.strip()), re.IGNORECASE) for line in lines.splitlines() if line.strip())


def _expanded(pattern: str) -> str:
    """Fragments may name fragments; lookbehinds such as (?<!x) are left alone."""
    while named := re.search(r"<(\w+)>", pattern):
        pattern = pattern.replace(named.group(), _FRAGMENTS[named.group(1)])
    return pattern


RULES: dict[PolicyRule, tuple[re.Pattern[str], ...]] = {rule: _compiled(lines) for rule, lines in _PATTERNS.items()}
