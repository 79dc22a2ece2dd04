"""The filter graph of a segment. It holds numbers and names of our own; no word from outside can reach it.

Every clip becomes frames of the same size, rate, time base and colour tags; clips are joined by cuts or transitions;
titles and captions are drawn on the result. Nothing in a graph says where in the ad its segment stands, so that equal
segments of two ads have equal graphs.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import background, filters, source_reading
from geminivideo.rendering.colour.filters import LUT_FILE
from geminivideo.rendering.overlaid import MovingPicture, Overlaid
from geminivideo.rendering.plan.clips import CardClip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import Fill
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.segments.model import Piece, Segment
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.transitions import XFADES

CAPTIONS = "captions.ass"
_UNEVEN_SPARE_SECONDS = 0.5  # read past the end of a span, so that uneven frame rates still fill it
_UNEVEN_RUN_UP = 15  # frames read before a piece of a source whose pictures stand unevenly long
_LAST_SURE_SECONDS = 0.3  # the end of a file, in which there may be no more picture although its length says so
_LAYER = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"  # of a drawing that lies over the picture
_HD_PIXELS = 1920 * 1088
_WORTH_REDUCING = 0.85  # of the frame's width: blending a little smaller would save nothing
_LEAST_DETAIL = 0.5  # of lights alone, whose fine dither must not be enlarged


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read; `content` stands for its bytes."""

    path: Path
    content: str


@dataclass(frozen=True, slots=True)
class Input:
    """Options of one `-i`; the file is linked under `name`."""

    options: tuple[str, ...]
    name: str
    file: File

    @property
    def arguments(self) -> tuple[str, ...]:
        return (*self.options, "-i", self.name)


@dataclass(frozen=True, slots=True)
class Graph:
    inputs: tuple[Input, ...]
    text: str
    output: str
    files: tuple[tuple[str, File], ...] = ()  # that filters read, by the names under which they are linked


@dataclass(frozen=True, slots=True)
class EndCardFiles:
    panel: File
    panel_x: int  # of its left upper corner
    panel_y: int
    button: File
    button_x: int  # of its middle
    button_y: int


@dataclass(frozen=True, slots=True)
class Materials:
    """What the segments of a plan are made of."""

    sources: Mapping[str, File]
    facts: Mapping[str, SourceFacts]
    backgrounds: Mapping[int, File]  # by clip index
    end_card: EndCardFiles | None
    logo: Overlaid | MovingPicture | None = None
    lut: File | None = None
    keyframed: Mapping[int, File] = field(default_factory=dict)  # clips that are ready at the frame's size, by index


class _Builder:
    def __init__(self, plan: EditPlan, frame: FrameSize, materials: Materials) -> None:
        self.plan = plan
        self.frame = frame
        self.materials = materials
        self.inputs: list[Input] = []
        self.chains: list[str] = []
        self._labels = 0

    @property
    def has_lut(self) -> bool:
        return self.materials.lut is not None

    def read(self, file: File, *options: str) -> str:
        """Add an input and give the label of its picture."""
        number = len(self.inputs)
        self.inputs.append(Input(("-protocol_whitelist", "file,pipe", *options), f"input-{number}", file))
        return f"{number}:v:0"

    def chain(self, source: str, text: str) -> str:
        """Filters from a label to a new one."""
        self._labels += 1
        self.chains.append(f"[{source}]{text}[p{self._labels}]")
        return f"p{self._labels}"

    def fork(self, source: str, text: str) -> tuple[str, str]:
        self._labels += 2
        one, other = f"p{self._labels - 1}", f"p{self._labels}"
        self.chains.append(f"[{source}]{text}split[{one}][{other}]")
        return one, other

    def graph(self, output: str) -> Graph:
        text, lut = ";\n".join(self.chains), self.materials.lut
        return Graph(tuple(self.inputs), text, output, ((LUT_FILE, lut),) if lut and LUT_FILE in text else ())


