"""One line of writing cut out of its picture and laid level."""

import cv2
import numpy as np

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.writing.detection import Quad

_UPRIGHT_FROM = 1.5  # so much taller than wide, and the line runs from bottom to top


def cut_out(picture: Pixels, quad: Quad) -> Pixels:
    height, width = picture.shape[:2]
    corners = (quad * [width, height]).astype(np.float32)
    wide = max(1, round(float(max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[3] - corners[2])))))
    tall = max(1, round(float(max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2])))))
    target = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    line = cv2.warpPerspective(picture, turn, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.rot90(line) if tall >= _UPRIGHT_FROM * wide else line
