"""What every part stands on: settings, clock, database, broker, storage, ffmpeg; and whether each answers."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import httpx
from celery import Celery
from redis import Redis
from sqlalchemy import text

from geminivideo.core.clock import Clock, SystemClock
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.model import Job
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.core.redis_client import connect_redis
from geminivideo.core.settings import Settings
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.storage.opening import open_storage
from geminivideo.core.tasks import create_celery, send_jobs
from geminivideo.core.text_embedding import TextEncoder, load_bundled_encoder


class Infrastructure:
    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.ids = IdSource(self.clock, os.urandom)

    @cached_property
    def database(self) -> Database:
        if self.settings.database_url is None:
            raise ValueError("settings without a database; app.services.with_services finds it")
        return Database(self.settings.database_url.get_secret_value())

    @cached_property
    def redis(self) -> "Redis":
        if self.settings.redis_url is None:
            raise ValueError("settings without a broker; app.services.with_services finds it")
        return connect_redis(self.settings.redis_url.get_secret_value())

    @cached_property
    def celery(self) -> Celery:
        return create_celery(self.settings)

    @cached_property
    def storage(self) -> ObjectStorage:
        return open_storage(self.settings, self.clock)

    @cached_property
    def ffmpeg(self) -> Ffmpeg:
        return find_ffmpeg(self.settings.ffmpeg)

    @cached_property
    def encoder(self) -> TextEncoder:
        return load_bundled_encoder()

    @property
    def scratch(self) -> Path:
        return self.settings.home / "scratch"

    def send(self, jobs: Iterable[Job]) -> None:
        send_jobs(self.celery, jobs)

    def check_database(self) -> str:
        with self.database.transaction() as session:
            session.execute(text("SELECT 1"))
        return "answers"

    def check_redis(self) -> str:
        self.redis.ping()
        return "answers"

    def check_storage(self) -> str:
        self.storage.exists("readiness")
        return self.settings.storage_location.split(":", 1)[0]

    def check_ffmpeg(self) -> str:
        return self.ffmpeg.version

    def check_ml(self) -> str:
        if not self.settings.ml_url:
            return "predictions are made in this process"
        httpx.get(f"{self.settings.ml_url}/healthz", timeout=2).raise_for_status()
        return "answers"
