"""How much moves, and where something moves that the camera's own movement does not explain."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.arrays import Flow, Map, Pixels
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.regions import Region, densest_region

_LONG_EDGE = 160
_GRID_STEP = 8
_ROBUST_ROUNDS = 3
_MEMORY = 0.6  # share of the older map that stays when a new one is added: a box must not jump from step to step
_CLEAR_CHANGE = 24.0  # levels of gray between two pictures
_PLAIN, _USUAL_SPREAD = 4.0, 50.0
_LEAST_SPEED = 0.02  # diagonals a second; below this it is noise
_KEPT_SHARE = 0.3  # of the strongest movement; weaker ones (shadows, leaves) do not widen the box


class MotionStep(Frozen):
    """Between two pictures: the mean speed of everything, in picture diagonals per second."""

    from_seconds: float
    at_seconds: float
    speed: float


@dataclass(frozen=True, slots=True)
class MotionMemory:
    """What a tracker knows of the pictures that it has seen."""

    last: Pixels | None
    last_at: float
    energy: Map | None


class MotionTracker:
    """Feed it pictures in order; it compares those that are at least `interval` seconds apart."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._optical_flow: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._optical_flow.setFinestScale(1)  # one finer than preset: else what is smaller than a tenth is not seen
        self._last: Pixels | None = None
        self._last_at = float("-inf")
        self._energy: Map | None = None

    def see(self, picture: Picture) -> MotionStep | None:
        elapsed = picture.at_seconds - self._last_at
        if elapsed < self._interval * 0.95:  # 10 a second out of 29.97 means every third, not every fourth
            return None
        gray = _normalised(picture.gray(_LONG_EDGE))
        last, self._last = self._last, gray
        begin, self._last_at = self._last_at, picture.at_seconds
        if last is None:
            return None
        flow = self._optical_flow.calc(last, gray, None)
        per_second = 1 / (float(np.hypot(*gray.shape)) * elapsed)
        own = np.linalg.norm(flow - camera_movement(flow), axis=2) * per_second
        # Optical flow spreads over plain surfaces beside what moves; where no light changed, nothing did.
        changed = np.clip(cv2.absdiff(last, gray).astype(np.float32) / _CLEAR_CHANGE, 0, 1)
        self._remember(own * cv2.GaussianBlur(changed, (0, 0), 1.0))
        speed = float(np.linalg.norm(flow, axis=2).mean()) * per_second
        return MotionStep(from_seconds=begin, at_seconds=picture.at_seconds, speed=round(speed, 5))

    def cut(self) -> None:
        """Another shot has begun: what was before it says nothing any more."""
        self._energy = self._last = None
        self._last_at = float("-inf")

    @property
    def memory(self) -> MotionMemory | None:
        return None if self._last is None else MotionMemory(self._last, self._last_at, self._energy)

    @memory.setter
    def memory(self, memory: MotionMemory | None) -> None:
        self.cut()
        if memory is not None:
            self._last, self._last_at, self._energy = memory.last, memory.last_at, memory.energy

    def region(self) -> Region | None:
        """Where something has moved by itself lately; None where nothing did."""
        if self._energy is None:
            return None
        strongest = float(np.percentile(self._energy, 99))
        if strongest < _LEAST_SPEED:
            return None
        return densest_region(np.where(self._energy >= _KEPT_SHARE * strongest, self._energy, 0))

    def _remember(self, speeds: Map) -> None:
        if self._energy is None or self._energy.shape != speeds.shape:
            self._energy = speeds
        else:
            self._energy = _MEMORY * self._energy + (1 - _MEMORY) * speeds


def _normalised(gray: Pixels) -> Pixels:
    """The same mean and contrast for every picture, so that a fade or a flash does not look like movement."""
    mean, spread = float(gray.mean()), float(gray.std())
    if spread < _PLAIN:  # stretching a plain picture would only show its noise
        return np.full_like(gray, 128)
    stretched = (gray.astype(np.float32) - mean) * (_USUAL_SPREAD / spread) + 128
    return np.clip(np.round(stretched), 0, 255).astype(np.uint8)


def camera_movement(flow: Flow) -> Flow:
    """The flow that panning, zooming and turning the camera explains: a plane fitted to most of the picture.

    Least squares, repeated with less weight for what does not fit, so that a moving subject does not bend the plane.
    """
    height, width = flow.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    design = np.stack([np.ones_like(rows), columns / width - 0.5, rows / height - 0.5], axis=-1)
    points = design[::_GRID_STEP, ::_GRID_STEP].reshape(-1, 3)
    seen = flow[::_GRID_STEP, ::_GRID_STEP].reshape(-1, 2)
    weights = np.ones(len(points), np.float32)
    for _ in range(_ROBUST_ROUNDS):
        weighted = points * weights[:, None]
        plane = np.linalg.lstsq(weighted.T @ points, weighted.T @ seen, rcond=None)[0]
        misfit = np.linalg.norm(seen - points @ plane, axis=1)
        weights = 1 / (misfit / max(float(np.median(misfit)), 0.05) + 1)
    explained: Flow = (design @ plane).astype(np.float32)
    return explained
