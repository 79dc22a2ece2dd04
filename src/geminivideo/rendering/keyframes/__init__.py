"""Eased zoom, pan and opacity of a clip."""
