"""Briefs of ten trades, typed in as people type, and some that deserve to fail."""

from typing import Any

from geminivideo.creative.model import Brief

_BRIEFS: dict[str, dict[str, Any]] = {
    "fitness": {
        "product_name": "PTD Fitness Coaching",
        "offer": "Book your free consultation",
        "target_avatar": "busy professionals in Dubai",
        "pain_points": ["no time for the gym", "low energy", "tried every diet"],
        "desires": ["lose fat", "feel confident", "more energy"],
    },
    "dental": {
        "product_name": "BrightSmile Dental Clinic",
        "offer": "Free dental check-up this month",
        "target_avatar": "adults who avoid the dentist",
        "pain_points": ["afraid of the dentist", "I hide my teeth in photos", "tooth pain at night", "Hidden fees"],
        "desires": ["smile with confidence", "a brighter smile", "painless treatment", "know the price before I start"],
    },
    "invoicing": {
        "product_name": "Invoicely - invoicing for freelancers",
        "offer": "Start your 14-day free trial. No card needed",
        "target_avatar": "freelance designers and developers",
        "pain_points": ["clients pay late", "chasing invoices on Sundays", "I don't know who owes me money"],
        "desires": ["get paid on time", "Send an invoice in 2 minutes", "stop doing admin at night", "know my numbers"],
    },
    "skincare": {
        "product_name": "Dewy™ Barrier Serum",
        "offer": "20% off your first bottle",
        "target_avatar": "Women with sensitive skin",
        "pain_points": ["my skin feels tight after washing", "redness that won't go away", "Breakouts on big days 😩"],
        "desires": ["calm skin", "a 2-step routine", "glowing skin without makeup", "Feeling fresh-faced"],
    },
    "language": {
        "product_name": "Habla! Language School",
        "offer": "Book a trial lesson",
        "target_avatar": "I am an expat in Madrid",
        "pain_points": ["I freeze when someone speaks to me", "forgot my grammar", "too shy to speak"],
        "desires": ["Speak Spanish fluently", "make local friends", "Order dinner without switching to English"],
    },
    "estate": {
        "product_name": "Harbour Homes",
        "offer": "Get a free valuation",
        "target_avatar": "homeowners thinking about selling in Bristol",
        "pain_points": ["Agents who never call back", "the house has been on the market for months"],
        "desires": ["sell for a fair price", "a move without chaos", "know the real value"],
    },
    "meals": {
        "product_name": "Crate & Spoon",
        "offer": "Try your first box for $29",
        "target_avatar": "parents with no time to cook",
        "pain_points": ["What's for dinner?", "takeout three times a week", "kids won't eat vegetables"],
        "desires": ["dinner in 20 minutes", "eat together", "Less waste"],
    },
    "dogs": {
        "product_name": "Good Paws Academy",
        "offer": "Join the free puppy webinar",
        "target_avatar": "first-time dog owners",
        "pain_points": ["my dog pulls on the leash", "Dog barks at everyone", "neighbours complain"],
        "desires": ["my dog walks calmly beside me", "calm dog", "walks I look forward to"],
    },
    "solar": {
        "product_name": "SunnyRoof Solar",
        "offer": "Check if your roof qualifies",
        "target_avatar": "homeowners in Arizona",
        "pain_points": ["High electricity bills", "the house is an oven in July", "pushy salespeople"],
        "desires": ["lower bills", "a home that stays cool", "Sell power back to the grid"],
    },
    "accounting": {
        "product_name": "Ledger & Lamb Accounting",
        "offer": "Schedule a 15-minute call",
        "target_avatar": "small business owners in the UK",
        "pain_points": ["tax season panic", "HMRC letters", "Receipts in a shoebox", "My accountant never answers"],
        "desires": ["know what I owe", "sleep before the deadline", "an accountant who answers"],
    },
    "empty_promises": {
        "product_name": "MegaSlim",
        "offer": "Order now",
        "target_avatar": "everyone",
        "pain_points": ["Are you fat?", "you are broke", "problems"],
        "desires": ["guaranteed miracle results", "lose 30 kg in 7 days", "get rich quick", "good stuff"],
    },
    "vague": {
        "product_name": "Solutions Pro",
        "offer": "Contact us",
        "target_avatar": "people",
        "pain_points": ["problems", "issues with things", "bad results"],
        "desires": ["better results", "a good life", "success"],
    },
    "awkward": {
        "product_name": "{Curly} “Quotes” & Co. 🚀",
        "offer": '"Save" {50%} — today & only here!',
        "target_avatar": '"moms" {of} <teens> 👩',
        "pain_points": ['"no time" 😩', "{0} energy", "🔥🔥", "???", "الطاقة منخفضة", "<b>tags</b> & stuff", "it's"],
        "desires": ['"more" time', "Getting {strong} again!!", "⭐", '"I can finally breathe," she said'],
    },
    "gibberish": {
        "product_name": "asdf",
        "offer": "qwer",
        "target_avatar": "hjkl",
        "pain_points": ["asdf", "hjkl zxcv"],
        "desires": ["bnm", "qwop"],
    },
    "crypto": {
        "product_name": "CryptoX",
        "offer": "Send us 1 bitcoin",
        "target_avatar": "people with savings",
        "pain_points": ["my savings lose value"],
        "desires": ["triple my savings", "financial freedom"],
    },
    "guns": {
        "product_name": "GunMart",
        "offer": "Buy a gun today",
        "target_avatar": "teenagers",
        "pain_points": ["my enemies bother me", "weak at school"],
        "desires": ["kill my enemies", "feel powerful"],
    },
    "refusing": {
        "product_name": "NoBook",
        "offer": "Do not book anything",
        "target_avatar": "busy people",
        "pain_points": ["no time for lunch", "too many meetings"],
        "desires": ["a free evening", "leave work at six"],
    },
    "tiny": {
        "product_name": "Zen",
        "offer": "Try it",
        "target_avatar": "anyone",
        "pain_points": ["stress"],
        "desires": ["calm"],
    },
}

HOPELESS = ["gibberish", "crypto", "guns", "refusing"]
TRADES = [name for name in _BRIEFS if name not in {"empty_promises", "vague", "awkward", "tiny", *HOPELESS}]
ALL = list(_BRIEFS)


def brief(name: str, **changes: Any) -> Brief:
    return Brief.model_validate(_BRIEFS[name] | changes)
