"""Edits of a finished plan as an editor makes them at a timeline: pure functions from plan to plan."""
