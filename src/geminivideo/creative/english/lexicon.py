"""The words that decide how a free-text phrase is built. Rules do the rest; an English word not here is a noun."""

# Words that are verbs when they start a phrase.
_VERBS = """
accept achieve adapt adopt adore afford agree allow annoy answer appear apply appreciate argue arrive ask attend
attract automate avoid be beat become behave believe belong binge blame borrow bother breastfeed breathe bring
build burn buy cancel carry catch centralise centralize chew choose collaborate collect come commit communicate
commute compare compete complain comply concentrate conceive connect consolidate consume converse convert cope
crave create cry cure deal debug declutter decorate deduct defend delegate deliver demand deploy deserve develop
dig digest digitise digitize disappear discover ditch donate download downsize draw dread earn eat edit educate
electrify eliminate emigrate encourage encrypt enjoy enrol enroll erase escape evolve expect expire explore fail
fall feel find fix forget forgive freelance freeze generate get give go grab graduate grow guarantee guess
handle haggle hang hate have heal hear hide hike hire hit hold hope hurt ache ignore impress improve increase
inherit inspire install insulate insure integrate invest join judge keep know launch learn leave lend let listen
lose maintain make manage master maximise maximize meditate meet memorise memorize migrate minimise minimize
miss monetise monetize motivate mow negotiate nurture obey optimise optimize organise organize outgrow outlast
outperform outsource overcharge overeat overheat owe perform persuade pester pick practise prepare prevent
procrastinate produce prone pronounce protect provide publish put qualify quit read rearrange rebuild receive
reclaim recognise recognize reconcile recover recruit recycle redeem reduce refinance reflect refresh refurbish
refuse regain register reject relate relax relocate remember remove renew renovate repay replace reply rescue
resolve respond restore retain retire rewrite ride satisfy save say sculpt see seem sell send serve settle shave
shed shrink sing sit skip snore socialise socialize solve sort speak spend stand stay stick stop straighten
streamline strengthen submit subscribe succeed suffer swim take teach tell thrive throw translate treat trim
trust try understand unlock unwind unwrap upgrade use vacuum vanish wait wake want wash waste wear whiten win
worry write yell simplify swap thank throw sound smell
conquer outsmart obtain attain acquire explain examine explode expand expose extend facilitate fasten fetch flourish
foster fulfill gather greet ignite illuminate imagine implement inform inspect integrate introduce invent invite
knit mend merge navigate obsess oversee overtake overthink participate persist postpone predict preserve prioritise
prioritize promote prove pursue quieten rebrand recharge recommend reinvent rejoin remodel remind reopen repeat
rescue resell reshape resist restart retake revive revisit shorten soften soothe steal stabilise stabilize suggest
suspend sustain tackle tame thrill tighten transform unclog uncover undo unpack untangle upskill venture verify
volunteer widen withdraw wow unleash fulfil yawn""".split()

# Verbs as often as nouns. In the first group a following noun or preposition still leaves the verb likely.
VERB_FIRST = frozenset(
    """sleep look cook run walk move cut travel smile laugh jump lift stretch boost switch turn drive track scale
    change break reverse set coach book visit tap shop call contact score sail play reach work plan pull push dress
    stream text drink reheat sweat check test bark chase raise start keep train pay claim hire ship film record
    teach lead host order request fight feed pitch grow show share protect file swing dance cycle surf ski bounce
    respect double triple halve skip beat own learn live lock load pack kick shine signal scare finance import notice
    update upload toast transfer transport spot scream shout polish pause reuse purchase harvest hug kiss wipe select
    click kill nail ace grab""".split()
)
NOUN_FIRST = frozenset(
    """help support control fear lack diet budget stress rest balance rent power fuel charge park design practice love
    chat talk tone snack bite repair focus quote trial place back report audit schedule survey interview review
    present delay monitor wire tile paint groom list stage row fish bid carpet camp press squat need offer forecast
    supply climb struggle heat doubt crash crack leak peel itch lag code network rank store charge range deposit
    cost benefit debate finish trade trail pitch parent""".split()
)
# Adjectives as often as verbs: a verb only before a determiner ("lower my bills", but "lower bills").
ADJECTIVE_FIRST = frozenset(
    """lower clean open cool free empty clear warm dry slow smooth complete perfect fit own live calm tidy secure close
    double better even""".split()
)
BASE_VERBS = frozenset(_VERBS) | VERB_FIRST | NOUN_FIRST | ADJECTIVE_FIRST
# They need no object to be a predicate: "skin looks dull", "it feels wrong".
LINKING = frozenset("look feel seem sound smell taste keep get stay become go make take cost hurt".split())
# Who does something without a plural: "nobody answers", "it takes too long".
SINGULAR_SUBJECTS = frozenset("nobody nothing everyone everything somebody someone something it he she".split())

