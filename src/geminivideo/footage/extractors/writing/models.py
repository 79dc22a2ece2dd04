"""The networks of PP-OCRv6 small (Apache-2.0), run by ONNX Runtime from the files that the `rapidocr` package carries.

Of that package only the files are used, never its code: so nothing here can download anything.
"""

from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from geminivideo.core.errors import UnavailableError

_DETECTION, _RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_QUIET = 3  # of ONNX Runtime's levels: errors only
_REMEDY = "install the requirements again (rapidocr 3.10.0, onnxruntime); `geminivideo doctor` checks it"


class Network:
    """One input, one output, one thread; memory is given back after each run."""

    def __init__(self, file: Path) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise UnavailableError(f"ONNX Runtime cannot be loaded ({error}).", next_step=_REMEDY) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        options.enable_cpu_mem_arena = False
        start = partial(onnxruntime.InferenceSession, sess_options=options, providers=["CPUExecutionProvider"])
        try:
            self._session: Any = start(str(file))
        except Exception as error:  # its own kinds of errors share no class below this
            raise UnavailableError(
                f"The model file {file.name} cannot be loaded ({error}).", next_step=_REMEDY
            ) from error
        self._input = self._session.get_inputs()[0].name

    def __call__(self, batch: Any) -> Any:
        return self._session.run(None, {self._input: batch})[0]

    def note(self, name: str) -> str:
        """What the file says about itself under this name; empty when nothing."""
        return str(self._session.get_modelmeta().custom_metadata_map.get(name, ""))


def detection_network() -> Network:
    return Network(_file(_DETECTION))


def recognition_network() -> Network:
    return Network(_file(_RECOGNITION))


def backend() -> str:
    """Raises UnavailableError, naming what is missing."""
    for name in (_DETECTION, _RECOGNITION):
        _file(name)
    if find_spec("onnxruntime") is None:
        raise UnavailableError("ONNX Runtime is not installed.", next_step=_REMEDY)
    try:
        return f"rapidocr {version('rapidocr')} PP-OCRv6 small"
    except PackageNotFoundError as error:
        raise UnavailableError("The package rapidocr is not installed.", next_step=_REMEDY) from error


def _file(name: str) -> Path:
    package = find_spec("rapidocr")
    for folder in (package and package.submodule_search_locations) or ():
        file = Path(folder) / "models" / name
        if file.is_file():
            return file
    raise UnavailableError(f"The model file {name} for writing in pictures is not installed.", next_step=_REMEDY)
