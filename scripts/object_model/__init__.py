"""How the bundled object detector's ONNX file was made: `python -m scripts.object_model`."""
