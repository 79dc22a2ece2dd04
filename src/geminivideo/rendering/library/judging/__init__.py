"""Judging and re-writing one file per kind. Runs only in a process of its own with little memory and time."""
