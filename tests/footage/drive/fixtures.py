"""A Drive on loopback for tests here and of the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.footage.drive.accounts import service_account, written
from tests.footage.drive.contract import Contract
from tests.footage.drive.server import Drive, served


@pytest.fixture(scope="session")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def drive(rsa_key: rsa.RSAPrivateKey, shared_contracts: Path) -> Iterator[Drive]:
    """At the end every request has to have been one that Drive would take."""
    with served(Drive(Contract(shared_contracts), rsa_key.public_key())) as drive:
        yield drive
    assert drive.malformed == []


@pytest.fixture
def credentials(rsa_key: rsa.RSAPrivateKey, drive: Drive, tmp_path: Path) -> Path:
    """Of a service account."""
    return written(service_account(rsa_key, drive), tmp_path)
