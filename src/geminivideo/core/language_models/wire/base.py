"""What a provider's module says about it: how a question is put, and how the answer and its errors are read."""

from typing import Protocol

from geminivideo.core.language_models.model import Completion, Prompt
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.service_faults import FaultError
from geminivideo.core.web_service import Answer, Ask


class WireFormat(Protocol):
    """It does no I/O, and does not know the key."""

    @property
    def key_header(self) -> tuple[str, str]:
        """The header that carries the key, and what stands before the key in it."""
        ...

    def ask(self, prompt: Prompt, role: RoleSettings) -> Ask: ...

    def read(self, answer: Answer) -> Completion:
        """A successful answer.

        Raises:
            FaultError: when it is not what the interface promises.
        """
        ...

    def fault(self, answer: Answer) -> FaultError:
        """What an unsuccessful answer means."""
        ...
