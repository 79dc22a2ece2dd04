"""Fetching a published model from a server on this machine that speaks HTTPS."""

import hashlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from geminivideo.core.errors import UnavailableError
from geminivideo.footage.extractors.objects.weights import PUBLISHED, PublishedModel, fetch

CONTENT = b"a network" * 1000


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made for this run, key and all."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "this machine")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


class Files(BaseHTTPRequestHandler):
    """`/model` is the file; `/moved` leads to it, `/plain` to a place without TLS; anything else is not found."""

    def do_GET(self) -> None:
        port = self.headers["Host"].partition(":")[2]
        places = {"/moved": f"https://127.0.0.1:{port}/model", "/plain": f"http://127.0.0.1:{port}/model"}
        if self.path in places:
            self._answer(302, b"", Location=places[self.path])
        else:
            self._answer(200, CONTENT) if self.path == "/model" else self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nobody reads it."""


@contextmanager
def serving(certificate: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[str]:
    with serving(certificate) as address:
        yield address


@pytest.fixture(scope="module")
def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def published(address: str, content: bytes = CONTENT) -> PublishedModel:
    return PublishedModel(address, len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("path", ["/model", "/moved"])
def test_the_file_comes_whole(tmp_path: Path, server: str, trust: ssl.SSLContext, path: str) -> None:
    fetch(published(server + path), tmp_path / "models" / "net.onnx", trust)
    assert (tmp_path / "models" / "net.onnx").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("path", "promised", "why"),
    [
        ("/gone", CONTENT, "HTTPStatusError"),
        ("/plain", CONTENT, "not https"),
        ("/model", CONTENT[:-1], "more than the 8999 bytes"),
        ("/model", CONTENT[:-1] + b"!", "not what was published"),
    ],
)
def test_anything_else_leaves_nothing_behind(
    tmp_path: Path, server: str, trust: ssl.SSLContext, path: str, promised: bytes, why: str
) -> None:
    with pytest.raises(UnavailableError, match=why):
        fetch(published(server + path, promised), tmp_path / "net.onnx", trust)
    assert not list(tmp_path.iterdir())


def test_a_server_that_nobody_vouches_for_is_not_asked(tmp_path: Path, server: str) -> None:
    with pytest.raises(UnavailableError, match="ConnectError"):
        fetch(published(server + "/model"), tmp_path / "net.onnx")
    assert not list(tmp_path.iterdir())


def test_published_models_are_named_by_https_and_hash() -> None:
    for model in PUBLISHED.values():
        assert model.address.startswith("https://")
        assert len(bytes.fromhex(model.sha256)) == 32
