"""The filter graph of a segment. It holds numbers and names of our own; no word from outside can reach it.

Every clip becomes frames of the same size, rate, time base and colour tags; clips are joined by cuts or transitions;
titles and captions are drawn on the result. Nothing in a graph says where in the ad its segment stands, so that equal
segments of two ads have equal graphs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import background, filters
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
_SPARE_SECONDS = 0.5  # read past the end of a span, so that uneven frame rates still fill it
_RUN_UP = 15  # frames read before a piece that does not begin its clip, so that both parts count from the same picture
_LAST_SURE_SECONDS = 0.3  # the end of a file, in which there may be no more picture although its length says so
_LAYER = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"  # of a drawing that lies over the picture
_HD_PIXELS = 1920 * 1088


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
    button: File
    button_x: int
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
    """The piece as it is seen: while it comes in, with the clip before it. Only those frames are blended, because that
    is done without subsampled colours and so costs two conversions a frame.
    """
    clip = builder.plan.clips[piece.clip]
    blend = clip.transition_frames
    label = _piece(builder, piece)
    if piece.first or not blend:
        return [label]
    before = _piece(builder, Piece(piece.clip - 1, builder.plan.clips[piece.clip - 1].frames, blend))
    head, body = builder.fork(label, "")
    rate = f"setpts=N,fps={FPS}"
    head = builder.chain(head, f"trim=end_frame={blend},{rate}")
    name, _frames = XFADES[clip.transition]
    mixed = f"xfade=transition={name}:duration={blend / FPS:.6f}:offset=0,{filters.uniform()}"
    blended = builder.chain(f"{builder.chain(before, rate)}][{head}", mixed)
    return [blended, builder.chain(body, f"trim=start_frame={blend},setpts=N")]


def _piece(builder: _Builder, piece: Piece) -> str:
    clip = builder.plan.clips[piece.clip]
    if isinstance(clip, FootageClip):
        return _footage(builder, clip, piece)
    if isinstance(clip, StillClip):
        return _made(builder, builder.materials.keyframed[piece.clip], piece)
    label = _backdrop(builder, piece)
    if isinstance(clip, CardClip) or builder.materials.end_card is None:
        return _from(builder, label, piece)
    ended = _end_card(builder, clip, label, piece.first + piece.frames, builder.materials.end_card)
    return _from(builder, ended, piece)


def _from(builder: _Builder, label: str, piece: Piece) -> str:
    return builder.chain(label, f"trim=start_frame={piece.first},setpts=N") if piece.first else label


def _footage(builder: _Builder, clip: FootageClip, piece: Piece) -> str:
    ready = builder.materials.keyframed.get(piece.clip)
    if ready:
        return _made(builder, ready, piece)
    source = builder.plan.source(clip.footage_id)
    facts = builder.materials.facts[clip.footage_id]
    run_up = _run_up(clip, piece, source)
    label = builder.read(
        builder.materials.sources[clip.footage_id],
        # One thread decodes HD several times faster than it is encoded; further ones only hold more pictures in memory.
        *("-f", facts.demuxer, "-threads", "2" if is_large(source) else "1"),
        *("-ss", f"{clip.in_seconds + (piece.first - run_up) / FPS:.4f}"),
        *("-t", f"{(run_up + piece.frames) / FPS + _SPARE_SECONDS:.4f}"),
    )
    timed = builder.chain(label, filters.steady(piece.frames, run_up))
    if clip.fill is Fill.BLURRED and clip.crop_override is None:
        return _on_blur(builder, clip, timed, facts)
    look = filters.covering(builder.frame, clip, facts, first_frame=piece.first, lut=builder.has_lut)
    return builder.chain(timed, f"{look},{filters.uniform()}")


def _made(builder: _Builder, file: File, piece: Piece) -> str:
    label = builder.read(file, "-f", "mov", "-threads", "1")
    cut = f"trim=start_frame={piece.first}:end_frame={piece.first + piece.frames}"
    return builder.chain(label, f"{cut},{filters.uniform()}")


def _run_up(clip: FootageClip, piece: Piece, source: FootageSource) -> int:
    """Frames to read before the piece. Seeking drops the picture that still stands at the place sought, so a later part
    of a clip is reached from before it; and one past the end of its file from the last pictures that are there.
    """
    sought = clip.in_seconds + piece.first / FPS
    beyond = sought - (source.duration_seconds - _LAST_SURE_SECONDS)
    return min(piece.first, max(_RUN_UP, int(beyond * FPS) + 1))


def _on_blur(builder: _Builder, clip: FootageClip, timed: str, facts: SourceFacts) -> str:
    """The whole picture, standing on a blurred copy of itself."""
    front, ground = builder.fork(timed, f"{filters.whole(clip, facts, lut=builder.has_lut)},")
    ground = builder.chain(ground, filters.blurred_ground(builder.frame))
    front = builder.chain(front, filters.fitted(builder.frame))
    return builder.chain(f"{ground}][{front}", f"overlay=(W-w)/2:(H-h)/2,{filters.uniform()}")


def _backdrop(builder: _Builder, piece: Piece) -> str:
    small = background.size(builder.plan.platform.frame)
    label = builder.read(
        builder.materials.backgrounds[piece.clip],
        *("-f", "rawvideo", "-pixel_format", background.PIXEL_FORMAT),
        *("-video_size", f"{small.width}x{small.height}", "-framerate", str(FPS)),
    )
    enlarge = f"scale={builder.frame.width}:{builder.frame.height}:flags=bicubic:sws_dither=bayer"
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
    with_panel = builder.chain(f"{ground}][{panel}", f"overlay=x=0:y='{distance}*{rise}'")
    place = f"overlay=x='{files.button_x}-w/2':y='{files.button_y}-h/2'"
    return builder.chain(f"{with_panel}][{button}", f"{place},{filters.uniform()}")
