import json
from pathlib import Path

import pytest

from geminivideo.app.cli.corrections import SidecarFile
from geminivideo.core.errors import InvalidInputError
from tests.footage.sidecar.builders import document, measured

SHA = document(measured())["footage"]["sha256"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "clip.scenes.json"
    target.write_text(json.dumps(document(measured())), "utf-8")
    return target


def test_only_what_was_changed_by_hand_is_sent(path: Path) -> None:
    assert SidecarFile(path).to_be_sent(already_corrected=False) is None
    changed = json.loads(path.read_text("utf-8"))
    changed["scenes"][0]["use"] = False
    path.write_text(json.dumps(changed), "utf-8")
    assert SidecarFile(path).to_be_sent(already_corrected=True) == changed
    assert SidecarFile(path.with_name("none.json")).to_be_sent(already_corrected=False) is None


def test_corrections_move_with_the_file_to_a_machine_that_has_none(path: Path) -> None:
    path.write_text(json.dumps(document(measured(corrected=("objects",)))), "utf-8")
    assert SidecarFile(path).to_be_sent(already_corrected=False) is not None
    assert SidecarFile(path).to_be_sent(already_corrected=True) is None


def test_a_sidecar_of_another_file_is_not_written_over(path: Path) -> None:
    assert SidecarFile(path, chosen=False).put_aside_if_of_another_file(SHA) is None
    with pytest.raises(InvalidInputError, match="another file"):
        SidecarFile(path).put_aside_if_of_another_file("0" * 64)
    before = path.read_bytes()
    aside = SidecarFile(path, chosen=False).put_aside_if_of_another_file("0" * 64)
    assert aside is not None
    assert (aside.read_bytes(), path.exists()) == (before, False)


@pytest.mark.parametrize("broken", ["{", "[]", '{"version": 1}'])
def test_a_broken_one_is_named(path: Path, broken: str) -> None:
    path.write_text(broken, "utf-8")
    with pytest.raises(InvalidInputError, match=r"clip\.scenes\.json"):
        SidecarFile(path).read()