# base, past participle: how a phrase without a subject says what has been done ("tried every diet").
PAST_FORMS = {
    "tried": ("try", "tried"), "failed": ("fail", "failed"), "wasted": ("waste", "wasted"), "lost": ("lose", "lost"),
    "spent": ("spend", "spent"), "missed": ("miss", "missed"), "gave": ("give", "given"), "bought": ("buy", "bought"),
    "paid": ("pay", "paid"), "forgot": ("forget", "forgotten"), "hired": ("hire", "hired"), "quit": ("quit", "quit"),
    "gained": ("gain", "gained"), "struggled": ("struggle", "struggled"), "started": ("start", "started"),
    "got": ("get", "gotten"), "gotten": ("get", "gotten"), "been": ("be", "been"), "used": ("use", "used"),
    "switched": ("switch", "switched"), "made": ("make", "made"), "had": ("have", "had"), "seen": ("see", "seen"),
    "went": ("go", "gone"), "skipped": ("skip", "skipped"), "ruined": ("ruin", "ruined"), "read": ("read", "read"),
    "outgrew": ("outgrow", "outgrown"), "outgrown": ("outgrow", "outgrown"), "given": ("give", "given"),
    "downloaded": ("download", "downloaded"), "watched": ("watch", "watched"), "hit": ("hit", "hit"),
    "tested": ("test", "tested"), "ordered": ("order", "ordered"), "promised": ("promise", "promised"),
}  # fmt: skip

# Adjectives that can stand alone after "feel".
FEELINGS = frozenset(
    """tired exhausted stressed overwhelmed anxious nervous scared afraid worried embarrassed ashamed insecure
    self-conscious unsure uncertain stuck trapped bored lonely sad unhappy frustrated angry bloated sleepy
    unmotivated burnt burned drained confused hopeless helpless guilty invisible misunderstood underpaid undervalued
    intimidated confident calm happy proud fit healthy healthier strong stronger lean leaner slim slimmer toned
    energetic energised energized rested relaxed focused free pain-free stress-free secure safe attractive beautiful
    younger comfortable rich balanced motivated disciplined alive amazing great good better awesome well fresh heard
    seen loved respected light lighter sharp sharper unstoppable fulfilled refreshed settled supported shy timid
    awkward hesitant discouraged demotivated disconnected distracted forgetful jealous restless irritable cranky
    grumpy moody sluggish foggy weaker older judged ripped-off cheated pressured rushed intimidated hurt fed-up
    burned-out burnt-out in-shape fresh-faced empowered inspired energised fearless playful graceful pretty handsome
    beloved welcome at-ease prepared""".split()
)
STATES = frozenset(
    """busy overworked burned-out broke sick ill weak slow fat overweight skinny unfit unhealthy hungry lazy
    disorganised disorganized behind late short sore fluent debt-free independent ready prepared organised organized
    productive successful wealthy consistent visible booked known allergic addicted dependent reliant able unable
    single pregnant home outdated understaffed underweight obese depressed diabetic bankrupt unemployed certified
    licensed compliant profitable""".split()
)
ADJECTIVES = FEELINGS | STATES
# What may follow an adjective that is the whole predicate ("tired all day"), as opposed to one before its noun.
AFTER_ADJECTIVE = frozenset(
    """all every at in about with of by again before after for to enough on when whenever during even and or but from
    because until most everywhere always still in my our as since without while whilst around today too""".split()
)
# Words in -ing that describe a noun, or are one.
ING_ADJECTIVES = frozenset(
    """boring amazing stunning confusing exhausting annoying frustrating overwhelming aging ageing glowing rising
    lasting growing outstanding aching thinning sagging peeling crying barking recurring ongoing existing competing
    conflicting failing nagging crippling embarrassing disappointing shocking tempting sparkling dazzling relaxing
    interesting caring loving everlasting matching fitting leaking long-lasting hard-working never-ending
    time-consuming""".split()
)
ING_NOUNS = frozenset(
    """nothing something everything anything evening morning spring king ring ceiling wedding clothing string wing
    marketing housing plumbing banking accounting heating lighting seating bedding dining advertising engineering
    bookkeeping billing invoicing training parking onboarding funding pricing branding""".split()
)

