"""The filter graph of a plan. It holds numbers and file names of our own; no word from outside can reach it.

Every clip becomes frames of the same size, rate, time base and colour tags; clips are joined by cuts or transitions;
titles and captions are drawn on the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import background, filters
from geminivideo.rendering.plan import FPS, CardClip, EditPlan, EndCardClip, Fill, FootageClip
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.transitions import XFADES

_SPARE_SECONDS = 0.5  # read past the end of a span, so that uneven frame rates still fill it
_HD_PIXELS = 1920 * 1088


@dataclass(frozen=True, slots=True)
class Input:
    """Options and name of one `-i`."""

    options: tuple[str, ...]
    name: str

    @property
    def arguments(self) -> tuple[str, ...]:
        return (*self.options, "-i", self.name)


@dataclass(frozen=True, slots=True)
class Graph:
    inputs: tuple[Input, ...]
    text: str
    output: str


@dataclass(frozen=True, slots=True)
class EndCardFiles:
    panel: str
    button: str
    button_x: int
    button_y: int


@dataclass(frozen=True, slots=True)
class Materials:
    """The files of a render by their own names in its folder."""

    sources: Mapping[str, str]
    facts: Mapping[str, SourceFacts]
    backgrounds: Mapping[int, str]  # by clip index
    end_card: EndCardFiles | None
    subtitles: str | None
    cut_out: Mapping[int, str] = field(default_factory=dict)  # clips that are ready at the frame's size, by index


class _Builder:
    def __init__(self, plan: EditPlan, frame: FrameSize, materials: Materials) -> None:
        self.plan = plan
        self.frame = frame
        self.materials = materials
        self.inputs: list[Input] = []
        self.chains: list[str] = []

    def read(self, name: str, *options: str) -> str:
        """Add an input and give the label of its picture."""
        self.inputs.append(Input(("-protocol_whitelist", "file,pipe", *options), name))
        return f"{len(self.inputs) - 1}:v:0"

    def chain(self, source: str, text: str, target: str) -> str:
        self.chains.append(f"[{source}]{text}[{target}]")
        return target

    def graph(self, output: str) -> Graph:
        return Graph(tuple(self.inputs), ";\n".join(self.chains), output)


def is_large(source: FootageSource) -> bool:
    """Larger than HD: one opened at the same time for every clip would need gigabytes."""
    return source.width * source.height > _HD_PIXELS


def build_clip(plan: EditPlan, frame: FrameSize, index: int, materials: Materials) -> Graph:
    """Only one clip, with the frames it still shows under the next transition."""
    builder = _Builder(plan, frame, materials)
    return builder.graph(_clip(builder, index))


def build(plan: EditPlan, frame: FrameSize, materials: Materials) -> Graph:
    builder = _Builder(plan, frame, materials)
    labels = [_clip(builder, index) for index in range(len(plan.clips))]
    joined = _join(builder, labels)
    finish = f"tpad=stop_mode=clone:stop={FPS},trim=end_frame={plan.frames},setpts=N"
    if materials.subtitles:
        finish += f",ass=f={materials.subtitles}"
    return builder.graph(builder.chain(joined, f"{finish},format=yuv420p,{filters.BT709},setsar=1", "picture"))


def _clip(builder: _Builder, index: int) -> str:
    clip = builder.plan.clips[index]
    frames = clip.frames + builder.plan.tail(index)
    if isinstance(clip, FootageClip):
        return _footage(builder, index, clip, frames)
    label = _backdrop(builder, index, frames)
    if isinstance(clip, CardClip) or builder.materials.end_card is None:
        return label
    return _end_card(builder, clip, label, frames, builder.materials.end_card)


def _footage(builder: _Builder, index: int, clip: FootageClip, frames: int) -> str:
    cut_out = builder.materials.cut_out.get(index)
    if cut_out:
        label = builder.read(cut_out, "-f", "mov", "-threads", "1")
        return builder.chain(label, f"trim=end_frame={frames},{filters.uniform()}", f"clip{index}")
    facts = builder.materials.facts[clip.footage_id]
    label = builder.read(
        builder.materials.sources[clip.footage_id],
        # One thread decodes HD several times faster than it is encoded; further ones only hold more pictures in memory.
        *("-f", facts.demuxer, "-threads", "2" if is_large(builder.plan.source(clip.footage_id)) else "1"),
        *("-ss", f"{clip.in_seconds:.4f}", "-t", f"{frames / FPS + _SPARE_SECONDS:.4f}"),
    )
    timed = builder.chain(label, filters.steady(frames), f"timed{index}")
    if clip.fill is Fill.BLURRED and clip.crop_override is None:
        return _on_blur(builder, index, clip, timed, facts)
    look = filters.covering(builder.frame, clip, facts)
    return builder.chain(timed, f"{look},{filters.uniform()}", f"clip{index}")


def _on_blur(builder: _Builder, index: int, clip: FootageClip, timed: str, facts: SourceFacts) -> str:
    """The whole picture, standing on a blurred copy of itself."""
    builder.chains.append(f"[{timed}]{filters.whole(clip, facts)},split[whole{index}][copy{index}]")
    ground = builder.chain(f"copy{index}", filters.blurred_ground(builder.frame), f"ground{index}")
    front = builder.chain(f"whole{index}", filters.fitted(builder.frame), f"front{index}")
    return builder.chain(f"{ground}][{front}", f"overlay=(W-w)/2:(H-h)/2,{filters.uniform()}", f"clip{index}")


def _backdrop(builder: _Builder, index: int, frames: int) -> str:
    plan = builder.plan
    small = background.size(plan.platform.frame)
    label = builder.read(
        builder.materials.backgrounds[index],
        *("-f", "rawvideo", "-pixel_format", background.PIXEL_FORMAT),
        *("-video_size", f"{small.width}x{small.height}", "-framerate", str(FPS)),
    )
    enlarge = f"scale={builder.frame.width}:{builder.frame.height}:flags=bicubic:sws_dither=bayer"
    return builder.chain(
        label, f"trim=end_frame={frames},{filters.BT709},{enlarge},{filters.uniform()}", f"clip{index}"
    )


def _end_card(builder: _Builder, clip: EndCardClip, ground: str, frames: int, files: EndCardFiles) -> str:
    """The panel slides up and fades in; the button springs after it and then breathes."""
    layer = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"
    hold = f"loop=loop=-1:size=1:start=0,trim=end_frame={frames},setpts=N/{FPS}/TB"
    begin = clip.transition_frames / FPS
    rise = f"pow(max(0,1-max(0,t-{begin:.4f})/0.4),3)"
    panel = builder.chain(
        builder.read(files.panel, "-f", "png_pipe", "-framerate", str(FPS)),
        f"{layer},{hold},fade=t=in:st={begin:.4f}:d=0.3:alpha=1",
        "panel",
    )
    pressed = begin + 0.45
    beat = f"1+0.035*sin(2*PI*1.1*(t-{pressed:.4f}))*gte(t,{pressed + 0.3:.4f})"
    button = builder.chain(
        builder.read(files.button, "-f", "png_pipe", "-framerate", str(FPS)),
        f"{layer},{hold},fade=t=in:st={pressed:.4f}:d=0.15:alpha=1,"
        f"scale=w='2*trunc(iw*({beat})/2)':h='2*trunc(ih*({beat})/2)':eval=frame:flags=bilinear",
        "button",
    )
    distance = round(0.04 * builder.frame.height)
    with_panel = builder.chain(f"{ground}][{panel}", f"overlay=x=0:y='{distance}*{rise}'", "carded")
    centre_x, centre_y = files.button_x, files.button_y
    place = f"overlay=x='{centre_x}-w/2':y='{centre_y}-h/2'"
    return builder.chain(f"{with_panel}][{button}", f"{place},{filters.uniform()}", "ended")


def _join(builder: _Builder, labels: Sequence[str]) -> str:
    """Cuts are concatenated in one go, transitions blend what was joined so far into the next clip."""
    plan = builder.plan
    joined, row = "", [labels[0]]
    for index in range(1, len(labels)):
        clip = plan.clips[index]
        if clip.transition_frames == 0:
            row.append(labels[index])
            continue
        joined = _concatenate(builder, [joined, *row] if joined else row, f"row{index}")
        name, _frames = XFADES[clip.transition]
        blend = f"xfade=transition={name}:duration={clip.transition_frames / FPS:.6f}:offset={clip.start / FPS:.6f}"
        joined = builder.chain(f"{joined}][{labels[index]}", f"{blend},settb=1/{FPS}", f"blend{index}")
        row = []
    return _concatenate(builder, [joined, *row] if joined else row, "joined")


def _concatenate(builder: _Builder, labels: Sequence[str], target: str) -> str:
    if len(labels) == 1:
        return labels[0]
    # Each part counts its frames from zero, so the sum counts on without a gap.
    return builder.chain("][".join(labels), f"concat=n={len(labels)}:v=1:a=0,settb=1/{FPS},setpts=N,fps={FPS}", target)
