"""A group of options is a frozen dataclass with typer's annotations; commands that take it share them."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import wraps
from typing import Any


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """The command as typer is to see it: a parameter that is a dataclass stands for its fields, at any depth."""
    signature = inspect.signature(command, eval_str=True)

    @wraps(command)
    def called(**given: Any) -> None:
        command(**_arguments(signature, given))

    options = [option for parameter in signature.parameters.values() for option in _options(parameter)]
    called.__signature__ = signature.replace(parameters=options)  # type: ignore[attr-defined]
    called.__annotations__ = {option.name: option.annotation for option in options}
    return called


def _options(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    if not _is_group(parameter):
        yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        return
    for field in _fields(parameter.annotation).parameters.values():
        yield from _options(field)


def _arguments(signature: inspect.Signature, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(parameter, given) for name, parameter in signature.parameters.items()}


def _value(parameter: inspect.Parameter, given: Mapping[str, Any]) -> Any:
    if not _is_group(parameter):
        return given[parameter.name]
    return parameter.annotation(**_arguments(_fields(parameter.annotation), given))


def _is_group(parameter: inspect.Parameter) -> bool:
    return is_dataclass(parameter.annotation)


def _fields(group: Callable[..., object]) -> inspect.Signature:
    return inspect.signature(group, eval_str=True)
