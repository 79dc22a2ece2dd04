"""`geminivideo import-insights FILE.csv`: an export of Ads Manager, taken in whole or not at all."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.learning import Follow
from geminivideo.app.cli.stack import gateway
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.money import Money
from geminivideo.core.plurals import counted
from geminivideo.core.settings import Settings

_SHOWN = 8


def run_import_insights(
    settings: Settings, output: Output, file: Path, asked: Mapping[str, Any], follow: Follow | None = None
) -> None:
    """`asked` are the parameters of the gateway's route. With `follow`, what the results taught is waited for."""
    _must_be_readable(file)
    with gateway(settings, output.say) as client:
        answer = client.import_insights(file, asked)
        for line in _told(answer):
            output.say(line)
        for warning in answer["warnings"]:
            output.say(f"Note: {warning}", style="yellow")
        if follow and not answer["dry_run"]:
            answer["learning"] = follow(client, output, [answer["account_id"]])[0]
    output.result(answer)


def _must_be_readable(file: Path) -> None:
    try:
        with file.open("rb"):
            return
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}.", next_step="check the path") from error


def _told(answer: Mapping[str, Any]) -> Iterator[str]:
    done = "Checked, and stored nothing of," if answer["dry_run"] else "Imported"
    replaced = f", {answer['replaced']:,} of which replace older ones" if answer["replaced"] else ""
    yield f"{done} {counted(answer['ads'], 'ad')} over {counted(answer['periods'], 'period')}{replaced}"
    yield f"From {answer['first_day']} to {answer['last_day']}: {_results(answer)}"
    yield f"Linked to blueprints by their names: {counted(answer['linked_ads'], 'ad')}"
    for skipped in answer["skipped"]:
        count, lines = skipped["rows"], ", ".join(map(str, skipped["examples"]))
        more = ", …" if count > len(skipped["examples"]) else ""
        yield f"Left out, {skipped['reason']}: {counted(count, 'row')} (line {lines}{more})"
    ignored = answer["columns"]["ignored"]
    if ignored:
        more = f" and {len(ignored) - _SHOWN} more" if len(ignored) > _SHOWN else ""
        yield f"Columns not used: {', '.join(ignored[:_SHOWN])}{more}"


def _results(answer: Mapping[str, Any]) -> str:
    currency, revenue, conversions = answer["currency"], answer["revenue_minor"], answer["conversions"]
    clicks = "link clicks" if answer["click_kind"] == "link" else "clicks"
    parts = [f"{answer['impressions']:,} impressions", f"{answer['clicks']:,} {clicks}"]
    parts += [f"{conversions:,} conversions"] if conversions is not None else []
    parts.append(f"spent {Money(answer['spend_minor'], currency)}")
    parts += [f"earned {Money(revenue, currency)}"] if revenue is not None else []
    return ", ".join(parts)
