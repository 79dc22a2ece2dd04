"""Meta's advertising standards as patterns: what may not be said in an ad, whoever wrote it.

Sources: Meta Advertising Standards on personal attributes, health and wellness, unrealistic outcomes, financial products,
profanity, and low-quality or disruptive content. A pattern matches one sentence; its match is shown as the offending words.
"""

import re

from geminivideo.creative.model import PolicyRule

_ADVERB = r"(?:still|always|really|secretly|just|so|too|a bit|a little|very|feeling|being|becoming|getting|a|an|one of the)"
_CONDITION = (
    r"diabet(?:es|ic)|depress(?:ed|ion)|anxiety|bipolar|autis(?:tic|m)|adhd|schizophreni(?:c|a)|ptsd|cancer|hiv|aids|"
    r"arthritis|asthma(?:tic)?|epilep(?:tic|sy)|hypertension|high blood pressure|hepatitis|infertil(?:e|ity)|impoten(?:t|ce)|"
    r"erectile dysfunction|incontinen(?:t|ce)|addict(?:ed|ion)?|alcoholi(?:c|sm)|obes(?:e|ity)|overweight|underweight|fat|"
    r"chubby|anorexi(?:c|a)|bulimi(?:c|a)|disab(?:led|ility)|handicapped|suicidal|mentally ill|insomniac?|psoriasis|eczema|"
    r"an? eating disorder|a mental illness|crippled"
)
_MONEY_TROUBLE = (
    r"broke|bankrupt(?:cy)?|in debt|debts?|poor|penniless|unemployed|jobless|bad credit|poor credit|low credit|"
    r"behind on (?:your )?(?:rent|bills|mortgage|payments)|financially (?:struggling|unstable|vulnerable)|homeless|evicted"
)
_IDENTITY = (
    r"gay|lesbian|bisexual|transgender|trans|queer|christian|muslim|jew(?:ish)?|hindu|buddhist|catholic|atheist|"
    r"mormon|black|latin[oa]|hispanic|asian|arab|immigrant|refugee|elderly|old and|over [4-9]\d|felon|convict(?:ed)?|"
    r"ex-con|republican|democrat|divorced"
)
_TRAITS = rf"(?:{_CONDITION}|{_MONEY_TROUBLE}|{_IDENTITY})"
_NOUNS = (
    r"(?:diabetes|depression|anxiety|ptsd|adhd|cancer|hiv|arthritis|asthma|epilepsy|hypertension|infertility|impotence|"
    r"addiction|alcoholism|obesity|disability|eating disorder|mental illness|insomnia|psoriasis|eczema|debts?|bankruptcy|"
    r"bad credit|poor credit|religion|sexual orientation|criminal record|(?:belly |body |stubborn )*fat(?! loss| burn)|"
    r"double chin|fat (?:belly|body|thighs|arms)|ugly \w+)"
)
_BODY_OR_MONEY = r"(?:lose|drop|shed|burn|gain|earn|double|triple|get (?:\w+ )?(?:fit|rich|ripped|shredded|slim|thin|abs|results)|see results)"
_SKILL = r"(?:become|master|learn|speak|be fluent|transform|look \d+ years younger|look younger|feel \d+ years younger)"
_WITHIN = r"(?:in|within|after)(?: just| only| less than| under)? "
_FEW = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|ten|fourteen|a few)"
_DAYS = rf"{_WITHIN}{_FEW} (?:days?|nights?|weekend)|{_WITHIN}(?:1|2|one|two|a) weeks?"
_SHORT_TIME = rf"(?:{_DAYS}|{_WITHIN}{_FEW} (?:minutes?|hours?))"
_CURRENCY = r"(?:[$€£]\s?|usd |eur |aed |gbp )"

