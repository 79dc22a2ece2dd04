"""What live judges and a live rewriter say in tests, made from what the request carried and nothing else."""

import json
import re
from collections.abc import Callable
from typing import Any

from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.model import Member
from tests.language_models.test_answers import system_of, turns_of
from tests.rendering_voice.servers import Request

MEMBERS = {"gemini": Member.GEMINI, "anthropic": Member.CLAUDE, "openai": Member.GPT}
BETTER = "A better version"


def asked_text(wire: str, request: Request) -> str:
    return "\n\n".join(text for _, text in turns_of(wire, request.body))


def data_in(wire: str, request: Request) -> dict[str, Any]:
    found = re.findall(r'<data name="([^"]*)">\n(.*?)\n</data>', asked_text(wire, request), re.DOTALL)
    return {name: json.loads(content) for name, content in found}


def is_rewriting(wire: str, request: Request) -> bool:
    return "copywriter" in system_of(wire, request.body)


Score = Callable[[dict[str, Any]], float]


def opinion(wire: str, blueprint: dict[str, Any], score: float) -> dict[str, Any]:
    scores = dict.fromkeys(RUBRICS[MEMBERS[wire]], score)
    return {"blueprint_id": blueprint["blueprint_id"], "critique": f"Line 2 of {wire}.", "scores": scores}


def judging(wire: str, request: Request, score: Score = lambda _: 60.0) -> list[dict[str, Any]]:
    return [opinion(wire, one, score(one)) for one in data_in(wire, request)["blueprints"]]


def rewriting(wire: str, request: Request) -> dict[str, Any]:
    """The same scenes under another title."""
    old = data_in(wire, request)["blueprint"]
    return {
        "critiques": ["the close is weak"],
        "rules": ["2.5 words a second"],
        "plan": "close on the offer",
        "title": BETTER,
        "hook_text": old["hook"]["text"],
        "scenes": old["scenes"],
    }


def playing(wire: str) -> Callable[[Request], str]:
    """Plays all roles of its provider: what was rewritten is worth 95, anything else 60."""

    def text(request: Request) -> str:
        if is_rewriting(wire, request):
            return json.dumps(rewriting(wire, request))
        votes = judging(wire, request, lambda one: 95.0 if one["title"] == BETTER else 60.0)
        return json.dumps({"judgements": votes})

    return text
