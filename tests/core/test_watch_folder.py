"""Folders as settings name them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from geminivideo.core.settings import Settings
from geminivideo.core.watch_folder import WatchFolder


def test_folders_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.setenv("GEMINIVIDEO_FOOTAGE_FOLDERS", "/srv/footage: ~/Movies :")
    monkeypatch.setenv("GEMINIVIDEO_WATCH_FOLDERS", "/srv/a:/srv/b=acme:/srv/c d=*:/srv/x=y=acme")
    settings = Settings(_env_file=None)
    assert settings.footage_folders == (Path("/srv/footage"), Path("/home/ann/Movies"))
    assert [(str(folder.path), folder.account_id) for folder in settings.watch_folders] == [
        ("/srv/a", "default"),
        ("/srv/b", "acme"),
        ("/srv/c d", None),
        ("/srv/x=y", "acme"),
    ]


def test_without_them_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINIVIDEO_WATCH_FOLDERS", "")
    settings = Settings(_env_file=None)
    assert (settings.footage_folders, settings.watch_folders) == ((), ())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("footage_folders", "footage", "whole path"),
        ("watch_folders", "./a", "whole path"),
        ("watch_folders", "/a=two words", "account's name"),
        ("watch_folders", "/a=", "account's name"),
    ],
)
def test_what_names_no_folder_is_refused_by_name(name: str, value: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        Settings.model_validate({name: value})
    assert name in str(refused.value)


@pytest.mark.parametrize(("inside", "account"), [("a.mp4", "default"), ("acme/b/a.mp4", "acme"), ("a b/a.mp4", None)])
def test_whose_a_file_is_by_its_sub_folder(inside: str, account: str | None) -> None:
    assert WatchFolder(path=Path("/srv"), account_id=None).account_of(Path(inside)) == account
