"""Events of footage, for everybody who waits for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.footage.imports import store as imports


def tell(session: Session, footage_id: str, kind: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Told under the footage's id, and under each id of an import that turned out to be this footage."""
    for stream_id in [footage_id, *imports.followers(session, footage_id)]:
        events.append(session, stream_id, kind, payload, at)
