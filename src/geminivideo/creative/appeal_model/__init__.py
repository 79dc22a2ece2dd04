"""The headline-appeal model: how a line is measured, and what was learned (see manifest.json for data and licence)."""
