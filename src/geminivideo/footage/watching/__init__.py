"""Watched folders: what lies in them, and what became of it."""