_PATTERNS: dict[PolicyRule, tuple[str, ...]] = {
    PolicyRule.PERSONAL_ATTRIBUTES: (
        rf"\b(?:are|aren't|is it because) you (?:{_ADVERB} )*{_TRAITS}\b",
        rf"\byou(?:'re| are| were|'ve been| feel| look| must be) (?:{_ADVERB} )*{_TRAITS}\b",
        rf"\byou\b[^.!?]{{0,30}}\b(?:being|feeling) {_TRAITS}\b",
        rf"^(?:still|tired of|sick of|struggling with|suffering from) (?:being |feeling |having )?{_TRAITS}\b[^.!]*\?$",
        rf"\byour (?:own )?{_NOUNS}\b",
        rf"\byou(?:'re)? (?:have|suffer(?:ing)? from|struggl(?:e|ing) with|dealing with|liv(?:e|ing) with|stuck with) "
        rf"(?:your )?{_NOUNS}\b",
        rf"\b(?:do|did) you (?:have|suffer from|struggle with|live with) (?:your )?{_NOUNS}\b",
        rf"\b(?:meet|join|for) (?:other )?(?:gay|lesbian|black|muslim|christian|jewish|divorced|overweight|obese|fat) "
        r"(?:people|singles|men|women)\b",
        rf"^(?:hey )?(?:diabetics|alcoholics|addicts|fat people|overweight people|debtors)\b.*\byou",
    ),
    PolicyRule.HEALTH_CLAIM: (
        r"\bbefore(?: and |/| & |-and-)after\b",
        r"\b(?:cures?|cured|heals?|reverses?|eliminates?|prevents?) (?:your |all |any )?(?:\w+ )?"
        r"(?:diabetes|cancer|depression|anxiety|arthritis|disease|illness|pain|aging|ageing|wrinkles|acne|obesity|insomnia)\b",
        r"\bclinically proven\b|\bscientifically proven\b|\bdoctors? (?:hate|recommend|approved)\b|\bfda[- ]approved\b",
        r"\bno side effects\b|\bdetox(?:es|ify)?\b|\bflush(?:es)? (?:out )?toxins\b",
        r"\b(?:melts?|burns?|blasts?) (?:away )?(?:belly |body )?fat (?:fast|overnight|while you sleep)\b|\bmelts? away fat\b",
        r"\b(?:perfect|ideal) body\b|\bbikini body\b|\bget rid of (?:your )?(?:fat|ugly)\b",
    ),
    PolicyRule.UNREALISTIC_OUTCOME: (
        r"(?<!money-back )(?<!money back )(?<!satisfaction )(?<!price )(?<!year )(?<!day )\bguarante(?:e|es|ed)\b(?! period)",
        r"\b(?:lose|drop|shed|gain) (?:up to )?\d+(?:\.\d+)? ?(?:kg|kgs|kilos?|lbs?|pounds?|stone|inches|sizes|cm)\b",
        rf"\b{_BODY_OR_MONEY}\b[^.!?]{{0,40}}\b{_SHORT_TIME}\b(?! (?:a|per) )",
        rf"\b{_SKILL}\b[^.!?]{{0,40}}\b(?:{_DAYS})\b(?! (?:a|per) )",
        r"\bovernight (?:success|results?|transformation)\b|\b(?:instant|immediate) (?:results?|success|transformation)\b",
        r"\bwithout (?:any )?(?:effort|work|trying|exercise|diet and exercise)\b|\bzero effort\b|\beffortless(?:ly)? (?:lose|rich)\b",
        r"\b100 ?% (?:success|effective|results?|safe)\b|\bworks? for (?:everyone|everybody|anyone)\b|\bnever fails?\b",
        r"\bpermanent(?:ly)? (?:weight loss|results?|cure)\b|\bresults? (?:are )?assured\b",
    ),
    PolicyRule.INCOME_CLAIM: (
        rf"\b(?:earn|make|making|earning|income of|profit of)\b[^.!?]{{0,25}}(?:{_CURRENCY}\d|\d[\d,.]*k?\b ?(?:dollars|euros|aed|"
        r"a (?:day|week|month|year)|per (?:day|week|month|year)|monthly|weekly|daily))",
        rf"{_CURRENCY}\d[\d,.]*k? ?(?:a|per|/) ?(?:day|week|month|year)\b[^.!?]{{0,30}}\b(?:income|earn|profit|from home)",
        r"\bget(?:ting)? rich\b|\bgot rich\b|\b(?:easy|fast|quick) money\b|\bmake money (?:fast|online|while you sleep)\b",
        r"\bpassive income\b|\b(?:six|seven|6|7)[- ]figure(?:s)?\b|\bquit your (?:day )?job\b|\bdouble your (?:money|income)\b",
        r"\brisk[- ]free (?:profit|return|income|investment)s?\b|\bmillionaire\b|\bfinancial(?:ly)? free(?:dom)? in \d",
    ),
    PolicyRule.MIRACLE: (
        r"\bmiracles?\b|\bmiraculous(?:ly)?\b|\bmagic (?:pill|bullet|formula|trick|cure)\b|\bsecret (?:formula|trick|weapon)\b",
        r"\bone weird trick\b|\bcure[- ]alls?\b|\bmagically\b|\bgame[- ]changing cure\b",
    ),
    PolicyRule.PROFANITY: (
        r"\b(?:f+u+c+k\w*|sh[i1]t\w*|bullsh\w*|b[i1]tch\w*|assholes?|arseholes?|bastards?|dickheads?|cunts?|damn(?:ed|it)?|"
        r"crap(?:py)?|piss(?:ed)?|wank\w*|motherf\w*|f\*+\w*|sh\*+\w*|wtf|stfu)\b",
    ),
    PolicyRule.DECEPTIVE_URGENCY: (
        r"\byou won't believe\b|\bthey don't want you to know\b|\bwhat happens next\b|\bshocking (?:truth|secret)\b",
        r"\b(?:last|final) chance\b|\bbefore it's too late\b|\bact (?:now|fast)(?: or| before|!)|\bor (?:you'll )?regret\b",
        r"\byour (?:account|profile) (?:will be|has been)\b|\bthis (?:ad|video|post) will be (?:deleted|removed|banned)\b",
        r"\bonly \d+ (?:spots?|places?|seats?|left|remaining|hours?|minutes?)\b|\b\d+ (?:spots?|places?|seats?) left\b",
    ),
}  # fmt: skip

RULES: dict[PolicyRule, tuple[re.Pattern[str], ...]] = {
    rule: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for rule, patterns in _PATTERNS.items()
}
