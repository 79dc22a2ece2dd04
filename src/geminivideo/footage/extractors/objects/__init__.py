"""Objects and people in a picture: the bundled detector, or one that the operator brings as an ONNX file."""
