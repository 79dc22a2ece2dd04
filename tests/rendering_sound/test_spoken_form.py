import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.rendering.voice.spoken_form import spoken_form


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("$9.99", "en", "9 dollars 99"),
        ("$1", "en-US", "1 dollar"),
        ("($1.5M)", "en", "1.5 million dollars"),
        ("$20.00!", "en", "20 dollars !"),
        ("€49", "de", "49 Euro"),
        ("49€", "es", "49 euros"),
        ("$5/mo", "en", "5 dollars per month"),
        ("24/7", "en", "24 7"),
        ("2–3", "de", "2 bis 3"),
        ("www.glow-up.com/sale", "en", "glow-up dot com sale"),
        ("#1", "en", "number 1"),
        ("#glow", "en", "hashtag glow"),
        ("𝗙𝗥𝗘𝗘", "en", "FREE"),
        ("Zoolamo™", "en", "Zoolamo"),
        ("<voice>", "en", "voice"),
        ("{\\an8}hi", "en", "an8 hi"),
        ("[[h@loU]]", "en", "h@loU"),
        ("‘don't’", "en", "don't"),
        ("a\x00b", "en", "a b"),
        ("wait...", "en", "wait."),
        ("1️⃣", "en", "1"),
        ("½", "en", "½"),
        ("مُدَّة", "ar", "مُدَّة"),
        ("U.S.", "en", "U.S."),
        ("3.5.2", "en", "3.5.2"),
        ("¥500", "en", "¥500"),
    ],
)
def test_what_is_written_and_what_is_said(written: str, language: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize("token", ["😀", "🇩🇪", "👨\u200d👩\u200d👧", "—", "...", "|", "**", "\u202e", "()"])
def test_decoration_has_no_weight(token: str) -> None:
    assert spoken_form(f"left {token} right", "en").weights == (4, 0, 5)


@given(st.text(), st.sampled_from(["en", "de", "ar", "xx"]))
def test_every_character_belongs_to_a_token_and_tokens_never_go_back(text: str, language: str) -> None:
    form = spoken_form(text, language)
    tokens = text.split()
    assert len(form.weights) == len(tokens)
    assert len(form.owners) == len(form.text)
    assert list(form.owners) == sorted(form.owners)
    assert all(0 <= owner < len(tokens) for owner in form.owners)


@given(st.text())
def test_nothing_reaches_the_synthesiser_that_could_be_markup_or_break_its_input(text: str) -> None:
    said = spoken_form(text, "en").text
    assert not set(said) & set("<>[]{}\\\x00\n\r\t")
    said.encode()  # no lone surrogates


@given(st.lists(st.text("abcxyzäßéñçяжقعش日本", min_size=1), min_size=1))
def test_plain_words_keep_their_own_characters(words: list[str]) -> None:
    form = spoken_form(" ".join(words), "en")
    for index, word in enumerate(words):
        own = "".join(c for c, owner in zip(form.text, form.owners, strict=True) if owner == index)
        assert own.strip() == word
        assert form.weights[index] == len(word)
