"""A graph while it is built: its inputs, its chains of filters, the labels between them."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.colour.filters import LUT_FILE
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import File, Graph, Input
from geminivideo.rendering.plan.edit_plan import EditPlan

LAYER = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"  # of a drawing that lies over the picture


class Builder:
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
