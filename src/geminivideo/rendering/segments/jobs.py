"""What there is to encode for an ad, and by what each of its segments is known."""

import json
from dataclasses import dataclass

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering import overlay
from geminivideo.rendering.encode import picture_options
from geminivideo.rendering.graph.footage import is_large
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import Graph
from geminivideo.rendering.graph.segment import build
from geminivideo.rendering.output import Output
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.segments.captions import Writing, writing
from geminivideo.rendering.segments.model import Segment
from geminivideo.rendering.segments.split import split
from geminivideo.rendering.text import fonts

_VERSION = 1
_HEAVY = 2  # slots of a segment whose decoders hold large pictures


@dataclass(frozen=True, slots=True)
class Job:
    """`made_from` is everything that the segment's bytes depend on."""

    segment: Segment
    graph: Graph
    writing: Writing | None
    made_from: str
    weight: int


def jobs_of(plan: EditPlan, wanted: Output, materials: Materials, ffmpeg: Ffmpeg) -> tuple[Job, ...]:
    events = list(overlay.events(plan))
    drawn_with = fonts.digest(with_system_fonts=bool(overlay.uncovered_characters(plan)))
    drawn_with += plan.font.sha256 if plan.font else ""
    jobs = []
    for segment in split(plan):
        written = writing(events, segment, plan.platform.frame)
        graph = build(plan, wanted.frame, segment, materials, None if written is None else written.lead)
        made_from = {
            "version": _VERSION,
            "ffmpeg": [ffmpeg.version, ffmpeg.build],
            "graph": graph.text,
            "inputs": [[*each.arguments, each.file.content] for each in graph.inputs],
            "files": [[name, file.content] for name, file in graph.files],
            "written": None if written is None else [written.document, drawn_with],
            "options": picture_options(wanted.quality, segment.frames, wanted.encoder),
        }
        weight = _HEAVY if _is_heavy(plan, segment, materials) else 1
        jobs.append(Job(segment, graph, written, json.dumps(made_from), weight))
    return tuple(jobs)


def _is_heavy(plan: EditPlan, segment: Segment, materials: Materials) -> bool:
    """Also counts the clip before, which shows under the first one's transition."""
    first, last = segment.pieces[0].clip, segment.pieces[-1].clip
    clips = [clip for clip in plan.clips[max(0, first - 1) : last + 1] if isinstance(clip, FootageClip)]
    return any(is_large(plan.source(clip.footage_id)) or materials.facts[clip.footage_id].hdr for clip in clips)
