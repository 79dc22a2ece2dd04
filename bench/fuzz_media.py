"""Odd and broken video files, made small with ffmpeg: what phones, screen recorders, editors and accidents leave."""

import random
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg

_PICTURE = "testsrc2=size=320x180:rate=30:duration=2.5"
_TONE = "sine=frequency=440:sample_rate=48000:duration="
_X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le")
_AAC = ("-c:a", "aac", "-b:a", "64k")


def _seen(picture: str, *options: str) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", picture, *options)


def _heard(seconds: float, *options: str) -> tuple[str, ...]:
    return (*_seen(_PICTURE), "-f", "lavfi", "-i", f"{_TONE}{seconds}", *_X264, *_AAC, *options)


def _hdr(transfer: str) -> tuple[str, ...]:
    tags = f"log-level=error:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"
    return (
        *_X265,
        "-x265-params",
        tags,
        "-color_trc",
        transfer,
        "-colorspace",
        "bt2020nc",
        "-color_primaries",
        "bt2020",
    )


# File name -> how ffmpeg makes it.
RECIPES: Mapping[str, tuple[str, ...]] = {
    "no sound.mp4": _seen(_PICTURE, *_X264),
    "sound shorter.mp4": _heard(0.3),
    "sound longer.mp4": _heard(4.0),
    "sound alone at first.mkv": (
        *("-itsoffset", "0.8", "-f", "lavfi", "-i", _PICTURE, "-f", "lavfi", "-i", f"{_TONE}2", *_X264, *_AAC),
    ),
    "sound of six channels.mov": _heard(1.2, "-c:a", "pcm_s16be", "-ac", "6"),
    "sound at 8 kHz.avi": _heard(1.2, "-c:a", "pcm_s16le", "-ar", "8000"),
    "odd size.mp4": _seen("testsrc=size=321x183:rate=30:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv444p"),
    "tiny.mp4": _seen("testsrc2=size=16x16:rate=30:duration=1", *_X264),
    "very wide.mp4": _seen("testsrc2=size=2000x20:rate=30:duration=0.5", *_X264),
    "very tall.mp4": _seen("testsrc2=size=20x2000:rate=30:duration=0.5", *_X264),
    "8K.mp4": _seen("testsrc2=size=7680x4320:rate=30:duration=0.1", *_X264),
    "variable rate.mkv": _seen(
        f"{_PICTURE},select=not(mod(n\\,7))+eq(mod(n\\,5)\\,1),setpts=PTS+mod(N\\,3)*0.004/TB",
        *_X264,
        "-fps_mode",
        "vfr",
    ),
    "240 frames a second.mp4": _seen("testsrc2=size=320x180:rate=240:duration=0.5", *_X264),
    "one frame a second.mp4": _seen("testsrc2=size=320x180:rate=1:duration=3", *_X264),
    "one frame.mp4": _seen(_PICTURE, *_X264, "-frames:v", "1"),
    "two frames.mkv": _seen(_PICTURE, *_X264, "-frames:v", "2"),
    "starts at ten.ts": _seen(_PICTURE, *_X264, "-output_ts_offset", "10"),
    "starts before zero.mkv": _seen(_PICTURE, *_X264, "-bf", "3", "-output_ts_offset", "-0.5"),
    "wide pixels.mp4": _seen("testsrc2=size=180x180:rate=30:duration=1,setsar=16/9", *_X264),
    "tall pixels.mp4": _seen("testsrc2=size=320x90:rate=30:duration=1,setsar=1/2", *_X264),
    "full range.mp4": _seen(f"{_PICTURE},format=yuvj420p", "-c:v", "libx264", "-pix_fmt", "yuvj420p"),
    "grey.mkv": _seen(_PICTURE, "-c:v", "ffv1", "-pix_fmt", "gray"),
    "4 2 2.mov": _seen(_PICTURE, "-c:v", "prores_ks", "-profile:v", "2"),
    "see-through.mov": _seen(
        f"{_PICTURE},format=yuva444p10le,geq=lum=lum(X\\,Y):a=512", "-c:v", "prores_ks", "-profile:v", "4444"
    ),
    "see-through animation.mov": _seen(f"{_PICTURE},format=argb,colorchannelmixer=aa=0.5", "-c:v", "qtrle"),
    "rgb.mkv": _seen(_PICTURE, "-c:v", "ffv1", "-pix_fmt", "bgr0"),
    "motion jpeg.avi": _seen(_PICTURE, "-c:v", "mjpeg", "-pix_fmt", "yuvj422p"),
    "interlaced.ts": _seen(_PICTURE, "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-b:v", "1M"),
    "old phone.mov": _seen("testsrc2=size=176x144:rate=15:duration=1", "-c:v", "h263"),
    "hlg.mp4": _seen(_PICTURE, *_hdr("arib-std-b67")),
    "pq.mp4": _seen(_PICTURE, *_hdr("smpte2084")),
    "pq without its other tags.mkv": _seen(_PICTURE, *_X265, "-x265-params", "log-level=error:transfer=smpte2084"),
    "colours of its own.mp4": _seen(
        f"{_PICTURE},setparams=colorspace=smpte240m:color_primaries=film:color_trc=log100", *_X264
    ),
    "black.mp4": _seen("color=black:size=320x180:rate=30:duration=1", *_X264),
    "flat.mp4": _seen("color=0x808080:size=320x180:rate=30:duration=1", *_X264),
}

