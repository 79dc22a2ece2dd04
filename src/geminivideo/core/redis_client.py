"""A Redis client that fails fast: whoever uses it has a way to go on without."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


def connect_redis(url: str) -> "Redis":
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=5, retry=Retry(NoBackoff(), 1))
