"""Which encoder makes an ad: libx264 unless the setting asks for hardware, and hardware only after a passed trial."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from geminivideo.core.errors import ProcessingError, UnavailableError
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.encoders.known import HARDWARE, X264
from geminivideo.rendering.encoders.model import Encoder
from geminivideo.rendering.encoders.verdicts import Verdicts
from geminivideo.rendering.output import Output

AUTOMATIC = "auto"
_DRAFTS = frozenset({Quality.DRAFT, Quality.STANDARD})  # for which `auto` may give up quality per bit for speed


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """`wish` is the setting: `auto`, `libx264` or a name in `hardware`. Without `verdicts` there is only libx264."""

    wish: str = X264.name
    verdicts: Verdicts | None = None
    hardware: Mapping[str, Encoder] = field(default_factory=lambda: HARDWARE)

    def equip(self, wanted: Output, check: Callable[[], None]) -> Output:
        """The output with its encoder.

        Raises:
            UnavailableError: when the setting names an encoder that does not pass its trial.
        """
        if self.verdicts is None or self.wish == X264.name:
            return wanted
        if self.wish == AUTOMATIC:
            return self._automatic(wanted, self.verdicts, check)
        encoder = self.hardware[self.wish]
        verdict = self.verdicts.of(encoder, wanted.frame, wanted.quality, check)
        if not verdict.passed:
            raise UnavailableError(
                f"The encoder {encoder.name} does not work here: {verdict.reason}.",
                next_step="set GEMINIVIDEO_VIDEO_ENCODER to libx264 or auto, or mend the driver "
                "(`geminivideo doctor` tries every encoder)",
            )
        return replace(wanted, encoder=encoder)

    def instead(self, wanted: Output, error: ProcessingError) -> Output | None:
        """What to try once more after a failure: libx264, where the hardware was not asked for by name."""
        if self.wish != AUTOMATIC or wanted.encoder == X264:
            return None
        note = f"{wanted.encoder.name} failed in the middle ({error.cause[:120]}); libx264 encoded the ad instead"
        return replace(wanted, encoder=X264, encoder_note=note)

    def _automatic(self, wanted: Output, verdicts: Verdicts, check: Callable[[], None]) -> Output:
        if wanted.quality not in _DRAFTS:
            return wanted
        reasons = []
        for encoder in self.hardware.values():
            verdict = verdicts.of(encoder, wanted.frame, wanted.quality, check)
            if verdict.passed:
                return replace(wanted, encoder=encoder)
            reasons.append(f"{encoder.name}: {verdict.reason}")
        return replace(wanted, encoder_note=f"no hardware encoder passed its trial ({'; '.join(reasons)})")
