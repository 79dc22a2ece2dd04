"""Words that are heard in the clips' own sound, put into the plan for its captions."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from geminivideo.core.errors import InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.media.sound_decode import decode_for_speech
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.model import Transcript
from geminivideo.rendering.heard_words import Stretch, heard_lines, stretches
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.progress import Stage
from geminivideo.rendering.render_context import Work

ChooseRecogniser = Callable[[], SpeechRecogniser | str]


def no_recogniser() -> str:
    return "this renderer has no speech recogniser"


@dataclass(frozen=True, slots=True)
class Hearing:
    """`choose` gives the recogniser, or says why there is none; it is asked only when there is something to hear."""

    ffmpeg: Ffmpeg
    choose: ChooseRecogniser

    def with_heard_words(self, plan: EditPlan, work: Work) -> EditPlan:
        """The plan with what is said in its clips. Where that cannot be told, a note in the report says why."""
        found = stretches(plan)
        if not found:
            return plan
        work.progress.at(Stage.CAPTIONS)
        recogniser = self.choose()
        if isinstance(recogniser, str):
            return _noted(plan, f"the clips' own sound has no captions: {recogniser}")
        try:
            transcripts = self._transcripts(recogniser, plan, found, work)
        except (InvalidInputError, UnavailableError, ProcessingError) as error:
            return _noted(plan, f"the clips' own sound has no captions: {error.cause}")
        lines = heard_lines([(stretch, transcripts[stretch.key]) for stretch in found])
        heard = EditPlan(**{**dict(plan), "heard": lines})
        return _noted(heard, _remark(recogniser, heard, transcripts.values()))

    def _transcripts(
        self, recogniser: SpeechRecogniser, plan: EditPlan, found: Sequence[Stretch], work: Work
    ) -> Mapping[str, Transcript]:
        """Of each stretch by its key; what any render heard before is not listened to again."""
        wanted = {stretch.key: stretch for stretch in found}
        names = {key: json.dumps([key, plan.language, recogniser.identity, self.ffmpeg.build]) for key in wanted}
        kept = {key: work.workspace.find("heard", name, ".json", shared=True) for key, name in names.items()}
        missing = [stretch for key, stretch in wanted.items() if kept[key] is None]
        for stretch, transcript in zip(missing, self._listen(recogniser, plan, missing, work), strict=True):
            text = transcript.model_dump_json
            work.workspace.produce_text("heard", names[stretch.key], ".json", text, shared=True)
        return {
            key: Transcript.model_validate_json(work.workspace.path("heard", name, ".json").read_bytes())
            for key, name in names.items()
        }

    def _listen(
        self, recogniser: SpeechRecogniser, plan: EditPlan, missing: Sequence[Stretch], work: Work
    ) -> Sequence[Transcript]:
        with work.workspace.scratch() as folder, ExitStack() as stack:
            sources = {stretch.clip.footage_id: plan.source(stretch.clip.footage_id) for stretch in missing}
            paths = {key: stack.enter_context(work.open_source(source)) for key, source in sources.items()}
            sounds = [folder / f"{number}.s16" for number in range(len(missing))]
            for stretch, sound in zip(missing, sounds, strict=True):
                path = paths[stretch.clip.footage_id]
                decode_for_speech(self.ffmpeg, path, stretch.from_seconds, stretch.seconds, sound, work.check)
            return recogniser.recognise(sounds, language=plan.language, check=work.check)


def _remark(recogniser: SpeechRecogniser, plan: EditPlan, transcripts: Iterable[Transcript]) -> str:
    doubtful = sum(transcript.doubtful for transcript in transcripts)
    left_out = f"; {doubtful} words that were too uncertain are left out" if doubtful else ""
    if not plan.heard:
        return f"no speech was found in the clips' own sound ({recogniser.name}), so it has no captions{left_out}"
    return f"captions of the clips' own sound were {recogniser.remark}{left_out}"


def _noted(plan: EditPlan, note: str) -> EditPlan:
    return plan.model_copy(update={"notes": (*plan.notes, note)})
