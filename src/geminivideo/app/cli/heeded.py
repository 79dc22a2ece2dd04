"""Options that one way of rendering does not heed: refused, as an option that is ignored looks like one that failed."""

from collections.abc import Set as AbstractSet

import typer

from geminivideo.core.errors import InvalidInputError

OF_A_VIDEO = frozenset({"video", "quality", "out", "json"})
OF_A_PLAN = frozenset({"plan", "campaign_id", "quality", "preview", "edit", "save_plan", "out", "json"})


def refuse_others(context: typer.Context, asked: str, heeded: AbstractSet[str]) -> None:
    """Raises:
    InvalidInputError: when the command line names an option that is not among the `heeded` parameters.
    """
    names = {option.name: option.opts[0] for option in context.command.params if option.name not in heeded}
    named = [option for name, option in names.items() if name and _is_given(context, name)]
    if named:
        raise InvalidInputError(
            f"{asked} renders an edit plan as it is; {' and '.join(named)} cannot be given with it.",
            next_step="change that in the plan (docs/edit-plans.md), or render the campaign's blueprint with it",
        )


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
