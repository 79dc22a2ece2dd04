"""Meta's advertising standards as patterns: what may not be said in an ad, whoever wrote it.

Sources: Meta Advertising Standards on personal attributes, health and wellness, unrealistic outcomes, financial
products, profanity, low-quality or disruptive content, and what may not be advertised at all. One pattern per line,
matched inside one sentence; what it matches is shown as the offending words. <names> stand for the fragments below.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
    "sell": r"buy|order|get|try|shop|sell|deliver|own|carry|want|need|enjoy|best|cheap|new|your first",
    "gun": r"guns?(?! ?(?:dog|safe))|firearms?|rifles?|pistols?|handguns?|shotguns?|ammo|ammunition|silencers?"
    r"|grenades?|explosives|brass knuckles|switchblades?|tasers?|pepper spray",
    "victim": r"enem(?:y|ies)|people|persons?|someone|somebody|everyone|everybody|anyone|him|her|them|m[ae]n|wom[ae]n"
    r"|wife|husband|girlfriend|boyfriend|ex|exes|boss(?:es)?|teachers?|classmates?|colleagues?|neighbou?rs?|kids?"
    r"|child(?:ren)?|parents?|mother|father|family|police|cops?|jews|muslims|christians|immigrants|bull(?:y|ies)|rivals?",
    "smoke": r"cigarettes?|cigars?|tobacco|nicotine|e-?cigs?|e-?cigarettes?|snus|hookah|shisha|vapes?|vaping"
    r"|vape (?:kits?|pens?|juice|shops?|liquids?)",
    "drug": r"cannabis|marijuana|weed(?=$|[ .,!?](?!killer|barrier|control|free))|thc|cocaine|heroin|mdma"
    r"|ecstasy|lsd|meth|ketamine|magic mushrooms|psilocybin|opioids?|fentanyl|steroids|xanax|adderall",
    "harm": r"kill|murder|shoot|stab|poison|strangle|attack|assault|bomb|behead|torture|beat up",
    "coin": r"crypto|bitcoins?|btc|eth(?:er(?:eum)?)?|usdt|coins?",
    "money": r"money|savings?|investments?|capital|portfolio|deposit|wealth|<coin>",
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
    PolicyRule.WEAPONS: r"""
        \b(?:<sell>) (?:(?!glue|massage|nail|heat|staple|water|toy|spray|label|radar)\w+ ){0,2}(?:<gun>)\b
        \b(?:gun|firearm|ammo|weapon)s? ?(?:mart|shop|store|sales?|depot|kits?|dealers?)\b|\b3d[- ]printed guns?\b
        \b(?:assault|sniper) rifles?\b|\bweapons? (?:for sale|delivered)\b
        \b(?:buy|order|get|carry|sell) (?:\w+ )?weapons?\b
    """,
    PolicyRule.VIOLENCE: r"""
        \b(?:<harm>)(?:ing)? (?:\w+ ){0,2}(?:<victim>)\b
        \b(?:hurt|harm|punish|destroy)(?:ing)? (?:my|your|their|his|our) (?:\w+ )?(?:<victim>)\b
        \b(?:get|take|taking|getting) (?:\w+ )?revenge\b|\bhitm[ae]n\b|\b(?:mass|school) shooting\b
        \b(?:kill|harm|hurt) (?:my|your)sel(?:f|ves)\b
    """,
    PolicyRule.TOBACCO: r"""
        \b(?:<sell>) (?:(?!without|no|less|fewer)\w+ ){0,2}(?:<smoke>)(?![\w-])
        \b(?:vape|e-?cig|tobacco|cigar|hookah|shisha) ?(?:kits?|pens?|juice|shops?|liquids?|stores?|lounges?|club)\b
        \b(?:enjoy|love) (?:smoking|vaping)\b
    """,
    PolicyRule.DRUGS: r"""
        \b(?:<sell>|smoke|take|use|find) (?:\w+ ){0,2}(?:<drug>)\b|\bthc\b
        \b(?:<drug>) (?:online|delivered|delivery|shop|store|edibles|gummies)\b
        \bget (?:\w+ )?high (?:every|on|with|legally|fast|tonight)\b|\bwithout (?:a )?prescription\b
    """,
    PolicyRule.ADULT_CONTENT: r"""
        \bporn\w*\b|\b(?:sex|cam|nude) ?(?:cams?|girls?|chats?|shows?|videos?|toys?|pics|dates?)\b|\bnudes?\b
        \bnaked (?:girls|women|men)\b|\bescorts?(?= (?:service|girls?|agency|near)|$)|\bhook ?ups?\b
        \bhot (?:singles|girls(?! walk)|milfs?)\b|\bonlyfans\b|\bxxx\b|\berotic\w*\b
        \bget laid\b|\bhave sex\b|\bstrippers?\b
    """,
    PolicyRule.GAMBLING: r"""
        \bcasinos?\b|\bfree spins?\b|\bslot machines?\b|\bsports? ?betting\b|\bbet (?:\w+ )?(?:on|money)\b
        \bbetting (?:tips?|odds|app|site)s?\b|\bjackpots?\b|\bgamble\b
        \b(?:play|win|at|online) (?:\w+ )?(?:poker|roulette|blackjack|slots(?! of)|baccarat)\b
        \bwin (?:\w+ )?(?:at|the) (?:the )?(?:lottery|races)\b
    """,
    PolicyRule.INVESTMENT_CLAIM: r"""
        \b(?:doubl|tripl|quadrupl|multipl)(?:e|ing|y|ying) (?:my|your|their|our|the) (?:\w+ )?(?:<money>)\b(?! on )
        \b\d+ ?x (?:my|your) (?:\w+ )?(?:<money>)\b|\b(?:10|100|1000)x (?:returns?|gains?|profits?)\b
        \b(?:guaranteed|assured|fixed|risk[- ]free|certain) (?:\d+ ?% )?(?:\w+ )?(?:returns|profits?|yields?|gains?)\b
        \b\d+ ?% (?:\w+ )?(?:returns|profits|yields?|gains)\b|\breturns? of (?:up to )?\d+ ?%
        \b(?:send|transfer|deposit) (?:(?:us|me|only|just) )*\d[\d.,]* ?(?:<coin>)\b
        \bsend (?:us|me) (?:your |the |some )?(?:<money>|gift cards?)\b(?! question)
        \bnever lose (?:money|a trade)\b|\bcan(?:no|')t lose\b
    """,
}

# Being rid of it may be advertised: "quit smoking", "help with a gambling addiction".
EXCUSES = re.compile(
    r"\b(?:quit|quitting|stop|stopping|stopped|give up|giving up|no longer|free from|recover from|recovery|rehab"
    r"|addict(?:ed|ion)?|hooked|sober)\b",
    re.IGNORECASE,
)
# What may not be sold at all: where the brief itself says it, no wording mends it.
NOT_FOR_SALE = frozenset(
    {
        PolicyRule.WEAPONS, PolicyRule.VIOLENCE, PolicyRule.TOBACCO, PolicyRule.DRUGS, PolicyRule.ADULT_CONTENT,
        PolicyRule.GAMBLING, PolicyRule.INVESTMENT_CLAIM,
    }
)  # fmt: skip
_EXCUSABLE = NOT_FOR_SALE - {PolicyRule.INVESTMENT_CLAIM}


def _as_it_is(text: str) -> str:
    return text


def _from_to(text: str, start: int, end: int) -> str:
    return text[start:end]


@dataclass(frozen=True, eq=False)
class PolicyRules:
    """The rules in one language. Patterns are matched in `plain` text; `typed` finds what stood there."""

    patterns: Mapping[PolicyRule, tuple[re.Pattern[str], ...]]
    excuses: re.Pattern[str]
    plain: Callable[[str], str] = _as_it_is
    typed: Callable[[str, int, int], str] = _from_to

    def offences(self, sentence: str) -> list[tuple[PolicyRule, str]]:
        """Each rule that the sentence breaks, with the words that break it."""
        plain = self.plain(sentence)
        found = []
        for rule, patterns in self.patterns.items():
            match = next((hit for pattern in patterns if (hit := pattern.search(plain))), None)
            if match and not (rule in _EXCUSABLE and self.excuses.search(plain)):
                found.append((rule, self.typed(sentence, *match.span()).strip()))
        return found


def compiled_rules(
    rules: Mapping[PolicyRule, str], fragments: Mapping[str, str]
) -> dict[PolicyRule, tuple[re.Pattern[str], ...]]:
    """One pattern per line; <names> stand for fragments."""
    return {rule: _compiled(lines, fragments) for rule, lines in rules.items()}


def _compiled(lines: str, fragments: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    patterns = (line.strip() for line in lines.splitlines())
    return tuple(re.compile(_expanded(pattern, fragments), re.IGNORECASE) for pattern in patterns if pattern)


def _expanded(pattern: str, fragments: Mapping[str, str]) -> str:
    """Fragments may name fragments; lookbehinds such as (?<!x) are left alone."""
    while named := re.search(r"<(\w+)>", pattern):
        pattern = pattern.replace(named.group(), fragments[named.group(1)])
    return pattern


ENGLISH_RULES = PolicyRules(compiled_rules(_PATTERNS, _FRAGMENTS), EXCUSES)
