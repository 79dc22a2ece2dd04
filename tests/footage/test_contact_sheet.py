from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geminivideo.core.footage_scene import Box, FootageSource, SceneContent, SeenObject, SeenText, SpokenWord
from geminivideo.footage.contact_marks import COLOURS, telling_moment
from geminivideo.footage.contact_sheet import draw_contact_sheet
from geminivideo.footage.model import Analysis
from tests.footage.conftest import MAX_PIXELS

Analysed = Callable[[Path], tuple[FootageSource, Analysis]]
GREEN = (80, 220, 120)


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"))


def test_a_sheet_shows_every_scene_with_the_boxes_of_its_subjects(
    analysed: Analysed, shared_data: Path, tmp_path: Path
) -> None:
    clip = shared_data / "shots" / "landscape_8shots.mp4"
    _, analysis = analysed(clip)
    draw_contact_sheet(clip, analysis.scenes, tmp_path / "sheet.png", max_pixels=MAX_PIXELS)

    sheet = pixels(tmp_path / "sheet.png")
    assert sheet.shape[1] == 4 * 430 + 10
    assert sheet.shape[0] > 2 * 236
    man = sheet[10:246, 440:860]  # the second scene
    rows, columns = np.nonzero((np.abs(man.astype(int) - GREEN) < 40).all(axis=2))
    assert columns.mean() / 420 == pytest.approx(analysis.scenes[1].scene.subjects[0].box.centre_x, abs=0.06)
    assert rows.mean() / 236 < 0.4


def test_the_shown_picture_is_of_the_right_scene(analysed: Analysed, shared_data: Path, tmp_path: Path) -> None:
    clip = shared_data / "shots" / "landscape_8shots.mp4"
    _, analysis = analysed(clip)
    last = analysis.scenes[-1:]
    draw_contact_sheet(clip, last, tmp_path / "last.png", max_pixels=MAX_PIXELS)
    draw_contact_sheet(clip, analysis.scenes[1:2], tmp_path / "same.png", max_pixels=MAX_PIXELS)
    draw_contact_sheet(clip, analysis.scenes[2:3], tmp_path / "other.png", max_pixels=MAX_PIXELS)

    shown, same, other = (pixels(tmp_path / f"{name}.png")[20:240].astype(int) for name in ("last", "same", "other"))
    assert np.abs(shown - same).mean() < np.abs(shown - other).mean() / 2


def test_portrait_clips_stand_upright_in_their_tiles(analysed: Analysed, shared_data: Path, tmp_path: Path) -> None:
    clip = shared_data / "footage" / "androidx_sample_rotate_and_reflect.mp4"
    _, analysis = analysed(clip)
    draw_contact_sheet(clip, analysis.scenes, tmp_path / "sheet.png", max_pixels=MAX_PIXELS)
    assert pixels(tmp_path / "sheet.png").shape[0] > 420


def test_of_very_many_scenes_the_best_are_shown(analysed: Analysed, shared_data: Path, tmp_path: Path) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    _, analysis = analysed(clip)
    many = [analysis.scenes[0].model_copy(update={"rank": rank}) for rank in range(1, 200)]
    draw_contact_sheet(clip, many, tmp_path / "sheet.png", max_pixels=MAX_PIXELS)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.height < 12 * 400


def test_things_and_writing_are_outlined_at_the_shown_moment(
    analysed: Analysed, shared_data: Path, tmp_path: Path
) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    _, analysis = analysed(clip)
    at, hostile = 0.5, "\x1b[31m" + "long " * 5000
    scene = analysis.scenes[0].scene.model_copy(
        update={
            "subjects": (),
            "content": SceneContent(
                objects=(SeenObject(at_seconds=at, label=hostile, box=_box(0.1), confidence=0.8),),
                text=(SeenText(at_seconds=at, text="\u0627\u0644\u064a\u0648\u0645", box=_box(0.6), confidence=0.9),),
                words=(SpokenWord(text=hostile, start_seconds=0, end_seconds=1, confidence=1),),
            ),
        }
    )
    assert telling_moment(scene) == at
    one = analysis.scenes[0].model_copy(update={"scene": scene})
    draw_contact_sheet(clip, [one], tmp_path / "sheet.png", max_pixels=MAX_PIXELS)
    shot = pixels(tmp_path / "sheet.png")[10:290, 10:430]
    for kind, left in (("object", 0.1), ("text", 0.6)):
        columns = np.nonzero((np.abs(shot.astype(int) - COLOURS[kind]) < 12).all(axis=2))[1]
        assert columns.min() == pytest.approx(left * 420, abs=3)


def test_where_a_person_says_there_is_something_no_box_is_drawn(analysed: Analysed, shared_data: Path) -> None:
    _, analysis = analysed(shared_data / "footage" / "androidx_sample.mp4")
    somewhere = SeenObject(at_seconds=0.1, label="dog", box=Box(x=0, y=0, width=1, height=1), confidence=1)
    content = SceneContent(objects=(somewhere,))
    scene = analysis.scenes[0].scene.model_copy(update={"subjects": (), "content": content})
    assert telling_moment(scene) == scene.seconds / 2


def _box(left: float) -> Box:
    return Box(x=left, y=0.4, width=0.2, height=0.3)
