"""From a blueprint and a timeline to an edit plan, by part of the edit."""

from geminivideo.rendering.editing.plan_making import make_plan
from geminivideo.rendering.editing.settings import EditSettings

__all__ = ["EditSettings", "make_plan"]
