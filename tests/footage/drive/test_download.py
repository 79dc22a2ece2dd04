"""Every byte once, in order, whatever Drive and the network do; and nothing that is no footage."""

import random
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from geminivideo.core.errors import (
    CancelledError,
    ConflictError,
    ForbiddenError,
    GeminivideoError,
    InvalidInputError,
    NotFoundError,
    ProcessingError,
    TooLargeError,
    UnavailableError,
    UnsupportedMediaError,
)
from tests.footage.drive.accounts import authorized_user, service_account, written
from tests.footage.drive.conftest import UPLOAD, Import
from tests.footage.drive.server import FILE_ID, SERVICE_EMAIL, Drive, Fault, Stored

DATA = random.Random(1).randbytes(300_000)
_TARGET = "1Target_of_the_shortcut"


@pytest.fixture(autouse=True)
def stored(drive: Drive) -> Stored:
    drive.files[FILE_ID] = Stored(DATA)
    return drive.files[FILE_ID]


def nothing_is_left(importing: Import) -> bool:
    with pytest.raises(NotFoundError):
        importing.spool.received(UPLOAD)
    return True


def test_a_file_arrives_whole_with_its_name_and_its_progress(importing: Import) -> None:
    fetched = importing.fetch(f"https://drive.google.com/file/d/{FILE_ID}/view?usp=sharing")
    assert fetched.path.read_bytes() == DATA
    assert fetched.name == "gym day 1.mp4"
    assert importing.told[-1] == 1.0
    assert importing.drive.ranges() == [None]
    assert importing.drive.asked("describe")[0].query["supportsAllDrives"] == ["true"]


def test_with_a_user_who_agreed(importing: Import, tmp_path: Path) -> None:
    importing.credentials = written(authorized_user(importing.drive), tmp_path)
    assert importing.fetch().path.read_bytes() == DATA


def test_busy_servers_are_asked_again_after_growing_pauses(importing: Import) -> None:
    importing.drive.faults["describe"] = [Fault(503), Fault(500)]
    importing.drive.faults["media"] = [Fault(502), Fault(504), Fault(429)]
    assert importing.fetch().path.read_bytes() == DATA
    assert importing.waited == [1, 2, 4, 8, 16]


def test_pauses_are_as_long_as_drive_asks(importing: Import) -> None:
    importing.drive.faults["describe"] = [Fault(429, headers={"retry-after": "7"})]
    importing.fetch()
    assert importing.waited == [7]


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded"])
def test_a_rate_limit_is_waited_out(importing: Import, reason: str) -> None:
    importing.drive.faults["media"] = [Fault(403, reason)]
    assert importing.fetch().path.read_bytes() == DATA
    assert importing.waited == [1]


def test_whoever_stays_busy_is_given_up(importing: Import) -> None:
    importing.drive.faults["describe"] = [Fault(503)] * 8
    assert "503" in importing.refused(UnavailableError).cause
    assert len(importing.waited) == 7


def test_a_cut_connection_goes_on_at_the_byte(importing: Import) -> None:
    importing.drive.faults["media"] = [Fault(cut_after=100_000), Fault(cut_after=50), Fault(cut_after=120_000)]
    assert importing.fetch().path.read_bytes() == DATA
    assert importing.drive.ranges() == [None, "bytes=100000-", "bytes=100050-", "bytes=220050-"]
    assert importing.waited == [1], "only the connection that brought next to nothing was a failed try"


def test_a_connection_that_brings_nothing_again_and_again_is_given_up(importing: Import) -> None:
    importing.drive.faults["media"] = [Fault(cut_after=10)] * 20
    importing.refused(UnavailableError)
    assert len(importing.drive.ranges()) == 8
    importing.drive.faults["media"] = []
    assert importing.fetch().path.read_bytes() == DATA
    assert importing.drive.ranges()[-1] == "bytes=80-", "what had arrived stayed"


def test_what_an_earlier_worker_fetched_is_not_fetched_again(importing: Import) -> None:
    importing.drive.faults["media"] = [Fault(cut_after=100_000), *[Fault(404)]]
    importing.refused(NotFoundError)
    assert importing.fetch().path.read_bytes() == DATA
    assert importing.drive.ranges()[-1] == "bytes=100000-"
    importing.fetch()
    assert len(importing.drive.ranges()) == 3, "a file that is all here needs no bytes"


def test_a_server_that_ignores_ranges_sends_what_is_skipped(importing: Import) -> None:
    importing.drive.faults["media"] = [Fault(cut_after=100_000), Fault(ignores_range=True)]
    assert importing.fetch().path.read_bytes() == DATA


