"""Footage that is fetched from somewhere else: promised first, here later."""
