"""Who speaks: the brief says "I" or "my", an ad says "you" or lets a voice say "I"."""

import re

_TO_YOU = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "my": "your", "me": "you",
    "mine": "yours", "myself": "yourself", "we": "you", "we're": "you're", "we've": "you've", "we'd": "you'd",
    "we'll": "you'll", "our": "your", "us": "you", "ours": "yours", "ourselves": "yourself",
}  # fmt: skip
_TO_I = {
    "you": "I", "you're": "I'm", "you've": "I've", "you'd": "I'd", "you'll": "I'll", "your": "my",
    "yours": "mine", "yourself": "myself", "i": "I", "i'm": "I'm", "i've": "I've", "i'd": "I'd", "i'll": "I'll",
}  # fmt: skip
_TO_THEY = {
    "i": "they", "i'm": "they're", "i've": "they've", "my": "their", "me": "them", "mine": "theirs",
    "myself": "themselves", "we": "they", "our": "their", "us": "them", "you": "them", "your": "their",
    "yours": "theirs", "yourself": "themselves",
}  # fmt: skip
_BE_TO_YOU = [
    (re.compile(r"\b(you) am\b"), r"\1 are"), (re.compile(r"\b(you) was\b"), r"\1 were"),
    (re.compile(r"\bam you\b"), "are you"), (re.compile(r"\bwas you\b"), "were you"),
]  # fmt: skip
_OBJECT_YOU = re.compile(
    r"(?<=\b)(for|to|with|of|from|at|on|by|about|around|beside|behind|after|like|near|than|than|make|makes|help|helps|"
    r"give|gives|let|lets|tell|tells|show|shows|cost|costs|keep|keeps|hold|holds|love|loves) I\b"
)
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")


def to_you(text: str) -> str:
    """Every first person becomes the second: "my dog ignores me" -> "your dog ignores you"."""
    changed = _WORD.sub(lambda m: _swap(m.group(), _TO_YOU), text)
    for pattern, replacement in _BE_TO_YOU:
        changed = pattern.sub(replacement, changed)
    return changed


def to_i(text: str) -> str:
    """The viewer's own voice: "your dog ignores you" -> "my dog ignores me"."""
    words = text.split()
    changed = " ".join(_WORD.sub(lambda m: _swap(m.group(), _TO_I), word) for word in words)
    changed = _OBJECT_YOU.sub(r"\1 me", changed)
    if words and words[-1].strip(".,!?") == "you":
        changed = re.sub(r"\bI\b(\W*)$", r"me\1", changed)
    return re.sub(r"\bI are\b", "I am", re.sub(r"\bare I\b", "am I", changed))


def to_they(text: str) -> str:
    """About other people, from the speaker: "know what I owe" -> "know what they owe"."""
    return _WORD.sub(lambda m: _swap(m.group(), _TO_THEY), text)


def _swap(word: str, table: dict[str, str]) -> str:
    return table.get(word.lower(), word)
