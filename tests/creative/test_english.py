"""Free text becomes grammatical copy: the shapes of phrases as people type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.english.desires import desire_forms
from geminivideo.creative.english.morphology import base_of_ing, base_of_third, ing_form, third_person
from geminivideo.creative.english.offers import address, audience, offer_forms, spoken_name
from geminivideo.creative.english.pains import pain_forms
from geminivideo.creative.english.phrase import Kind
from geminivideo.creative.english.reading import read_desire, read_pain, shorten

# typed, kind, "still ...", clause to the viewer
PAINS = [
    ("no time for the gym", Kind.AMOUNT, "saying “no time for the gym”", "you have no time for the gym"),
    ("not enough time", Kind.AMOUNT, "saying “not enough time”", "you don't have enough time"),
    ("low energy", Kind.NOUN, "dealing with low energy", "you're dealing with low energy"),
    ("slow website", Kind.NOUN, "dealing with a slow website", "you're dealing with a slow website"),
    ("LOW ENERGY ALL DAY", Kind.NOUN, "dealing with low energy all day", "you're dealing with low energy all day"),
    ("tried every diet", Kind.DONE, "trying every diet", "you've tried every diet"),
    ("I've tried everything", Kind.DONE, "trying everything", "you've tried everything"),
    ("I feel tired all day", Kind.ACT, "feeling tired all day", "you feel tired all day"),
    ("Feeling tired all day!", Kind.ACT, "feeling tired all day", "you feel tired all day"),
    ("I keep losing receipts", Kind.ACT, "losing receipts", "you keep losing receipts"),
    ("not knowing what to eat", Kind.ACT, "saying “I don't know what to eat”", "you don't know what to eat"),
    ("being ignored by clients", Kind.ACT, "being ignored by clients", "you're being ignored by clients"),
    ("being overweight", Kind.ACT, "being overweight", "you're overweight"),
    ("I have been looking for help", Kind.ACT, "looking for help", "you look for help"),
    ("tired all day", Kind.STATE, "feeling tired all day", "you're tired all day"),
    ("too shy to speak", Kind.STATE, "feeling too shy to speak", "you're too shy to speak"),
    ("I can't stick to a diet", Kind.CANNOT, "saying “I can't stick to a diet”", "you can't stick to a diet"),
    ("I don't know who owes me money", Kind.CANNOT, "saying “I don't know who owes me money”",
     "you don't know who owes you money"),
    ("my dog pulls on the leash", Kind.CLAUSE, "dealing with your dog pulling on the leash",
     "your dog pulls on the leash"),
    ("dog barks at everyone", Kind.CLAUSE, "dealing with your dog barking at everyone", "your dog barks at everyone"),
    ("clients pay late", Kind.CLAUSE, "dealing with clients paying late", "clients pay late"),
    ("skin looks dull", Kind.CLAUSE, "dealing with skin looking dull", "skin looks dull"),
    ("My accountant never answers", Kind.CLAUSE, "dealing with your accountant never answering",
     "your accountant never answers"),
    ("they ignore my emails", Kind.CLAUSE, "dealing with them ignoring your emails", "they ignore your emails"),
    ("way too expensive", Kind.CLAUSE, "dealing with it being way too expensive", "it's way too expensive"),
    ("Why can't I lose weight?", Kind.QUESTION, "asking “Why can't I lose weight?”",
     "you keep asking “Why can't I lose weight?”"),
    ("الطاقة منخفضة", Kind.OTHER, "thinking “الطاقة منخفضة”", "you keep thinking “الطاقة منخفضة”"),
    ("rising energy costs", Kind.NOUN, "dealing with rising energy costs", "you're dealing with rising energy costs"),
    ("invoices that never get paid", Kind.NOUN, "dealing with invoices that never get paid",
     "you're dealing with invoices that never get paid"),
    ("stress", Kind.NOUN, "dealing with stress", "you're dealing with stress"),
    ("asdf zxcv", Kind.OTHER, "thinking “Asdf zxcv”", "you keep thinking “Asdf zxcv”"),
    ("jetzt termin buchen", Kind.OTHER, "thinking “Jetzt termin buchen”", "you keep thinking “Jetzt termin buchen”"),
    ("do not know what to eat", Kind.CANNOT, "saying “I don't know what to eat”", "you don't know what to eat"),
    ("HMRC letters", Kind.NOUN, "dealing with HMRC letters", "you're dealing with HMRC letters"),
]  # fmt: skip

# typed, base form, -ing form
DESIRES = [
    ("lose fat", "lose fat", "losing fat"),
    ("lose fat without starving", "lose fat without starving", "losing fat without starving"),
    ("Getting strong again", "get strong again", "getting strong again"),
    ("I want to feel confident", "feel confident", "feeling confident"),
    ("to sleep better", "sleep better", "sleeping better"),
    ("more energy", "get more energy", "getting more energy"),
    ("calm dog", "get a calm dog", "getting a calm dog"),
    ("confidence", "build confidence", "building confidence"),
    ("no more late nights", "say goodbye to late nights", "saying goodbye to late nights"),
    ("stop worrying about money", "stop worrying about money", "no longer worrying about money"),
    ("not worry about money", "stop worrying about money", "no longer worrying about money"),
    ("confident", "feel confident", "feeling confident"),
    ("debt free", "be debt-free", "being debt-free"),
    ("fluent in Spanish", "be fluent in Spanish", "being fluent in Spanish"),
    ("control my finances", "control your finances", "controlling your finances"),
    ("control over my finances", "get control over your finances", "getting control over your finances"),
    ("lose weight and keep it off", "lose weight and keep it off", "losing weight and keeping it off"),
    ("my dog walks calmly beside me", "have your dog walk calmly beside you", "having your dog walk calmly beside you"),
    ("How to cook in 20 minutes", "cook in 20 minutes", "cooking in 20 minutes"),
    ("Order dinner in Spanish", "order dinner in Spanish", "ordering dinner in Spanish"),
    ("kill my enemies", "kill your enemies", "killing your enemies"),
    ("outshine my rivals", "outshine your rivals", "outshining your rivals"),
    ("jetzt termin buchen", "make “Jetzt termin buchen” happen", "making “Jetzt termin buchen” happen"),
    ("help with taxes", "get help with taxes", "getting help with taxes"),
]


@pytest.mark.parametrize(("typed", "kind", "still", "you"), PAINS, ids=[pain[0] for pain in PAINS])
def test_pains(typed: str, kind: Kind, still: str, you: str) -> None:
    phrase = read_pain(typed)
    forms = pain_forms(phrase)
    assert (phrase.kind, forms.ing, forms.you) == (kind, still, you)


@pytest.mark.parametrize(("typed", "do", "ing"), DESIRES, ids=[desire[0] for desire in DESIRES])
def test_desires(typed: str, do: str, ing: str) -> None:
    forms = desire_forms(read_desire(typed))
    assert (forms.do, forms.ing) == (do, ing)


def test_speaker_and_third_person() -> None:
    forms = desire_forms(read_desire("know what I owe"))
    assert forms.will == "know what I owe"
    assert forms.you == "you know what you owe"
    assert forms.they == "know what they owe"
    assert pain_forms(read_pain("nobody listens to me")).i == "Nobody listens to me"


@pytest.mark.parametrize("verb", ["lose", "get", "stop", "be", "travel", "see", "plan", "carry", "wash", "die"])
def test_verb_forms_go_back_to_their_base(verb: str) -> None:
    assert base_of_ing(ing_form(verb)) == verb
    assert base_of_third(third_person(verb)) == verb


@given(st.text(min_size=1, max_size=200))
def test_any_text_has_every_form_it_promises(text: str) -> None:
    for forms in (pain_forms(read_pain(text)), desire_forms(read_desire(text))):
        for name in forms.__dataclass_fields__:
            value = getattr(forms, name)
            if value is not None:
                assert not re.search(r"[{}<>]", value)
                assert "  " not in value


@given(
    st.lists(
        st.sampled_from("I we my need no more time to feel dogs and which late for the a money".split()), max_size=30
    )
)
def test_shortened_text_is_a_beginning_that_does_not_hang(words: list[str]) -> None:
    text = " ".join(words)
    short = shorten(text)
    if short is not None:
        assert text.startswith(short)
        assert len(short.split()) <= 10
        if short != text:
            assert short.split()[-1] not in {"the", "a", "to", "and", "for", "which", "no"}


@pytest.mark.parametrize(
    ("offer", "do", "kind"),
    [
        ("Book your free consultation", "book your free consultation", CtaType.BOOK_CALL),
        ("20% off your first order", "get 20% off your first order", CtaType.BUY_NOW),
        ("Free shipping", "get free shipping", CtaType.BUY_NOW),
        ("free consultation", "claim your free consultation", CtaType.BOOK_CALL),
        ("Download the free guide", "download the free guide", CtaType.DOWNLOAD),
        ("Get a free quote today", "get a free quote", CtaType.BOOK_CALL),
        ("Contact us", "contact us", CtaType.LEARN_MORE),
        ("Click here", "click here", CtaType.LEARN_MORE),
        ("Click here today", "click here", CtaType.LEARN_MORE),
        ("Do not book anything", None, CtaType.BOOK_CALL),
        ("asdf", None, CtaType.LEARN_MORE),
        ("Jetzt Termin buchen", None, CtaType.LEARN_MORE),
        ("Your first lesson is free", None, CtaType.BOOK_CALL),
        ("Limited time: 50% off", None, CtaType.BUY_NOW),
    ],
)
def test_offers(offer: str, do: str | None, kind: CtaType) -> None:
    forms = offer_forms(offer)
    assert (forms.text, forms.do, forms.type) == (offer, do, kind)


def test_audience_and_name() -> None:
    assert audience("for small business owners") == "small business owners"
    assert audience("Women aged 30-45 in London with two kids and a job") == "women aged 30-45 in London"
    assert audience("I am an expat in Madrid") == "an expat in Madrid"
    assert audience("tired of everything") is None
    assert address("a busy mom") == "busy mom"
    assert address("anyone with a dog") is None
    assert spoken_name("🔥 Hot Sauce™ – The best") == "Hot Sauce"
    assert spoken_name("Invoicely - invoicing for freelancers") == "Invoicely"
