"""Credentials of both kinds for the Drive on loopback, with a key that is made anew for every run."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.footage.drive.server import SERVICE_EMAIL, USER, Drive


def service_account(key: RSAPrivateKey, drive: Drive) -> dict[str, Any]:
    kind, coding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    return {
        "type": "service_account",
        "project_id": "example-project",
        "private_key_id": "1",
        "private_key": key.private_bytes(coding, kind, serialization.NoEncryption()).decode(),
        "client_email": SERVICE_EMAIL,
        "token_uri": drive.token_url,
    }


def authorized_user(drive: Drive) -> dict[str, Any]:
    return {"type": "authorized_user", **USER, "token_uri": drive.token_url}


def written(info: Any, folder: Path) -> Path:
    path = folder / "credentials.json"
    path.write_text(json.dumps(info))
    return path
