"""Footage on this machine's own disk."""