def is_large(source: FootageSource) -> bool:
    """Larger than HD: one opened at the same time for every clip would need gigabytes."""
    return source.width * source.height > _HD_PIXELS


def build(plan: EditPlan, frame: FrameSize, segment: Segment, materials: Materials, lead: int | None) -> Graph:
    """`lead` is how far the clock of the subtitles is ahead of the segment's; None: there are no subtitles."""
    builder = _Builder(plan, frame, materials)
    parts = [part for piece in segment.pieces for part in _shown(builder, piece)]
    joined = builder.chain("][".join(parts), f"concat=n={len(parts)}") if len(parts) > 1 else parts[0]
    joined = _under_logo(builder, joined, segment)
    written = "" if lead is None else _written(lead)
    finish = f"{written}settb=1/{FPS},setpts=N,format=yuv420p,{filters.BT709},setsar=1"
    return builder.graph(builder.chain(joined, finish))


def _under_logo(builder: _Builder, joined: str, segment: Segment) -> str:
    """The last picture, and for one at rest its only one, is held by the overlay itself."""
    logo = builder.materials.logo
    if logo is None:
        return joined
    if isinstance(logo, MovingPicture):
        logo = logo.during(segment.start, segment.end)
    still = builder.chain(builder.read(logo.file, "-f", "png_pipe", "-framerate", str(FPS)), logo.timing + _LAYER)
    return builder.chain(f"{joined}][{still}", f"overlay=x={logo.x}:y={logo.y}:eof_action=repeat")


def _written(lead: int) -> str:
    """A tenth of a millisecond late: libass is told whole ones, cut off, and must not be told one less by rounding."""
    return f"settb=1/{FPS * 1000},setpts=(N+{lead})*1000+3,ass=f={CAPTIONS},"


def _shown(builder: _Builder, piece: Piece) -> list[str]:
    """The piece as it is seen: while it comes in, with the clip before it.

    Only those frames are blended, because that is done without subsampled colours; and no larger than they have detail,
    because enlarging once after blending is cheaper than blending what was enlarged.
    """
    clip = builder.plan.clips[piece.clip]
    blend = clip.transition_frames
    if piece.first or not blend:
        return [_piece(builder, piece, builder.frame)]
    size = _blending_size(builder, piece.clip)
    before = _piece(builder, Piece(piece.clip - 1, builder.plan.clips[piece.clip - 1].frames, blend), size)
    head, body = _parted(builder, piece, blend, size)
    pair = "][".join(builder.chain(label, f"setpts=N,fps={FPS}") for label in (before, head))
    name, _frames = XFADES[clip.transition]
    mixed = f"xfade=transition={name}:duration={blend / FPS:.6f}:offset=0"
    enlarged = "" if size == builder.frame else f",scale={builder.frame.width}:{builder.frame.height}:flags=bicubic"
    return [builder.chain(pair, f"{mixed}{enlarged},{filters.uniform()}"), body]


def _blending_size(builder: _Builder, index: int) -> FrameSize:
    """The frame, or as much smaller as both clips of a transition were before they were enlarged to it."""
    frame = builder.frame
    share = max(_detail(builder, index - 1), 0.0 if _is_backdrop(builder, index) else _detail(builder, index))
    if share > _WORTH_REDUCING:
        return frame
    share = max(share, _LEAST_DETAIL)
    return FrameSize(round(frame.width * share / 2) * 2, round(frame.height * share / 2) * 2)


def _detail(builder: _Builder, index: int) -> float:
    """How many pixels the clip brings for one of the frame's width."""
    clip = builder.plan.clips[index]
    if isinstance(clip, CardClip):
        return 0.0
    if not isinstance(clip, FootageClip) or index in builder.materials.keyframed or _stands_on_blur(clip):
        return 1.0
    return clip.window.width / builder.frame.width


