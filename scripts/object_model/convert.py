"""SSDLite MobileNet v2 from the TensorFlow.js graph of coco-ssd to ONNX.

What stands before the first convolution (resize, scale to -1..1) and after the heads (boxes from anchors) is left out;
footage/extractors/objects/ssd.py does it. Batch normalisation and biases are folded into the convolutions, pictures
are laid out NCHW, and weights are stored as float16.
"""

from dataclasses import dataclass

import numpy as np

from scripts.object_model.onnx_file import OnnxGraph
from scripts.object_model.tfjs_graph import Constant, Node, TfjsGraph

_FIRST_INPUT = "Preprocessor/sub"
_ANCHORS = "Postprocessor/ExpandDims"
_SIDE, _BOXES, _CLASSES = 300, 1917, 91
_CONVOLUTIONS = ("Conv2D", "DepthwiseConv2dNative")


@dataclass(frozen=True)
class _Folded:
    """A convolution's weights (OIHW) and bias."""

    weights: Constant
    bias: Constant


def convert(source: TfjsGraph) -> OnnxGraph:
    """Input `picture`; outputs `offsets` (ty, tx, th, tw), `scores` (first class: background) and `anchors`."""
    target = OnnxGraph(
        "ssdlite_mobilenet_v2_coco",
        {"picture": (1, 3, _SIDE, _SIDE)},
        {"offsets": (1, _BOXES, 4), "scores": (1, _BOXES, _CLASSES), "anchors": (_BOXES, 4)},
    )
    conversion = _Conversion(source, target)
    conversion.heads("concat", 4, "offsets")
    target.node("Sigmoid", "scores", conversion.heads("concat_1", _CLASSES, "logits"))
    target.constant("anchors/stored", source.constants[_ANCHORS].reshape(_BOXES, 4).astype(np.float32))
    target.node("Identity", "anchors", "anchors/stored")
    return target


class _Conversion:
    def __init__(self, source: TfjsGraph, target: OnnxGraph) -> None:
        self._source = source
        self._target = target
        self._done = {_FIRST_INPUT: "picture"}

    def heads(self, joined: str, width: int, output: str) -> str:
        """The heads of all layers, one row for each anchor."""
        inputs = (self._source.nodes[name] for name in self._source.nodes[joined].inputs)
        layers = [self._rows(node, width) for node in inputs if node.operator == "Reshape"]
        return self._target.node("Concat", output, *layers, axis=1)

    def _rows(self, reshape: Node, width: int) -> str:
        channels_last = self._target.node(
            "Transpose", f"{reshape.name}/nhwc", self._value(reshape.inputs[0]), perm=(0, 2, 3, 1)
        )
        shape = self._target.constant(f"{reshape.name}/shape", np.array([1, -1, width], np.int64))
        return self._target.node("Reshape", reshape.name, channels_last, shape)

    def _value(self, name: str) -> str:
        if name not in self._done:
            self._done[name] = self._convert(self._source.nodes[name])
        return self._done[name]

    def _convert(self, node: Node) -> str:
        if node.operator == "Relu6":
            return self._relu6(node)
        if node.operator == "AddN" or (node.operator == "Add" and self._variables(node) == 2):
            return self._target.node("Add", node.name, *(self._value(name) for name in node.inputs))
        return self._convolve(node)

    def _relu6(self, node: Node) -> str:
        if "zero" not in self._done:
            for name, bound in (("zero", 0.0), ("six", 6.0)):
                self._done[name] = self._target.constant(name, np.array(bound, np.float32))
        return self._target.node("Clip", node.name, self._value(node.inputs[0]), "zero", "six")

    def _convolve(self, node: Node) -> str:
        """The convolution that `node` ends, with everything constant between the two folded into it."""
        if node.operator == "Add":
            bias, rest = self._constant_and_rest(node)
            if self._source.nodes[rest].operator == "AddN":
                return self._biased_sum(node, self._source.nodes[rest], bias)
        convolution, folded = self._fold(node)
        return self._write(node.name, convolution, folded)

    def _biased_sum(self, node: Node, total: Node, bias: Constant) -> str:
        """TensorFlow's optimiser adds a convolution's bias after the sum with the shortcut; here it goes back."""
        branch = next(name for name in total.inputs if self._source.nodes[name].operator in _CONVOLUTIONS)
        shortcuts = [self._value(name) for name in total.inputs if name != branch]
        convolution, folded = self._fold(self._source.nodes[branch])
        own = self._write(f"{branch}/biased", convolution, _Folded(folded.weights, folded.bias + bias))
        return self._target.node("Add", node.name, own, *shortcuts)

    def _fold(self, node: Node) -> tuple[Node, _Folded]:
        if node.operator in _CONVOLUTIONS:
            weights = _oihw(node, self._source.constants[node.inputs[1]])
            return node, _Folded(weights, np.zeros(weights.shape[0], np.float32))
        if node.operator == "FusedBatchNorm":
            gamma, beta, mean, variance = (self._source.constants[name] for name in node.inputs[1:5])
            scale = gamma / np.sqrt(variance + node.epsilon)
            return self._scaled(node.inputs[0], scale, beta - mean * scale)
        constant, rest = self._constant_and_rest(node)
        if node.operator == "Mul":
            return self._scaled(rest, constant, np.zeros_like(constant))
        if node.operator in ("Add", "BiasAdd"):
            return self._scaled(rest, np.ones_like(constant), constant)
        raise ValueError(f"{node.name}: {node.operator} is not expected here")

    def _scaled(self, name: str, scale: Constant, shift: Constant) -> tuple[Node, _Folded]:
        convolution, folded = self._fold(self._source.nodes[name])
        scale, shift = scale.reshape(-1), shift.reshape(-1)
        return convolution, _Folded(folded.weights * scale[:, None, None, None], folded.bias * scale + shift)

    def _write(self, name: str, convolution: Node, folded: _Folded) -> str:
        if convolution.padding != "SAME":
            raise ValueError(f"{convolution.name}: padding {convolution.padding} is not expected")
        depthwise = convolution.operator == "DepthwiseConv2dNative"
        value = self._value(convolution.inputs[0])
        weights = self._target.half_constant(f"{name}/weights", folded.weights.astype(np.float32))
        bias = self._target.constant(f"{name}/bias", folded.bias.astype(np.float32))
        return self._target.node(
            "Conv", name, value, weights, bias,
            kernel_shape=folded.weights.shape[2:],
            strides=convolution.strides,
            auto_pad="SAME_UPPER",  # TensorFlow's SAME: what is odd goes to the right and below
            group=folded.weights.shape[0] if depthwise else 1,
        )  # fmt: skip

    def _variables(self, node: Node) -> int:
        return sum(name not in self._source.constants for name in node.inputs)

    def _constant_and_rest(self, node: Node) -> tuple[Constant, str]:
        constants = [name for name in node.inputs if name in self._source.constants]
        rest = [name for name in node.inputs if name not in self._source.constants]
        if len(constants) != 1 or len(rest) != 1:
            raise ValueError(f"{node.name}: one constant and one value are expected")
        return self._source.constants[constants[0]], rest[0]


def _oihw(node: Node, weights: Constant) -> Constant:
    """TensorFlow keeps height, width, inputs, outputs (depthwise: height, width, inputs, outputs for each)."""
    if node.operator == "Conv2D":
        return weights.transpose(3, 2, 0, 1)
    return weights.transpose(2, 3, 0, 1).reshape(-1, 1, *weights.shape[:2])
