"""Why something failed."""

from pydantic import BaseModel


class ProblemDocument(BaseModel):
    """Why something failed, as an answer with that status would say it (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    next_step: str
