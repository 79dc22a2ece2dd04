"""A model that writes from the grid it is given: the same request, the same answer."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from geminivideo.creative.words import spoken_words
from tests.language_models.speaking import Speaking, said
from tests.language_models.test_answers import turns_of
from tests.rendering_voice.servers import Reply, Request, Service

Answer = dict[str, Any]
# Changes an answer to a kind of question: "hooks", "hooks again", "scripts", "mending".
Spoil = Callable[[str, Answer], Answer]

_DATA = re.compile(r'<data name="(\w+)">\n(.*)\n</data>')

_WORDS = {
    "en": (
        "kettle notebook jacket hallway ladder window engine garden pencil blanket mirror bottle staircase candle"
        " wallet keyboard suitcase umbrella doorbell calendar".split(),
        "station kitchen balcony office market bridge library harbour bakery playground lobby rooftop".split(),
        "waits stalls hums leans shrinks drifts rattles glows".split(),
        "The {0} near the {1} {2} at {3}.",
    ),
    "es": (
        "tetera libreta chaqueta escalera ventana manta botella vela cartera maleta".split(),
        "estación cocina oficina plaza biblioteca playa".split(),
        "espera tiembla brilla cruje descansa".split(),
        "La {0} de la {1} {2} a las {3}.",
    ),
    "ar": (
        "النافذة الحقيبة الزجاجة الشمعة المحفظة الساعة المرآة السيارة".split(),
        "المطبخ المكتب السوق الجسر المتجر الشارع".split(),
        "تنتظر ترتجف تلمع تتوقف".split(),
        "{0} في {1} {2} عند {3}",
    ),
    "sv": (
        "kannan boken jackan stegen spegeln flaskan klockan väskan".split(),
        "köket kontoret torget bron biblioteket stranden".split(),
        "väntar skakar lyser vilar".split(),
        "Här {2} {0} vid {1} klockan {3}.",
    ),
    "zh": (
        "水壶 笔记本 外套 楼梯 窗户 毯子 镜子 瓶子".split(),
        "车站 厨房 阳台 办公室 市场 桥上".split(),
        "等着 停着 发光 摇晃".split(),
        "{1}的{0}{2},已经{3}点。",
    ),
}
_LAST = {"en": "Tap below.", "es": "Toca aquí abajo.", "ar": "اضغط هنا", "sv": "Tryck här nedan.", "zh": "点击下面。"}


def data_of(wire: str, request: Request) -> dict[str, Any]:
    """The question's data by name."""
    told = turns_of(wire, request.body)[0][1]
    return {name: json.loads(content) for name, content in _DATA.findall(told)}


def kind_of(data: dict[str, Any]) -> str:
    if "hook" in data["cells"][0]:
        return "mending" if "sent_back" in data else "scripts"
    return "hooks again" if "taken_hooks" in data else "hooks"


@dataclass
class Writing(Speaking):
    """`planned` holds replies for the next questions of a kind; without one they are answered well, then spoilt."""

    planned: defaultdict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    spoil: Spoil = lambda _kind, answer: answer
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, service: Service, request: Request) -> Reply:
        reply = super().__call__(service, request)
        if reply.status != 200:
            return reply
        data = data_of(self.wire, request)
        kind = kind_of(data)
        with service.lock:
            self.asked.append((kind, data))
            if self.planned[kind]:
                return self.planned[kind].pop(0)
        write = hooks if kind.startswith("hooks") else scripts
        return said(self.wire, json.dumps(self.spoil(kind, write(data))))

    def questions(self, kind: str) -> list[dict[str, Any]]:
        return [data for asked, data in self.asked if asked == kind]


def hooks(data: dict[str, Any]) -> Answer:
    shift = 1_000 if "taken_hooks" in data else 0
    return {"cells": [{"id": cell["id"], "hooks": _hooks(data, cell, shift)} for cell in data["cells"]]}


def _hooks(data: dict[str, Any], cell: Answer, shift: int) -> list[str]:
    language, number = data["brief"]["language"].split("-")[0], int(cell["id"][3:])
    return [_line(language, 7 * (number * 3 + turn) + shift) for turn in range(3)]


def _line(language: str, at: int) -> str:
    things, places, acts, pattern = _WORDS[language]
    place, act = places[at // len(things) % len(places)], acts[at // 3 % len(acts)]
    return pattern.format(things[at % len(things)], place, act, at % 11 + 1)


def scripts(data: dict[str, Any]) -> Answer:
    return {"blueprints": [script(data["brief"], cell) for cell in data["cells"]]}


def script(brief: Answer, cell: Answer) -> Answer:
    language = brief["language"].split("-")[0]
    count = {30: 5, 20: 4, 15: 4}[cell["seconds"]]
    pace = cell["words_per_second"]
    first, last = math.ceil(2 * spoken_words(cell["hook"]) / pace) / 2, 2.0
    seconds = [first, *_shared(cell["seconds"] - first - last, count - 2), last]
    naming = {"zh": "{0}。", "ar": "{0}"}.get(language, "{0}.").format(brief["product_name"])
    more = [_line(language, 13 * int(cell["id"][3:]) + turn + 300) for turn in range(count - 3)]
    lines = [cell["hook"], naming, *more, _LAST[language]]
    ((side, lead),) = cell["lead"].items()
    return {
        "id": cell["id"],
        "title": f"{cell['hook_type']}: {lead}"[:60],
        "scenes": [
            _scene(at, line, length, pace) for at, (line, length) in enumerate(zip(lines, seconds, strict=True))
        ],
        "cta_type": "learn_more",
        "cta_text": brief["offer"],
        "before": "The day runs late.",
        "after": "The evening is free.",
        "emotional_triggers": ["relief", "progress", "relief"],
        "pains": [1, _number(brief["pain_points"], lead)] if side == "pain" else [],
        "desires": [_number(brief["desires"], lead)] if side == "desire" else [1],
        "energy": 5,
    }


def _scene(at: int, line: str, seconds: float, pace: float) -> Answer:
    assert spoken_words(line) <= pace * seconds, (line, seconds)
    return {
        "seconds": seconds,
        "voice_over": line,
        "on_screen_text": f"{at + 1}.",
        "visual_direction": "A woman closes a laptop in a kitchen; evening light from the left.",
        "footage_query": "woman closing laptop, kitchen",
        "emotion": "Relief",
        "shot_type": "medium",
        "transition": "cut",
    }


def _shared(seconds: float, parts: int) -> list[float]:
    each = math.floor(2 * seconds / parts) / 2
    return [*[each] * (parts - 1), seconds - each * (parts - 1)]


def _number(items: list[str], text: str) -> int:
    return next(int(item.split(".")[0]) for item in items if item.split(". ", 1)[1] == text)