_ROTATIONS = {
    "rotated by 90.mp4": ("-display_rotation", "90"),
    "rotated by 180.mp4": ("-display_rotation", "180"),
    "rotated by 270.mp4": ("-display_rotation", "270"),
    "rotated by 33.mp4": ("-display_rotation", "33"),
    "mirrored.mp4": ("-display_hflip",),
    "rotated and mirrored.mp4": ("-display_rotation", "90", "-display_vflip"),
}
# Names that a shell, a filter graph, a format string or an option parser would stumble over.
_NAMES = (
    "-y.mp4",
    'quote\'s "double" `id` $(id).mp4',
    "new\nline.mp4",
    "%d %s %05d.mp4",
    "[0:v]null;movie=x,drawtext=text='a:b'.mp4",
    "back\\slash\\N{\\an8}.mp4",
    "عرض خاص 世界 🔥.mp4",
)


_ENDS = ("cut tail.ts", "cut tail.mkv", "cut tail.mp4")
_GROWING = "another size from the middle.ts"
NAMES = (*RECIPES, *_ROTATIONS, _GROWING, *_ENDS, *_NAMES)


def make(ffmpeg: Ffmpeg, folder: Path, names: Iterable[str] = NAMES) -> dict[str, Path]:
    """Odd files by their names, each made once into `folder`."""
    return {name: _one(ffmpeg, folder, name) for name in names}


def _one(ffmpeg: Ffmpeg, folder: Path, name: str) -> Path:
    if name in RECIPES:
        return _made(ffmpeg, folder, name, RECIPES[name])
    plain = _made(ffmpeg, folder, "no sound.mp4", RECIPES["no sound.mp4"])
    if name in _ROTATIONS:
        return _made(ffmpeg, folder, name, (*_ROTATIONS[name], "-i", str(plain), "-c", "copy"))
    if name in _ENDS:
        whole = _made(ffmpeg, folder, f"whole{Path(name).suffix}", ("-i", str(plain), "-c", "copy"))
        return _cut(whole, name, 0.6)
    return _growing(ffmpeg, folder) if name == _GROWING else Path(shutil.copyfile(plain, folder / name))


def damaged(original: Path, folder: Path, seeds: range) -> Iterator[tuple[str, Path]]:
    """Copies with bytes changed at random: a few in each, more with every seed, in the index as in the pictures."""
    content = original.read_bytes()
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        broken = bytearray(content)
        for _ in range(1 + 6 * seed * seed):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = folder / f"damaged-{seed}{original.suffix}"
        path.write_bytes(broken)
        yield path.name, path


def _made(ffmpeg: Ffmpeg, folder: Path, name: str, arguments: tuple[str, ...]) -> Path:
    path = folder / name
    if not path.exists():
        ffmpeg.run(["-v", "error", "-y", *arguments, str(path.absolute())])
    return path


def _growing(ffmpeg: Ffmpeg, folder: Path) -> Path:
    """Two programmes behind each other, as a recorder writes them that never stops."""
    small = _made(ffmpeg, folder, "small.ts", RECIPES["no sound.mp4"])
    large = _made(ffmpeg, folder, "large.ts", _seen("testsrc2=size=640x480:rate=30:duration=1", *_X264))
    path = folder / _GROWING
    path.write_bytes(small.read_bytes() + large.read_bytes())
    return path


def _cut(whole: Path, name: str, share: float) -> Path:
    path = whole.with_name(name)
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path
