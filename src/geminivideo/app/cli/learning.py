"""`geminivideo models learn`, and what commands that bring results say of what these taught."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from geminivideo.app.cli.advice import advice
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.stack import gateway
from geminivideo.core.errors import ProcessingError
from geminivideo.core.settings import Settings

_POLL_SECONDS = 0.5
_NAMES = {"roas": "ROAS", "scene_ctr": "CTR"}

# Given the gateway and accounts: waits until their results have been looked at, and gives what that came to.
Follow = Callable[[GatewayClient, Output, Iterable[str]], list[dict[str, Any]]]


def run_learn(settings: Settings, output: Output, account_id: str) -> None:
    with gateway(settings, output.say) as client:
        client.learn(account_id)
        (learning,) = follow_learning(client, output, [account_id])
    output.result(learning)


def follow_learning(client: GatewayClient, output: Output, account_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Raises:
    ProcessingError: when a look at the results failed, with its words.
    """
    return [_followed(client, output, account_id) for account_id in account_ids]


def lessons_told(account_id: str, lessons: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for lesson in lessons:
        came = f"{lesson['model_id']} was promoted" if lesson["promoted"] else "no model was promoted"
        name = _NAMES.get(lesson["name"], lesson["name"])
        yield f"{name} of the account {account_id}: {came}; {lesson['words']}"


def _followed(client: GatewayClient, output: Output, account_id: str) -> dict[str, Any]:
    output.say(f"Learning from the results of the account {account_id}")
    while (learning := client.learning(account_id))["job"]["status"] in {"queued", "running"}:
        time.sleep(_POLL_SECONDS)
    job = learning["job"]
    if job["error"]:
        raise ProcessingError(f"Learning failed: {job['error']['detail']}", next_step=advice(job["error"]))
    for line in lessons_told(account_id, learning["lessons"]):
        output.say(line)
    return learning
