"""The gateway to live language models."""

from functools import cached_property
from typing import TYPE_CHECKING

from geminivideo.app.parts.infrastructure import Infrastructure
from geminivideo.core.resilience import CircuitBreaker

if TYPE_CHECKING:
    from geminivideo.core.language_models.gateway import LanguageModels


class LanguageModelParts(Infrastructure):
    @cached_property
    def language_models(self) -> "LanguageModels":
        from geminivideo.core.language_models.opening import open_language_models

        return open_language_models(
            self.settings, self.clock, lambda name: CircuitBreaker(name, self.redis, self.clock)
        )
