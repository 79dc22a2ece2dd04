"""What live language models did for a campaign and what they cost, in a line each; nothing where none was asked."""

from collections.abc import Mapping
from typing import Any

from geminivideo.core.language_models.budget import dollars


def model_costs(campaign: Mapping[str, Any]) -> list[str]:
    """The bill, and which roles fell back to this machine's own; a role that was never set up is no news."""
    usage, reasons = campaign["usage"], campaign["sources"]["reasons"]
    fell_back = {role: why for role, why in reasons.items() if role in usage["roles"] or not _is_not_set_up(why)}
    told = [f"{role} was not live for all of its work: {why}" for role, why in fell_back.items()]
    return [_bill(usage), *told] if usage["requests"] else told


def _bill(usage: Mapping[str, Any]) -> str:
    tokens = usage["input_tokens"] + usage["output_tokens"]
    roles = ", ".join(f"{role} {_cost(of)}" for role, of in usage["roles"].items())
    cached = f"{usage['cached_tokens']:,} of them from a cache"
    return f"Language models: {_cost(usage)}, {tokens:,} tokens, {cached} ({roles})"


def _cost(usage: Mapping[str, Any]) -> str:
    """Known prices only; a request to a model without one is said."""
    known = dollars(usage["cost_micros"])
    if not usage["unpriced_requests"]:
        return known
    unknown = f"{usage['unpriced_requests']} requests of unknown price"
    return unknown if usage["unpriced_requests"] == usage["requests"] else f"{known} and {unknown}"


def _is_not_set_up(why: str) -> bool:
    return why.endswith(("is not set", "is built in", "no such role"))
