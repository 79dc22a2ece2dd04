"""Credentials of both kinds, and files that are none."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from geminivideo.core.errors import UnavailableError
from geminivideo.footage.drive.account import load_account
from tests.footage.drive.accounts import authorized_user, service_account, written
from tests.footage.drive.server import SERVICE_EMAIL, USER, Drive


def test_the_kind_is_told_by_the_file(rsa_key: RSAPrivateKey, drive: Drive, tmp_path: Path) -> None:
    service = load_account(written(service_account(rsa_key, drive), tmp_path))
    assert (service.kind, service.name) == ("service_account", SERVICE_EMAIL)
    user = load_account(written({**authorized_user(drive), "account": "sara@example.com"}, tmp_path))
    assert (user.kind, user.name) == ("authorized_user", "sara@example.com")
    assert load_account(written(USER, tmp_path)).kind == "authorized_user", "as google-auth writes it, without a type"
    assert drive.seen == [], "nobody was asked"


def test_none_at_all() -> None:
    with pytest.raises(UnavailableError) as missing:
        load_account(None)
    assert "GEMINIVIDEO_DRIVE_CREDENTIALS" in missing.value.next_step


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not JSON"),
        ("\x00\xff", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "neither service_account nor authorized_user"),
        ('{"type": "external_account"}', "neither"),
        ('{"installed": {"client_id": "x"}}', "sign in"),
        ('{"type": "authorized_user", "client_id": "x"}', "missing or damaged"),
        ('{"type": "service_account", "client_email": "a@b", "private_key": "TOPSECRET"}', "missing or damaged"),
        (
            json.dumps(
                {"type": "service_account", "client_email": "a@b", "token_uri": "x", "private_key": "TOPSECRET"}
            ),
            "missing or damaged",
        ),
    ],
)
def test_files_that_are_no_credentials(tmp_path: Path, content: Any, says: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(UnavailableError, match=says) as refused:
        load_account(path)
    assert "README" in refused.value.next_step
    assert "TOPSECRET" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be read"):
        load_account(tmp_path / "none.json")
