"""The 80 classes of the COCO dataset (Lin et al., 2014), in order of their ids there."""

COCO_80 = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant",
    "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard",
    "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle",
    "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli",
    "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet",
    "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator",
    "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip
_UNUSED_IDS = frozenset({12, 26, 29, 30, 45, 66, 68, 69, 71, 83})  # of 1..90: named, but never drawn


def by_id() -> dict[int, str]:
    """The name of each id of 1..90 that is in use."""
    return dict(zip((number for number in range(1, 91) if number not in _UNUSED_IDS), COCO_80, strict=True))


def names_for(classes: int) -> dict[int, str] | None:
    """What a network with so many columns of classes calls its columns; None: COCO has no such form.

    80 are the names in their order; 91 the ids from 0 (background), 90 those from 1.
    """
    if classes == len(COCO_80):
        return dict(enumerate(COCO_80))
    shift = {91: 0, 90: 1}.get(classes)
    return None if shift is None else {number - shift: name for number, name in by_id().items()}
