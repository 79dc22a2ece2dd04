"""Where the eye goes when neither a face nor movement says so.

Two maps are added up: the spectral residual (Hou and Zhang, 2007), which answers to what breaks the texture, and the
contrast to the picture's border, which is mostly background. Both count less away from the middle.
"""

import cv2
import numpy as np

from geminivideo.footage.arrays import Map, Pixels
from geminivideo.footage.decode import Picture, fitted, is_flat
from geminivideo.footage.extractors.regions import Region, densest_region

_LONG_EDGE = 64  # the scale at which the spectral residual finds objects rather than texture
_COLOUR_LONG_EDGE = 36  # pixels are compared pair by pair
_SMOOTHING = 2.5
_BORDER_SHARE = 0.08
_NEAREST_SHARE = 0.05  # of the border: a colour that even a small part of it has is background
_FAR_BORDER = 1.5  # how much less a border pixel says about the other side of the picture
_CENTRE_SPREAD = (0.38, 0.33)  # rows, columns, in fractions of the picture
_KEPT_SHARE = 0.45  # of the strongest; less does not belong to what stands out


def salient_region(picture: Picture) -> Region | None:
    """None for a picture with nothing in it."""
    gray = picture.gray(_LONG_EDGE)
    if is_flat(gray):
        return None
    height, width = gray.shape
    colours = cv2.resize(picture.bgr(), fitted(width, height, _COLOUR_LONG_EDGE), interpolation=cv2.INTER_AREA)
    contrast = cv2.resize(border_contrast(colours), (width, height), interpolation=cv2.INTER_LINEAR)
    saliency = (_scaled(spectral_residual(gray)) + _scaled(contrast)) * _centre(gray.shape)
    return densest_region(np.where(saliency >= _KEPT_SHARE * saliency.max(), saliency, 0))


def spectral_residual(gray: Pixels) -> Map:
    """What is left of the spectrum after its smooth part is taken away, back in the picture."""
    spectrum = np.fft.fft2(gray.astype(np.float32))
    logarithm = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    residual = logarithm - cv2.blur(logarithm, (3, 3), borderType=cv2.BORDER_REPLICATE)
    back = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    smooth: Map = cv2.GaussianBlur(back.astype(np.float32), (0, 0), _SMOOTHING)
    return smooth


def border_contrast(bgr: Pixels) -> Map:
    """How far each colour is from the nearest colours of the picture's border, near parts of it counting most."""
    lab = cv2.cvtColor(bgr, cv2.COLOR_BGR2LAB).astype(np.float32)
    height, width = lab.shape[:2]
    border = _border(height, width)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    colours, places = lab.reshape(-1, 3), np.stack([rows.ravel(), columns.ravel()], axis=1)
    outside = border.ravel()
    far = _distances(places, places[outside]) / np.hypot(height, width)
    apart = _distances(colours, colours[outside]) / (1 + _FAR_BORDER * far)
    nearest = max(1, int(_NEAREST_SHARE * outside.sum()))
    contrast: Map = np.partition(apart, nearest, axis=1)[:, :nearest].mean(axis=1).reshape(height, width)
    return contrast


def _border(height: int, width: int) -> Map:
    thickness = max(2, round(_BORDER_SHARE * max(height, width)))
    border = np.ones((height, width), bool)
    border[thickness:-thickness, thickness:-thickness] = False
    return border


def _distances(ones: Map, others: Map) -> Map:
    squares = (ones**2).sum(axis=1)[:, None] - 2 * ones @ others.T + (others**2).sum(axis=1)[None, :]
    distances: Map = np.sqrt(np.maximum(squares, 0))
    return distances


def _centre(shape: tuple[int, ...]) -> Map:
    (tall, wide), (height, width) = _CENTRE_SPREAD, shape[:2]
    rows = np.exp(-((((np.arange(height) + 0.5) / height - 0.5) / tall) ** 2) / 2)
    columns = np.exp(-((((np.arange(width) + 0.5) / width - 0.5) / wide) ** 2) / 2)
    weights: Map = np.outer(rows, columns).astype(np.float32)
    return weights


def _scaled(saliency: Map) -> Map:
    strongest = float(saliency.max())
    return saliency / strongest if strongest > 0 else saliency
