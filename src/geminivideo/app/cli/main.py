"""The commands. Each one's work is in the module of its name; here are only options and help."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from geminivideo.app.cli.console import Output
from geminivideo.core.errors import GeminivideoError, InvalidInputError
from geminivideo.core.settings import Settings
from geminivideo.core.tasks import HEAVY_QUEUES, LIGHT_QUEUES
from geminivideo.core.vocabulary import (
    AdStructure,
    CaptionStyle,
    CountdownAt,
    LookName,
    Platform,
    Quality,
    VoiceProvider,
)
from geminivideo.rendering.sound.music.moods import MoodName

cli = typer.Typer(
    name="geminivideo",
    help="From a product brief and raw footage to ranked, rendered video ads, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _one_of(kind: type[StrEnum]) -> str:
    return ", ".join(kind)


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, for machines.")]
Music = Annotated[
    str | None,
    typer.Option(
        "--music", "--audio", metavar="MOOD|ID", help=f"Made in a mood ({_one_of(MoodName)}), or an asset_id of yours."
    ),
]
Folder = Annotated[Path | None, typer.Option("--out", help="Where the videos go.")]


def music_options(music: str | None) -> dict[str, str]:
    if music is None:
        return {}
    return {"mood": music} if music in list(MoodName) else {"audio_id": music}


def main() -> None:
    """Run the command line; exit codes: 0 done, 2 bad input, 3 unknown id, 4 not now, 7 something is missing, …"""
    try:
        cli(prog_name="geminivideo")
    except GeminivideoError as error:
        Output(as_json="--json" in sys.argv).error(error)
        sys.exit(error.exit_code)


def load_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "GEMINIVIDEO_" + "_".join(str(part) for part in first["loc"]).upper()
        why = first["msg"].removeprefix("Value error, ")
        raise InvalidInputError(
            f"The setting {name} is not usable: {why}.", next_step=f"correct or unset {name}"
        ) from error


@cli.command(epilog="Example: geminivideo demo --out my-first-ads")
def demo(
    out: Folder = None,
    renders: Annotated[int, typer.Option(min=1, max=10, help="How many of the winners to render.")] = 3,
    json: Json = False,
) -> None:
    """Run the whole main job on bundled sample footage: no key and no network needed."""
    from geminivideo.app.cli.demo import run_demo

    run_demo(load_settings(), Output(as_json=json), renders=renders, out=out)


@cli.command(epilog="Example: geminivideo up")
def up(
    free_ports: Annotated[
        bool, typer.Option("--free-ports", help="Take other ports when the usual ones are taken.")
    ] = False,
) -> None:
    """Run everything on this machine until Ctrl-C: database, broker, gateway, ML service, workers, scheduler."""
    from geminivideo.app.cli.roles import run_up

    run_up(load_settings(), Output(as_json=False), free_ports=free_ports)


@cli.command(epilog="Example: geminivideo generate --brief brief.json --variations 50")
def generate(
    brief: Annotated[Path | None, typer.Option(help="A JSON file with the brief; options override it.")] = None,
    product: Annotated[str | None, typer.Option(help="The product's name.")] = None,
    offer: Annotated[str | None, typer.Option(help="What the ad offers, e.g. 'Book your free consultation'.")] = None,
    avatar: Annotated[str | None, typer.Option(help="Whom the ad is for.")] = None,
    pain: Annotated[list[str] | None, typer.Option(help="A pain point; repeat for more.")] = None,
    desire: Annotated[list[str] | None, typer.Option(help="A desire; repeat for more.")] = None,
    variations: Annotated[int | None, typer.Option(help="How many blueprints, 1 to 100.")] = None,
    platform: Annotated[
        list[Platform] | None, typer.Option(metavar="NAME", help=f"Repeat for more; of {_one_of(Platform)}.")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="Council score from which on a blueprint passes.")] = None,
    footage: Annotated[list[str] | None, typer.Option(help="An analysed footage's id; repeat for more.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same campaign.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many rows of the ranking to print.")] = 10,
    json: Json = False,
) -> None:
    """Write, judge, predict and rank ad blueprints for a brief."""
    from geminivideo.app.cli.generate import read_brief, run_generate

    options = {
        "product_name": product,
        "offer": offer,
        "target_avatar": avatar,
        "pain_points": pain,
        "desires": desire,
        "num_variations": variations,
        "platforms": platform,
        "approval_threshold": threshold,
        "footage_ids": footage,
        "seed": seed,
    }
    run_generate(load_settings(), Output(as_json=json), read_brief(brief, options), shown=top)


@cli.command(
    epilog="Example: geminivideo render campaign_01k… --top 1 --save-plan ad.json; geminivideo render --plan ad.json"
)
def render(
    campaign_id: Annotated[str | None, typer.Argument(help="As `geminivideo generate` printed it.")] = None,
    blueprint: Annotated[list[str] | None, typer.Option(help="A blueprint's id; repeat for more.")] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="Without --blueprint: how many of the best.")] = 3,
    platform: Annotated[
        Platform, typer.Option(metavar="NAME", help=f"Sets shape and safe areas: {_one_of(Platform)}.")
    ] = Platform.INSTAGRAM_REELS,
    quality: Annotated[
        Quality, typer.Option(metavar="NAME", help=f"From fast to fine: {_one_of(Quality)}.")
    ] = Quality.HIGH,
    caption_style: Annotated[
        CaptionStyle, typer.Option(metavar="NAME", help=f"How the spoken words are shown: {_one_of(CaptionStyle)}.")
    ] = CaptionStyle.HORMOZI,
    smart_crop: Annotated[bool, typer.Option(help="Frame the subject instead of the middle.")] = True,
    template: Annotated[
        AdStructure | None,
        typer.Option(metavar="NAME", help=f"Cut the ads as another structure: {_one_of(AdStructure)}."),
    ] = None,
    music: Music = None,
    brand_kit: Annotated[str | None, typer.Option(help="The kit_id of a brand kit.")] = None,
    look: Annotated[LookName | None, typer.Option(help="A named grade over all footage.")] = None,
    lut: Annotated[str | None, typer.Option(help="The asset_id of a colour table.")] = None,
    still: Annotated[list[str] | None, typer.Option(help="The asset_id of a picture to show; repeat for more.")] = None,
    original_sound: Annotated[bool, typer.Option(help="Let the clips' own sound be heard.")] = False,
    caption_original_sound: Annotated[
        bool, typer.Option(help="With --original-sound: caption what is said in the clips.")
    ] = True,
    beat_sync: Annotated[bool, typer.Option(help="Cut on the music's beats.")] = False,
    voice: Annotated[
        str, typer.Option(metavar="WHO", help=f"{_one_of(VoiceProvider)}; a voice of it as in gemini:Kore.")
    ] = "offline",
    voice_style: Annotated[str | None, typer.Option(help="How a Gemini or OpenAI voice is to speak.")] = None,
    voice_fallback: Annotated[
        bool, typer.Option(help="Let the offline voice speak the ad when the service fails.")
    ] = True,
    progress_bar: Annotated[bool, typer.Option(help="A bar that fills while the ad plays.")] = False,
    lower_third: Annotated[str | None, typer.Option(metavar="NAME", help="A name to show over footage.")] = None,
    lower_third_line: Annotated[str, typer.Option(metavar="TEXT", help="What stands below the name.")] = "",
    countdown: Annotated[int | None, typer.Option(min=3, max=10, help="Seconds to count down, for what ends.")] = None,
    countdown_at: Annotated[
        CountdownAt, typer.Option(metavar="NAME", help=f"Where it counts: {_one_of(CountdownAt)}.")
    ] = CountdownAt.END_CARD,
    preview: Annotated[bool, typer.Option("--preview", help="A third of the width and height first.")] = False,
    plan: Annotated[Path | None, typer.Option(help="An edit plan to render as it is, instead of blueprints.")] = None,
    video: Annotated[str | None, typer.Option(help="A preview's video_id: its ad in full, as it is.")] = None,
    edit: Annotated[
        list[str] | None,
        typer.Option(help="An edit of --plan, such as 'trim clip=3 edge=tail by=-12'; repeat for more."),
    ] = None,
    save_plan: Annotated[Path | None, typer.Option(help="Where the edit plan of the one rendered ad goes.")] = None,
    out: Folder = None,
    json: Json = False,
) -> None:
    """Render blueprints of a campaign, an edit plan, or a preview's ad in full, to MP4 and download them."""
    from geminivideo.app.cli.edits import read_edit
    from geminivideo.app.cli.render import (
        refuse_with_video,
        run_render,
        run_render_plan,
        run_render_video,
        voice_option,
    )

    if video is not None:
        refuse_with_video({"a campaign": campaign_id, "--plan": plan, "--preview": preview, "--save-plan": save_plan})
        run_render_video(load_settings(), Output(as_json=json), video, quality=quality, out=out)
        return
    if plan is not None:
        run_render_plan(
            load_settings(),
            Output(as_json=json),
            plan,
            campaign_id=campaign_id,
            quality=quality,
            preview=preview,
            edits=[read_edit(each) for each in edit or []],
            out=out,
            save_plan=save_plan,
        )
        return
    if campaign_id is None:
        raise InvalidInputError(
            "There is nothing to render.", next_step="name a campaign, or an edit plan with --plan FILE"
        )
    options = {
        "platform": platform,
        "quality": quality,
        "preview": preview,
        "caption_style": caption_style,
        "smart_crop": smart_crop,
        "template": template,
        **music_options(music),
        "brand_kit_id": brand_kit,
        "look": look,
        "lut_id": lut,
        "still_ids": still or [],
        "original_sound": original_sound,
        "caption_original_sound": caption_original_sound,
        "use_beat_sync": beat_sync,
        "voice": voice_option(voice, voice_style, fallback=voice_fallback),
        "progress_bar": progress_bar,
        "lower_third": lower_third and {"name": lower_third, "line": lower_third_line},
        "countdown": countdown and {"from_seconds": countdown, "at": countdown_at},
    }
    run_render(
        load_settings(),
        Output(as_json=json),
        campaign_id,
        blueprints=blueprint or [],
        top=top,
        options=options,
        out=out,
        save_plan=save_plan,
    )


