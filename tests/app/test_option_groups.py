"""A command that takes dataclasses is, to typer, one that takes their fields."""

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from geminivideo.app.cli.options.groups import with_groups


@dataclass(frozen=True)
class Inner:
    depth: Annotated[int, typer.Option(min=1, help="How deep.")] = 2


@dataclass(frozen=True, kw_only=True)
class Outer:
    name: Annotated[str, typer.Argument()]
    inner: Inner
    loud: bool = False


def test_fields_at_any_depth_are_options() -> None:
    called: list[tuple[Outer, str]] = []
    cli = typer.Typer()

    @cli.command()
    @with_groups
    def command(outer: Outer, other: str = "x") -> None:
        called.append((outer, other))

    result = CliRunner().invoke(cli, ["Sara", "--depth", "3", "--loud"])
    assert result.exit_code == 0, result.output
    assert called == [(Outer(name="Sara", inner=Inner(3), loud=True), "x")]
    assert CliRunner().invoke(cli, ["Sara", "--depth", "0"]).exit_code == 2


def test_two_groups_cannot_have_the_same_option() -> None:
    def command(one: Inner, other: Inner) -> None:
        """Both have a depth."""

    with pytest.raises(ValueError, match="duplicate parameter name: 'depth'"):
        with_groups(command)