def test_a_file_that_changed_in_between_is_fetched_anew(importing: Import) -> None:
    drive, new = importing.drive, random.Random(2).randbytes(len(DATA))

    def change() -> None:
        drive.files[FILE_ID] = Stored(new, revision="rev2")

    drive.faults["media"] = [Fault(cut_after=100_000, then=change)]
    assert importing.fetch().path.read_bytes() == new
    assert drive.ranges() == [None, None]


def test_a_shorter_file_than_what_is_here(importing: Import, stored: Stored) -> None:
    """It shrank without a new description, as behind a stale cache: 416."""

    def shrink() -> None:
        stored.data, stored.described = DATA[:90_000], {**stored.description(FILE_ID)}

    def tell() -> None:
        stored.described = {}

    importing.drive.faults["media"] = [Fault(cut_after=100_000, then=shrink), Fault(then=tell)]
    assert importing.fetch().path.read_bytes() == DATA[:90_000]
    assert importing.drive.ranges() == [None, "bytes=100000-", None]


def test_a_file_that_never_stays_the_same_is_refused(importing: Import) -> None:
    numbers = iter(range(100))

    def change() -> None:
        importing.drive.files[FILE_ID] = Stored(random.Random(next(numbers)).randbytes(len(DATA)))

    importing.drive.faults["media"] = [Fault(cut_after=100_000, then=change) for _ in range(10)]
    assert "keeps changing" in importing.refused(UnavailableError).cause


@pytest.mark.parametrize("name", ["sha256Checksum", "md5Checksum"])
def test_wrong_bytes_are_removed_and_refused(importing: Import, stored: Stored, name: str) -> None:
    stored.described = {"sha256Checksum": None, name: "0" * 32}
    assert "checksum" in importing.refused(ProcessingError).cause
    assert nothing_is_left(importing)


def test_wrong_bytes_of_a_file_that_changed_meanwhile_are_fetched_anew(importing: Import, stored: Stored) -> None:
    stored.described = {"sha256Checksum": "0" * 64}

    def mend() -> None:
        importing.drive.files[FILE_ID] = Stored(DATA, revision="rev2")

    importing.drive.faults["media"] = [Fault(then=mend)]
    assert importing.fetch().path.read_bytes() == DATA


def test_a_token_that_is_no_longer_good_is_renewed_once(importing: Import) -> None:
    importing.drive.faults["describe"] = [Fault(then=importing.drive.revoke)]
    assert importing.fetch().path.read_bytes() == DATA
    assert len(importing.drive.asked("token")) == 2
    importing.drive.faults["describe"] = [Fault(401), Fault(401)]
    assert "geminivideo doctor" in importing.refused(UnavailableError).next_step


@pytest.mark.parametrize(
    ("status", "reason", "kind", "says"),
    [
        (404, "notFound", NotFoundError, SERVICE_EMAIL),
        (403, "insufficientFilePermissions", ForbiddenError, f"share the file with {SERVICE_EMAIL}"),
        (403, "insufficientPermissions", ForbiddenError, "drive.readonly"),
        (403, "accessNotConfigured", UnavailableError, "enable it"),
        (403, "downloadQuotaExceeded", UnavailableError, "tomorrow"),
        (403, "cannotDownloadAbusiveFile", ForbiddenError, "upload it here"),
        (403, "cannotDownloadFile", ForbiddenError, "ask the owner"),
        (302, "moved", UnavailableError, "proxies"),
    ],
)
def test_what_will_not_pass_is_refused_at_once(
    importing: Import, status: int, reason: str, kind: type[GeminivideoError], says: str
) -> None:
    importing.drive.faults["media"] = [Fault(status, reason)]
    assert says in importing.refused(kind).next_step
    assert importing.waited == []


def test_a_file_that_is_not_shared(importing: Import) -> None:
    importing.drive.files.clear()
    assert SERVICE_EMAIL in importing.refused(NotFoundError).next_step


def test_a_link_with_a_resource_key_opens_the_file(importing: Import, stored: Stored) -> None:
    stored.resource_key = "0-AbC_d"
    importing.refused(NotFoundError)
    fetched = importing.fetch(f"https://drive.google.com/file/d/{FILE_ID}/view?usp=sharing&resourcekey=0-AbC_d")
    assert fetched.path.read_bytes() == DATA


def test_a_sign_in_page_is_no_video(importing: Import, shared_data: Path) -> None:
    page = (shared_data / "hostile" / "made_html_drive_login_page.mp4").read_bytes()
    importing.drive.faults["media"] = [Fault(200, body=page, content_type="text/html; charset=utf-8")]
    assert "web page" in importing.refused(UnsupportedMediaError).cause
    assert importing.spool.received(UPLOAD) == 0


