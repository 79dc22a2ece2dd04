"""Whether the configured servers answer: asked before work begins that would be for nothing without them."""

from redis.exceptions import RedisError

from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.core.errors import UnavailableError
from geminivideo.core.redis_client import connect_redis


def check_database(url: str) -> None:
    """Raise UnavailableError when PostgreSQL does not answer at the URL."""
    database = Database(url)
    try:
        with database.transaction() as session:
            session.connection()
    except DatabaseAwayError as error:
        why = str(getattr(error.__cause__, "orig", "")).partition("\n")[0] or error.cause  # it names no password
        raise _silent("PostgreSQL", "GEMINIVIDEO_DATABASE_URL", why) from error
    finally:
        database.dispose()


def check_broker(url: str) -> None:
    """Raise UnavailableError when Redis does not answer at the URL."""
    try:
        connect_redis(url).ping()
    except RedisError as error:
        raise _silent("Redis", "GEMINIVIDEO_REDIS_URL", str(error)) from error


def _silent(name: str, setting: str, why: str) -> UnavailableError:
    return UnavailableError(
        f"The configured {name} does not answer: {why.rstrip('.')}.",
        next_step=f"start that server, or correct or unset {setting}",
    )
