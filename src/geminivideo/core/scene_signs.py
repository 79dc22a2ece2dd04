"""What a query asks of people, writing and speech in a scene, and whether the scene has them.

True and False are known; None says that the query does not care, or that nobody looked or listened.
"""

import re

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageScene, SceneContent, SceneFeatures

PEOPLE = frozenset(
    "actor athlete athletes babies baby boy boys child children client clients coach couple couples crowd "
    "customer customers dad doctor employee employees families family father fathers friend friends girl girls "
    "group guy guys kid kids ladies lady man men mom mother mothers nurse owner owners parent parents people "
    "person persons player players presenter professional professionals runner somebody someone student students "
    "teacher team trainer woman women worker workers".split()
)
_WRITING = frozenset(
    "text texts writing written caption captions subtitle subtitles headline headlines lettering inscription".split()
)
_SPEECH = frozenset("talking talks speaking speaks speech speaker interview narration voice testimonial".split())
_NAMES = {"people": ("people", "nobody"), "writing": ("writing", "no writing"), "speech": ("speech", "no speech")}
# A face in fewer of the looked at pictures is more often a mistake of the detector than a person.
_LEAST_FACES = 0.05
_LEAST_SPEECH = 0.05
_WITHOUT = re.compile(r"\b(?:no|without(?: any)?|not any|free of)\s+(?:visible\s+)?(\w+)")
_NOBODY = re.compile(r"\b(?:nobody|no one|no-one)\b(?:\s+(?:is\s+)?(\w+))?")


class Signs(Frozen):
    people: bool | None = None
    writing: bool | None = None
    speech: bool | None = None


def asked_for(query: str) -> Signs:
    """Of "woman talking, no text on screen": people and speech, and no writing."""
    text = query.casefold()
    without = set(_WITHOUT.findall(text))
    for nobody in _NOBODY.finditer(text):
        without.add(nobody.group(1) if nobody.group(1) in _SPEECH else "people")
    words = set(re.findall(r"[^\W_]+", _NOBODY.sub(" ", _WITHOUT.sub(" ", text))))
    return Signs(
        people=_wanted(PEOPLE, words, without),
        writing=_wanted(_WRITING, words, without),
        speech=_wanted(_SPEECH, words, without),
    )


def signs_of(features: SceneFeatures, content: SceneContent) -> Signs:
    return Signs(
        people=_shows_people(features, content), writing=_shows_writing(content), speech=_is_spoken(features, content)
    )


def signs_of_scene(scene: FootageScene) -> Signs:
    """Nobody has to listen to a file without sound to know that nobody speaks in it."""
    signs = signs_of(scene.features, scene.content)
    if scene.source.has_audio or signs.speech is not None:
        return signs
    return signs.model_copy(update={"speech": False})


def compared(asked: Signs, there: Signs) -> list[tuple[bool, str]]:
    """Of what is both asked for and known: whether it is as asked, and that in words."""
    found = []
    for name, (with_it, without) in _NAMES.items():
        wanted, known = getattr(asked, name), getattr(there, name)
        if wanted is not None and known is not None:
            said = with_it if known else without
            found.append((wanted is known, f"{said}, as asked" if wanted is known else f"but {said}"))
    return found


def _wanted(kind: frozenset[str], words: set[str], without: set[str]) -> bool | None:
    if kind & without:
        return False
    return True if kind & words else None


def _shows_people(features: SceneFeatures, content: SceneContent) -> bool | None:
    """Without an object detector a face is a person, but no face is not nobody: people turn their backs."""
    if (features.faces or 0.0) >= _LEAST_FACES:
        return True
    if content.objects is None:
        return None
    return any(PEOPLE & set(seen.label.casefold().split()) for seen in content.objects)


def _shows_writing(content: SceneContent) -> bool | None:
    return None if content.text is None else any(seen.text.strip() for seen in content.text)


def _is_spoken(features: SceneFeatures, content: SceneContent) -> bool | None:
    """A person's voice counts even where no word of it could be told."""
    if content.words or (features.speech or 0.0) >= _LEAST_SPEECH:
        return True
    return None if content.words is None and features.speech is None else False
