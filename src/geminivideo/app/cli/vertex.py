"""`geminivideo vertex deploy`: a champion of the registry to its endpoint; and the service inside the container."""

import os
import time
from collections.abc import Callable

import numpy as np

from geminivideo.app.cli.console import Output
from geminivideo.app.container import Container
from geminivideo.app.parts.vertex import SETTINGS, endpoint_names
from geminivideo.app.services import with_services
from geminivideo.core.clock import SystemClock
from geminivideo.core.errors import ConflictError, NotFoundError, ProcessingError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.opening import open_storage
from geminivideo.core.telemetry import configure_logging
from geminivideo.oracle import registry
from geminivideo.oracle.artifacts import unpack
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import ModelRecord, Stage
from geminivideo.oracle.vertex.container import ContainerOrders, load_deployed
from geminivideo.oracle.vertex.endpoint import Endpoint
from geminivideo.oracle.vertex.trial import try_endpoint