def _is_backdrop(builder: _Builder, index: int) -> bool:
    """Whether no more of the clip is seen while it comes in: an end card's panel comes after that."""
    return isinstance(builder.plan.clips[index], CardClip | EndCardClip) and index in builder.materials.backgrounds


def _parted(builder: _Builder, piece: Piece, blend: int, size: FrameSize) -> tuple[str, str]:
    """The first `blend` frames of the piece at the given size, and the others at the frame's."""
    clip, rest = builder.plan.clips[piece.clip], Piece(piece.clip, blend, piece.frames - blend)
    if _is_backdrop(builder, piece.clip):
        return _backdrop(builder, Piece(piece.clip, 0, blend), size), _piece(builder, rest, builder.frame)
    head_cut, body_cut = f"trim=end_frame={blend},setpts=N", f"trim=start_frame={blend},setpts=N"
    if isinstance(clip, FootageClip) and piece.clip not in builder.materials.keyframed:
        head, body = builder.fork(_decoded(builder, clip, piece), "")
        head = _dressed(builder, clip, builder.chain(head, head_cut), 0, size)
        return head, _dressed(builder, clip, builder.chain(body, body_cut), blend, builder.frame)
    head, body = builder.fork(_piece(builder, piece, builder.frame), "")
    return builder.chain(head, head_cut), builder.chain(body, body_cut)


def _piece(builder: _Builder, piece: Piece, size: FrameSize) -> str:
    clip = builder.plan.clips[piece.clip]
    if isinstance(clip, StillClip) or piece.clip in builder.materials.keyframed:
        return _made(builder, builder.materials.keyframed[piece.clip], piece)
    if isinstance(clip, FootageClip):
        return _dressed(builder, clip, _decoded(builder, clip, piece), piece.first, size)
    label = _backdrop(builder, piece, size)
    if isinstance(clip, CardClip) or builder.materials.end_card is None:
        return _from(builder, label, piece)
    ended = _end_card(builder, clip, label, piece.first + piece.frames, builder.materials.end_card)
    return _from(builder, ended, piece)


def _from(builder: _Builder, label: str, piece: Piece) -> str:
    return builder.chain(label, f"trim=start_frame={piece.first},setpts=N") if piece.first else label


def _made(builder: _Builder, file: File, piece: Piece) -> str:
    label = builder.read(file, "-f", "mov", "-threads", "1")
    cut = f"trim=start_frame={piece.first}:end_frame={piece.first + piece.frames}"
    return builder.chain(label, f"{cut},{filters.uniform()}")


def _decoded(builder: _Builder, clip: FootageClip, piece: Piece) -> str:
    """The pictures of a piece as its source has them."""
    source = builder.plan.source(clip.footage_id)
    facts = builder.materials.facts[clip.footage_id]
    sought = clip.in_seconds + piece.first / FPS
    run_up = max(_run_up(clip, piece, source, facts), source_reading.run_up(facts, sought))
    spare = _UNEVEN_SPARE_SECONDS if facts.frame_seconds is None else 2 * facts.frame_seconds + 1 / FPS
    label = builder.read(
        builder.materials.sources[clip.footage_id],
        # One thread decodes HD several times faster than it is encoded; further ones only hold more pictures in memory.
        *("-f", facts.demuxer, "-threads", "2" if is_large(source) else "1"),
        *("-ss", f"{clip.in_seconds + (piece.first - run_up) / FPS:.6f}"),
        *("-t", f"{(run_up + piece.frames) / FPS + spare:.4f}"),
    )
    return builder.chain(label, ",".join([filters.steady(piece.frames, run_up), *source_reading.prepared(facts)]))


def _dressed(builder: _Builder, clip: FootageClip, pictures: str, first_frame: int, size: FrameSize) -> str:
    """Pictures of a source from the clip's frame `first_frame` on, cropped, coloured and scaled to `size`."""
    facts = builder.materials.facts[clip.footage_id]
    if _stands_on_blur(clip):
        return _on_blur(builder, clip, pictures, facts)
    look = filters.covering(size, clip, facts, first_frame=first_frame, lut=builder.has_lut)
    return builder.chain(pictures, f"{look},{filters.uniform()}")


