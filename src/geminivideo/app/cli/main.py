"""The command line: its commands in the order of the help, each with an example."""

import sys
from collections.abc import Callable

import typer

from geminivideo.app.cli.commands.campaigns import analyze, demo, generate
from geminivideo.app.cli.commands.explain import explain, outcomes
from geminivideo.app.cli.commands.footage import find, footage
from geminivideo.app.cli.commands.insights import import_insights
from geminivideo.app.cli.commands.models import learn, models, promote, rollback
from geminivideo.app.cli.commands.render import render
from geminivideo.app.cli.commands.roles import beat, executor, serve_gateway, serve_ml, up, worker
from geminivideo.app.cli.commands.upkeep import doctor, migrate
from geminivideo.app.cli.commands.variants import variants
from geminivideo.app.cli.commands.vertex import deploy, serve_vertex
from geminivideo.app.cli.console import Output
from geminivideo.core.errors import GeminivideoError

_COMMANDS: dict[Callable[..., None], str] = {
    demo: "geminivideo demo --out my-first-ads",
    up: "geminivideo up",
    generate: "geminivideo generate --brief brief.json --variations 50",
    explain: "geminivideo explain campaign_01k…/bp_001",
    render: "geminivideo render campaign_01k… --top 1 --save-plan ad.json; geminivideo render --plan ad.json",
    variants: "geminivideo variants video_01k… --hook 'Still tired at three?' --hook 'Ten minutes a day.'",
    outcomes: "geminivideo outcomes november.csv",
    import_insights: "geminivideo import-insights ads-november.csv --dry-run",
    analyze: "geminivideo analyze ~/Movies/gym.mov --sheet gym.png",
    find: 'geminivideo find "man lifting weights" --people --orientation portrait',
    footage: "geminivideo footage --account acme",
    doctor: "geminivideo doctor",
    migrate: "geminivideo migrate",
    worker: "geminivideo worker --queues render --concurrency 2",
    beat: "geminivideo beat",
    executor: "geminivideo executor",
}


def _create_cli() -> typer.Typer:
    cli = typer.Typer(
        name="geminivideo",
        help="From a product brief and raw footage to ranked, rendered video ads, on your own machine.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for command, example in _COMMANDS.items():
        cli.command(epilog=f"Example: {example}")(command)
    cli.add_typer(_create_models(), name="models")
    cli.add_typer(_create_serve(), name="serve")
    cli.add_typer(_create_vertex(), name="vertex")
    return cli


def _create_models() -> typer.Typer:
    commands = typer.Typer()
    example = "Example: geminivideo models --account acme"
    commands.callback(invoke_without_command=True, epilog=example)(models)
    commands.command(epilog="Example: geminivideo models promote roas-v3 --reason 'better on our ads'")(promote)
    commands.command(epilog="Example: geminivideo models rollback roas-v3")(rollback)
    commands.command(epilog="Example: geminivideo models learn --account acme")(learn)
    return commands


def _create_serve() -> typer.Typer:
    example = "Example: geminivideo serve ml"
    serve = typer.Typer(help="Run one of the HTTP services in the foreground.", no_args_is_help=True, epilog=example)
    serve.command("gateway", epilog="Example: geminivideo serve gateway")(serve_gateway)
    serve.command("ml", epilog="Example: geminivideo serve ml")(serve_ml)
    serve.command("vertex", epilog="Example: geminivideo serve vertex")(serve_vertex)
    return serve


def _create_vertex() -> typer.Typer:
    example = "Example: geminivideo vertex deploy roas-v3"
    vertex = typer.Typer(help="Have predictions made on Google's Vertex AI.", no_args_is_help=True, epilog=example)
    vertex.command("deploy", epilog=example)(deploy)
    return vertex


cli = _create_cli()


def main() -> None:
    """Run the command line; exit codes: 0 done, 2 bad input, 3 unknown id, 4 not now, 7 something is missing, …"""
    try:
        cli(prog_name="geminivideo")
    except GeminivideoError as error:
        Output(as_json="--json" in sys.argv).error(error)
        sys.exit(error.exit_code)