DETERMINERS = frozenset(
    """a an the my your our their his her its this that these those some any every each all both another""".split()
)
# "too expensive to fix" is about a thing, "too shy to speak" about a person.
OF_THINGS = frozenset(
    "expensive complicated hard difficult slow long far small big heavy confusing risky good much many late".split()
)
PRONOUNS = frozenset("me you us them it myself yourself ourselves everything something anyone people".split())
ADVERBS = frozenset(
    """finally easily actually simply always really quickly confidently consistently constantly often sometimes never
    just still only barely hardly regularly safely naturally gradually truly fully already secretly eventually
    slowly effortlessly usually permanently instantly""".split()
)
AFTER_VERB = frozenset(
    """better faster well again out up off down away through back early late less more smarter harder longer deeper
    like around forward together along home overnight calmly nicely quietly beside""".split()
) | ADVERBS | DETERMINERS | PRONOUNS  # fmt: skip
PREPOSITIONS = frozenset(
    """of for in with at on to from without about by over under after before between into through during beside behind
    against like near per than while across inside around""".split()
)
RELATIVE = frozenset("that which who whose where".split())
FINITE = frozenset(
    """is are was were isn't aren't wasn't weren't has have had hasn't haven't doesn't don't didn't won't can't cannot
    couldn't will can could never always just""".split()
)
QUANTIFIERS = frozenset("no zero few little insufficient".split())
QUANTIFIER_PAIRS = frozenset(
    {("not", "enough"), ("too", "much"), ("too", "many"), ("so", "much"), ("so", "many"), ("never", "enough"),
     ("not", "much"), ("not", "many"), ("hardly", "any"), ("barely", "any"), ("way", "too"), ("very", "little")}
)  # fmt: skip
# Plural or collective subjects that do not show it by an s.
PLURAL_SUBJECTS = frozenset(
    "people kids children clients customers we they teeth feet staff women men everyone".split()
)

# Singular nouns that need an article ("a calm dog"); a noun that is not here goes without.
COUNT_NOUNS = frozenset(
    """smile dog cat pet puppy house home garden kitchen room car job boss career business company team plan routine
    schedule diet body shape figure waist life lifestyle language accent degree certificate skill habit system
    website store shop brand product app tool platform dashboard report invoice budget mortgage loan lease deal
    agent broker lawyer accountant dentist doctor coach trainer teacher tutor mentor partner relationship family
    child baby vacation holiday trip weekend evening night day week month year hour minute minute break walk run
    class lesson course book guide checklist recipe meal snack box kit roof lawn panel battery bill quote offer
    price discount consultation call demo trial appointment visit session review audit assessment evaluation tour
    viewing sample membership subscription voucher coupon gift glow complexion look haircut wardrobe outfit dress
    jawline bite gap crown implant filling toothache headache migraine backache knee shoulder spine posture pipeline
    lead client customer audience following reputation portfolio studio office desk inbox calendar process workflow
    promotion raise salary pension side-hustle hobby goal dream vision strategy method way path step start finish
    future fortune leash collar yard balcony view neighbourhood neighborhood neighbour neighbor community tenant
    landlord contractor mess pile deadline mistake problem answer solution result chance voice mindset identity
    purpose partner webinar workshop ebook pdf template newsletter estimate inspection screening facial massage scan
    cleaning check-up checkup refill bundle starter""".split()
)
_AN = frozenset("hour honest heir honour honor".split())


def article(word: str) -> str:
    """`a` or `an` before `word`."""
    lowered = word.lower()
    if lowered.startswith(("uni", "use", "usu", "eu", "one")):
        return "a"
    return "an" if lowered in _AN or lowered[:1] in set("aeiou") else "a"


# Verbs that say "get" better for a wish about the noun.
VERB_FOR_NOUN = {
    "confidence": "build", "trust": "build", "muscle": "build", "muscles": "build", "habits": "build",
    "discipline": "build", "strength": "build", "savings": "build", "wealth": "build", "calm": "find",
    "balance": "find", "motivation": "find", "joy": "find", "home": "find", "job": "find", "community": "find",
    "walks": "enjoy", "life": "have", "lifestyle": "have", "smile": "have", "skin": "have", "teeth": "have",
    "hair": "have",
    "evenings": "have", "weekends": "have", "relationship": "have",
    "fun": "have", "success": "find", "peace": "find",
    "memories": "make", "friends": "make", "progress": "make", "money": "have", "holidays": "have",
}  # fmt: skip

# First words that keep their capital in the middle of a sentence.
PROPER = frozenset(
    """i english spanish german french italian arabic chinese mandarin japanese korean portuguese russian dutch turkish
    hindi urdu polish swedish greek hebrew british american european african asian indian dubai london paris berlin
    madrid york america europe africa asia australia canada germany france spain italy india china japan uae uk usa
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december christmas ramadan easter google facebook instagram tiktok youtube linkedin amazon
    excel outlook whatsapp airbnb shopify netflix ielts toefl gcse vat hr saas b2b b2c crm seo ai gp nhs irs
    hmrc""".split()
)
