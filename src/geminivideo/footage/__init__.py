"""Drive Intel: a raw clip becomes scenes with what was measured in them, ranked, with reasons."""