def _stands_on_blur(clip: FootageClip) -> bool:
    return clip.fill is Fill.BLURRED and clip.crop_override is None


def _run_up(clip: FootageClip, piece: Piece, source: FootageSource, facts: SourceFacts) -> int:
    """Frames to read before a piece that does not begin its clip, so that both parts count from the same picture.

    Seeking drops the picture that still stands at the place sought, so a later part of a clip is reached from before
    it; and one past the end of its file from the last pictures that are there.
    """
    needed = _UNEVEN_RUN_UP if facts.frame_seconds is None else math.ceil(facts.frame_seconds * FPS) + 1
    sought = clip.in_seconds + piece.first / FPS
    beyond = sought - (source.duration_seconds - _LAST_SURE_SECONDS)
    return min(piece.first, max(needed, int(beyond * FPS) + 1))


def _on_blur(builder: _Builder, clip: FootageClip, timed: str, facts: SourceFacts) -> str:
    """The whole picture, standing on a blurred copy of itself."""
    front, ground = builder.fork(timed, f"{filters.whole(clip, facts, lut=builder.has_lut)},")
    ground = builder.chain(ground, filters.blurred_ground(builder.frame))
    front = builder.chain(front, filters.fitted(builder.frame))
    return builder.chain(f"{ground}][{front}", f"overlay=(W-w)/2:(H-h)/2,{filters.uniform()}")


def _backdrop(builder: _Builder, piece: Piece, size: FrameSize) -> str:
    small = background.size(builder.plan.platform.frame)
    label = builder.read(
        builder.materials.backgrounds[piece.clip],
        *("-f", "rawvideo", "-pixel_format", background.PIXEL_FORMAT),
        *("-video_size", f"{small.width}x{small.height}", "-framerate", str(FPS)),
    )
    enlarge = f"scale={size.width}:{size.height}:flags=bicubic:sws_dither=bayer"
    cut = f"trim=end_frame={piece.first + piece.frames}"
    return builder.chain(label, f"{cut},{filters.BT709},{enlarge},{filters.uniform()}")


def _end_card(builder: _Builder, clip: EndCardClip, ground: str, frames: int, files: EndCardFiles) -> str:
    """The panel slides up and fades in; the button springs after it and then breathes."""
    hold = f"loop=loop=-1:size=1:start=0,trim=end_frame={frames},setpts=N/{FPS}/TB"
    begin = clip.transition_frames / FPS
    rise = f"pow(max(0,1-max(0,t-{begin:.4f})/0.4),3)"
    panel = builder.chain(
        builder.read(files.panel, "-f", "png_pipe", "-framerate", str(FPS)),
        f"{_LAYER},{hold},fade=t=in:st={begin:.4f}:d=0.3:alpha=1",
    )
    pressed = begin + 0.45
    beat = f"1+0.035*sin(2*PI*1.1*(t-{pressed:.4f}))*gte(t,{pressed + 0.3:.4f})"
    button = builder.chain(
        builder.read(files.button, "-f", "png_pipe", "-framerate", str(FPS)),
        f"{_LAYER},{hold},fade=t=in:st={pressed:.4f}:d=0.15:alpha=1,"
        f"scale=w='2*trunc(iw*({beat})/2)':h='2*trunc(ih*({beat})/2)':eval=frame:flags=bilinear",
    )
    distance = round(0.04 * builder.frame.height)
    with_panel = builder.chain(f"{ground}][{panel}", f"overlay=x={files.panel_x}:y='{files.panel_y}+{distance}*{rise}'")
    place = f"overlay=x='{files.button_x}-w/2':y='{files.button_y}-h/2'"
    return builder.chain(f"{with_panel}][{button}", f"{place},{filters.uniform()}")
