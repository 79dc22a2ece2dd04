"""Which list a text is read with."""

from collections.abc import Mapping

from geminivideo.oracle.ad_words.arabic import ARABIC
from geminivideo.oracle.ad_words.base import AdWords
from geminivideo.oracle.ad_words.english import ENGLISH
from geminivideo.oracle.ad_words.german import GERMAN
from geminivideo.oracle.ad_words.spanish import SPANISH

_LISTS: Mapping[str, AdWords] = {"en": ENGLISH, "de": GERMAN, "es": SPANISH, "ar": ARABIC}


def ad_words_of(language: str) -> AdWords:
    """For a BCP 47 tag. Languages without a list are read with the English one, which finds little in them."""
    return _LISTS.get(language.partition("-")[0].lower(), ENGLISH)
