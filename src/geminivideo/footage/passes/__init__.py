"""Passes over a file from outside, each in a process of its own: whatever the decoder does there, the worker lives."""
