"""Names for the arrays that go around here. OpenCV's stubs promise no element type, so neither do these."""

from typing import Any

import numpy.typing as npt

Pixels = npt.NDArray[Any]
"""8-bit picture: (height, width, 3) as BGR, or (height, width) as gray."""
Map = npt.NDArray[Any]
"""32-bit floats, (height, width): how much of something is where."""
Flow = npt.NDArray[Any]
"""32-bit floats, (height, width, 2): movement in pixels, x before y."""
Vector = npt.NDArray[Any]
"""32-bit floats, one dimension."""
