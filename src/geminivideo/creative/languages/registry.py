"""Which languages the local copywriter and judges know, found by language tag."""

from geminivideo.creative.languages.arabic import ARABIC
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.languages.german import GERMAN
from geminivideo.creative.languages.spanish import SPANISH

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, GERMAN, SPANISH, ARABIC)}


def is_known(tag: str) -> bool:
    return base_tag(tag) in LANGUAGES


def language_for(tag: str) -> Language:
    """By the base of the tag: de-AT is German. What is not known is read as English, as `is_known` tells."""
    return LANGUAGES.get(base_tag(tag), ENGLISH)


def base_tag(tag: str) -> str:
    return tag.lower().split("-")[0]