@cli.command(
    epilog="Example: geminivideo variants video_01k… --hook 'Still tired at three?' --hook 'Ten minutes a day.'"
)
def variants(
    video_id: Annotated[str, typer.Argument(help="A rendered ad, as `geminivideo render --json` lists it.")],
    hook: Annotated[list[str] | None, typer.Option(help="Said and shown instead of the hook; repeat for more.")] = None,
    music: Music = None,
    cta: Annotated[str | None, typer.Option(help="What the button says.")] = None,
    caption_style: Annotated[
        CaptionStyle | None, typer.Option(metavar="NAME", help=f"Of {_one_of(CaptionStyle)}.")
    ] = None,
    quality: Annotated[
        Quality | None, typer.Option(metavar="NAME", help=f"Of {_one_of(Quality)}; else the ad's own.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="A third of the width and height first.")] = False,
    out: Folder = None,
    json: Json = False,
) -> None:
    """Render an ad again with other hooks (a video each), music, captions or another button; pictures that stay are
    not encoded again.
    """
    from geminivideo.app.cli.variants import run_variants

    changes = {
        "hooks": [{"text": text} for text in hook or []],
        **music_options(music),
        "cta_text": cta,
        "caption_style": caption_style,
        "quality": quality,
        "preview": preview,
    }
    run_variants(load_settings(), Output(as_json=json), video_id, changes=changes, out=out)


@cli.command(epilog="Example: geminivideo analyze ~/Movies/gym.mov --sheet gym.png")
def analyze(
    video: Annotated[Path, typer.Argument(help="A video file.")],
    sheet: Annotated[Path | None, typer.Option(help="Where the contact sheet goes.")] = None,
    account: Annotated[str | None, typer.Option(help="The account that the footage belongs to.")] = None,
    json: Json = False,
) -> None:
    """Cut a video into scenes, measure and rank them, and keep it as footage for campaigns."""
    from geminivideo.app.cli.analyze import run_analyze

    run_analyze(load_settings(), Output(as_json=json), video, sheet=sheet, account=account)


@cli.command(epilog="Example: geminivideo doctor")
def doctor(json: Json = False) -> None:
    """Check every dependency, program, model, port and limit, and say how to mend what is wrong."""
    from geminivideo.app.cli.doctor import run_doctor

    run_doctor(load_settings(), Output(as_json=json))


@cli.command(epilog="Example: geminivideo migrate")
def migrate(json: Json = False) -> None:
    """Bring the database and the prediction models up to date."""
    from geminivideo.app.cli.roles import run_migrate

    run_migrate(load_settings(), Output(as_json=json))


serve_commands = typer.Typer(help="Run one of the two HTTP services in the foreground.", no_args_is_help=True)
cli.add_typer(serve_commands, name="serve")


@serve_commands.command("gateway", epilog="Example: geminivideo serve gateway")
def serve_gateway() -> None:
    """The API for campaigns, footage and videos (GEMINIVIDEO_GATEWAY_HOST and _PORT, 127.0.0.1:8080)."""
    from geminivideo.app.cli.roles import run_gateway

    run_gateway(load_settings())


@serve_commands.command("ml", epilog="Example: geminivideo serve ml")
def serve_ml() -> None:
    """The prediction service (GEMINIVIDEO_ML_HOST and _PORT, 127.0.0.1:8003)."""
    from geminivideo.app.cli.roles import run_ml

    run_ml(load_settings())


@cli.command(epilog="Example: geminivideo worker --queues render --concurrency 2")
def worker(
    queues: Annotated[str, typer.Option(help="Comma-separated queues.")] = ",".join((*HEAVY_QUEUES, *LIGHT_QUEUES)),
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="How many tasks at once.")] = 1,
) -> None:
    """Run tasks from the queues: render, footage, generation, maintenance."""
    from geminivideo.app.cli.roles import run_task_worker

    run_task_worker(load_settings(), queues, concurrency)


@cli.command(epilog="Example: geminivideo beat")
def beat() -> None:
    """Run the scheduler, which sends the periodic tasks."""
    from geminivideo.app.cli.roles import run_beat

    run_beat(load_settings())


@cli.command(epilog="Example: geminivideo executor")
def executor() -> None:
    """Run the SafeExecutor (idle in this version: nothing is published yet)."""
    from geminivideo.app.cli.roles import run_executor_role

    run_executor_role(load_settings())
