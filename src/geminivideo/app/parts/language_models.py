"""The gateway to live language models."""

from functools import cached_property
from typing import TYPE_CHECKING

from geminivideo.app.parts.infrastructure import Infrastructure
from geminivideo.core.language_models.access import accesses, why_silent
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.creative.director.local import must_be_writable
from geminivideo.creative.model import Brief

if TYPE_CHECKING:
    from geminivideo.core.language_models.gateway import LanguageModels


class LanguageModelParts(Infrastructure):
    @cached_property
    def language_models(self) -> "LanguageModels":
        from geminivideo.core.language_models.opening import open_language_models

        return open_language_models(
            self.settings, self.clock, lambda name: CircuitBreaker(name, self.redis, self.clock)
        )

    def must_be_writable(self, brief: Brief) -> None:
        """Raise InvalidInputError for a brief that nobody here can write for; a live director writes any language."""
        if why_silent(self.settings.llm_roles["director"], accesses(self.settings)) is not None:
            must_be_writable(brief)
