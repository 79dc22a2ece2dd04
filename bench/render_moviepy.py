"""The same ad in MoviePy 2, as far as it goes: run by bench.render in an environment of its own.

Its clips, crops, colours, cross-fades, captions (one still picture for each, no word moves), end card and the finished
sound. Left out: other transitions than cross-fades, words that spring up, ducking and loudness, checks of the result.
"""

import json
import sys
from pathlib import Path
from typing import Any

FPS = 30


def main(job: dict[str, Any]) -> None:
    from moviepy import AudioFileClip, CompositeVideoClip

    plan, size = job["plan"], (job["plan"]["width"], job["plan"]["height"])
    clips = [_clip(clip, job, size, index) for index, clip in enumerate(plan["clips"])]
    texts = [_caption(each, job, size) for each in job["captions"]]
    film = CompositeVideoClip([*clips, *texts], size=size).with_duration(plan["frames"] / FPS)
    film = film.with_audio(AudioFileClip(job["sound"]))
    options = ["-crf", str(job["crf"]), "-pix_fmt", "yuv420p"]
    codecs = {"codec": "libx264", "preset": "veryfast", "audio_codec": "aac"}
    film.write_videofile(job["target"], fps=FPS, ffmpeg_params=options, logger=None, **codecs)


def _clip(clip: dict[str, Any], job: dict[str, Any], size: tuple[int, int], index: int) -> Any:
    from moviepy import ColorClip, VideoFileClip, vfx

    plan = job["plan"]
    tail = plan["clips"][index + 1]["transition_frames"] if index + 1 < len(plan["clips"]) else 0
    seconds = (clip["frames"] + tail) / FPS
    if clip["kind"] == "footage":
        window = clip["crop_override"] or clip["crop"]
        film = VideoFileClip(job["films"][clip["footage_id"]], audio=False)
        shown = film.subclipped(clip["in_seconds"], min(clip["in_seconds"] + seconds, film.duration))
        shown = shown.cropped(x1=window["x"], y1=window["y"], width=window["width"], height=window["height"])
        contrast = clip["grade"]["contrast"] - 1
        shown = shown.resized(size).with_effects([vfx.LumContrast(0, contrast)])
    else:
        shown = ColorClip(size, color=(11, 16, 38)).with_duration(seconds)
    if clip["transition_frames"]:
        shown = shown.with_effects([vfx.CrossFadeIn(clip["transition_frames"] / FPS)])
    return shown.with_start(clip["start"] / FPS)


def _caption(caption: dict[str, Any], job: dict[str, Any], size: tuple[int, int]) -> Any:
    from moviepy import TextClip

    text = TextClip(
        font=job["font"], text=caption["text"], font_size=84, color="white", stroke_color="black", stroke_width=6
    )
    timed = text.with_start(caption["start"] / FPS).with_duration((caption["end"] - caption["start"]) / FPS)
    return timed.with_position(("center", int(size[1] * 0.62)))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
