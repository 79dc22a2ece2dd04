"""A video file in, ranked scenes out: look, listen, measure, rank; each step done once even if a worker dies."""

from collections.abc import Callable
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.core.checks import Check
from geminivideo.core.footage_scene import FootageSource
from geminivideo.footage.beside import Beside
from geminivideo.footage.extractors.objects.choosing import fetched, identity, is_fallback
from geminivideo.footage.features import measure_scenes
from geminivideo.footage.hearing import Hearing, SoundFindings
from geminivideo.footage.kept_parts import remove_parts
from geminivideo.footage.model import Analysis, MeasuredScene
from geminivideo.footage.observations import Observations
from geminivideo.footage.observe import observe
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.settings import WITHOUT_EFFECT, AnalysisSettings
from geminivideo.footage.sidecar.applying import apply_corrections
from geminivideo.footage.sidecar.corrections import Corrections
from geminivideo.footage.speech.listening import SpeechListener
from geminivideo.footage.steps import Steps, fingerprint

VERSION = "2"  # part of the fingerprint: raise it when the same file and settings would give other results
_PICTURES_DONE, _SOUND_DONE, _SCENES_DONE = 94.0, 98.0, 99.0
_PICTURES_DONE_BESIDE_SPEECH = 80.0  # a large recogniser is still busy then
_LEAST_REPORT = 0.5

Report = Callable[[str, float], None]


class _MeasuredScenes(Frozen):
    scenes: tuple[MeasuredScene, ...]


def analyze(
    path: Path,
    source: FootageSource,
    *,
    settings: AnalysisSettings,
    check: Check,
    report: Report,
    work: Path | None = None,
    listener: SpeechListener | None = None,
    corrections: Corrections | None = None,
) -> Analysis:
    """Analyse an admitted file.

    `check` is called for every picture and several times a second, and raises when the work must stop; `report` hears
    stage and percent, rising. `work` is a folder where finished steps, and checkpoints within the pass over the
    pictures, are kept; called again with the same one, only what is missing is done. Sound is heard while pictures are
    looked at; without a `listener` nobody listens for speech. `corrections` of a person go over what is measured.

    Raises:
        UnsupportedMediaError: when not one picture can be decoded.
    """
    settings = settings.model_copy(update={"objects": fetched(settings.objects)})
    told = settings.model_dump_json(exclude=WITHOUT_EFFECT)
    steps = Steps(work, fingerprint(VERSION, source.sha256, told, identity(settings.objects)))
    seen, heard = _seen_and_heard(path, source, settings, steps, check, report, listener)
    check()
    report("scenes", _SOUND_DONE)
    cuts = corrections.cuts if corrections else None
    measured = steps.run(
        f"scenes-{fingerprint(heard.model_dump_json(), str(cuts))}",
        _MeasuredScenes,
        lambda: _MeasuredScenes(
            scenes=measure_scenes(seen, heard.heard.loudness, source, settings, heard.speech, cuts=cuts)
        ),
    )
    scenes, misfits = apply_corrections(measured.scenes, corrections)
    check()
    report("ranking", _SCENES_DONE)
    ranked = rank_scenes(scenes, source, settings.weights)
    report("ranking", 100.0)
    return Analysis(scenes=ranked, problems=(*_problems(seen, heard), *misfits))


def _seen_and_heard(
    path: Path,
    source: FootageSource,
    settings: AnalysisSettings,
    steps: Steps,
    check: Check,
    report: Report,
    listener: SpeechListener | None,
) -> tuple[Observations, SoundFindings]:
    """The two passes, one beside the other."""
    seconds = source.duration_seconds
    stage, pictures_done = ("speech", _PICTURES_DONE_BESIDE_SPEECH) if listener else ("sound", _PICTURES_DONE)
    looking = _Progress(report, "pictures", seconds, 0.0, pictures_done)
    with Beside(Hearing(path, source, settings.limits, steps, listener).hear) as hearing:
        seen = steps.run(
            "pictures", Observations, lambda: observe(path, settings, seconds, steps.folder, check, looking.at)
        )
        remove_parts(steps.folder)
        report(stage, pictures_done)
        listening = _Progress(report, stage, seconds, pictures_done, _SOUND_DONE)
        return seen, hearing.result(check, listening.at)


def _problems(seen: Observations, heard: SoundFindings) -> tuple[str, ...]:
    looking = seen.backends.get("objects", "")
    other = (f"objects were looked for by {looking}",) if is_fallback(looking) else ()
    return (*seen.problems, *other, *map(str, seen.failures), *heard.problems)


class _Progress:
    """Turns seconds of the file into percent of the job, and reports only what is worth a message."""

    def __init__(self, report: Report, stage: str, duration: float, begin: float, end: float) -> None:
        self._report = report
        self._stage = stage
        self._duration = max(duration, 1e-3)
        self._begin, self._end = begin, end
        self._reported = float("-inf")

    def at(self, seconds: float) -> None:
        share = min(1.0, max(0.0, seconds / self._duration))
        percent = self._begin + share * (self._end - self._begin)
        if percent - self._reported >= _LEAST_REPORT:
            self._reported = percent
            self._report(self._stage, round(percent, 2))
