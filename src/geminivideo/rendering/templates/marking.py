"""Numbers and labels before on-screen texts, in the language of the ad."""

from geminivideo.rendering.templates.casting import Cast
from geminivideo.rendering.templates.model import Mark

_LABELS = {
    Mark.BEFORE: {
        "en": "Before", "de": "Vorher", "es": "Antes", "fr": "Avant", "it": "Prima", "pt": "Antes", "nl": "Voor",
        "ar": "قبل",
    },
    Mark.AFTER: {
        "en": "After", "de": "Nachher", "es": "Después", "fr": "Après", "it": "Dopo", "pt": "Depois", "nl": "Na",
        "ar": "بعد",
    },
}  # fmt: skip
_LONGEST = 5  # words; a longer text says by itself which side it is about


def marked(text: str, cast: Cast, language: str) -> str:
    """The on-screen text as its role has it. A text with a digit or colon of its own is its own label; in a language
    without labels here nothing is added.
    """
    mark = cast.role.title.mark
    if not text or any(character.isdigit() or character == ":" for character in text):
        return text
    if mark is Mark.NUMBER:
        return f"{cast.number}. {text}" if cast.of > 1 else text
    label = _LABELS.get(mark, {}).get(language.partition("-")[0].casefold())
    named = label is None or len(text.split()) > _LONGEST or text.casefold().startswith(label.casefold())
    return text if named else f"{label}: {text}"