def test_a_sign_in_page_that_claims_to_be_the_video(importing: Import, shared_data: Path, stored: Stored) -> None:
    page = (shared_data / "hostile" / "made_html_drive_login_page.mp4").read_bytes()
    stored.described = {"size": str(len(page))}
    importing.drive.faults["media"] = [Fault(200, body=page, content_type="video/mp4")]
    assert "checksum" in importing.refused(ProcessingError).cause
    assert nothing_is_left(importing)


@pytest.mark.parametrize(
    ("described", "kind", "says"),
    [
        ({"mimeType": "application/vnd.google-apps.folder", "size": None}, InvalidInputError, "one by one"),
        ({"mimeType": "application/vnd.google-apps.document", "size": None}, UnsupportedMediaError, "MP4"),
        ({"mimeType": "application/vnd.google-apps.vid", "size": None}, UnsupportedMediaError, "MP4"),
        ({"mimeType": "application/vnd.google-apps.shortcut", "size": None}, InvalidInputError, "itself"),
        ({"trashed": True}, ConflictError, "restore"),
        ({"capabilities": {"canDownload": False}}, ForbiddenError, "owner"),
        ({"size": "1000001"}, TooLargeError, "GEMINIVIDEO_UPLOAD_MAX_BYTES"),
        ({"size": "0"}, UnsupportedMediaError, "upload to Drive"),
        ({"size": None}, UnsupportedMediaError, "upload to Drive"),
    ],
)
def test_what_cannot_be_footage_is_refused_before_a_byte_is_fetched(
    importing: Import, stored: Stored, described: dict[str, Any], kind: type[GeminivideoError], says: str
) -> None:
    stored.described = described
    assert says in importing.refused(kind).next_step
    assert importing.drive.ranges() == []
    assert nothing_is_left(importing)


def shortcut_to(target: str, **details: str) -> Stored:
    described = {"mimeType": "application/vnd.google-apps.shortcut", "size": None}
    return Stored(b"", described={**described, "shortcutDetails": {"targetId": target, **details}})


def test_a_shortcut_is_followed_once(importing: Import) -> None:
    files = importing.drive.files
    files[_TARGET] = Stored(DATA, name="target.mov", resource_key="0-key")
    files[FILE_ID] = shortcut_to(_TARGET, targetResourceKey="0-key", targetMimeType="video/quicktime")
    assert importing.fetch().name == "target.mov"
    files[_TARGET] = shortcut_to(FILE_ID)
    importing.refused(InvalidInputError)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"id": "../../etc/passwd"}', b'{"id": 1, "size": "x"}'])
def test_descriptions_that_drive_would_not_send(importing: Import, body: bytes) -> None:
    importing.drive.faults["describe"] = [Fault(200, body=body)]
    assert "GEMINIVIDEO_DRIVE_BASE_URL" in importing.refused(UnavailableError).next_step


def test_stopping_does_not_wait_for_a_server_that_is_silent(importing: Import) -> None:
    def check() -> None:
        if importing.drive.stalled.is_set():
            raise CancelledError("Cancelled.", next_step="nothing")

    importing.check = check
    importing.drive.faults["media"] = [Fault(cut_after=100_000, stalls=True)]
    importing.refused(CancelledError)


def test_revoked_credentials_say_so_and_tell_no_secret(
    importing: Import, tmp_path: Path, rsa_key: RSAPrivateKey, capfd: pytest.CaptureFixture[str]
) -> None:
    for info in (authorized_user(importing.drive), service_account(rsa_key, importing.drive)):
        importing.credentials = written(info, tmp_path)
        importing.drive.faults["token"] = [Fault(400)]
        error = importing.refused(UnavailableError)
        assert "invalid_grant" in error.cause
        assert "GEMINIVIDEO_DRIVE_CREDENTIALS" in error.next_step
        importing.fetch()
        shown = str(error) + "".join(capfd.readouterr())
        for secret in ("refresh-1", "client-secret-1", "PRIVATE KEY", *importing.drive.tokens):
            assert secret not in shown


def test_a_token_server_that_is_away_is_tried_again(importing: Import, tmp_path: Path) -> None:
    away = {**authorized_user(importing.drive), "token_uri": "http://127.0.0.1:1/token"}
    importing.credentials = written(away, tmp_path)
    assert "no access token" in importing.refused(UnavailableError).cause
    assert len(importing.waited) == 7
