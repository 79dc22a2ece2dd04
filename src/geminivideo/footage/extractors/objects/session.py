"""ONNX Runtime as this program uses it: on the processor, one thread, so that the pass decides what runs beside it."""

from pathlib import Path
from typing import Any

from geminivideo.core.errors import UnavailableError

_ERRORS_ONLY = 3


def open_session(model: bytes | Path) -> Any:
    """Raises UnavailableError when it is no ONNX file, or one that ONNX Runtime cannot run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    source = model if isinstance(model, bytes) else str(model)
    try:
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no ancestor of their own below Exception
        name = "the bundled model" if isinstance(model, bytes) else model.name
        reason = " ".join(str(error).split())[:160]
        raise UnavailableError(
            f"ONNX Runtime cannot load {name} ({reason}).",
            next_step="export the detector to ONNX again, or unset GEMINIVIDEO_OBJECT_MODEL for the bundled one",
        ) from error
