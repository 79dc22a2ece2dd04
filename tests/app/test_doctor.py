"""The doctor looks at everything, survives what it finds, and says how to mend it."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from geminivideo.app.cli.doctor.examination import examine
from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.settings import Settings

CHECKS = {
    "Python",
    "home folder",
    "ffmpeg",
    "video encoder",
    "PostgreSQL",
    "Redis",
    "services",
    "prediction engines",
    "prediction models",
    "predictions on Vertex AI",
    "sentence embeddings",
    "face detector",
    "reader of writing",
    "object detector",
    "offline voice",
    "speech recogniser",
    "gemini voice",
    "openai voice",
    "elevenlabs voice",
    "language models",
    "roles of language models",
    "Google Drive",
    "footage folders",
    "watched folders",
    "storage",
    "reporting",
}


def findings(home: Path, **changes: Any) -> dict[str, Finding]:
    found = list(examine(Settings(**{"home": home, "gateway_port": 0, "ml_port": 0, "min_free_bytes": 0, **changes})))
    assert len({finding.name for finding in found}) == len(found)
    return {finding.name: finding for finding in found}


def test_a_healthy_machine(home: Path, database: Database, valkey: EmbeddedValkey) -> None:
    url = SecretStr(database.url.set(drivername="postgresql").render_as_string(hide_password=False))
    found = findings(home, database_url=url, redis_url=SecretStr(valkey.url))
    assert found.keys() >= CHECKS
    assert {finding.name for finding in found.values() if finding.state == "broken"} == set()
    assert found["services"].state == "warning"
    assert "geminivideo up" in found["services"].remedy


@pytest.fixture(scope="module")
def ailing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    folder = tmp_path_factory.mktemp("ailing")
    (folder / "file").write_text("in the way")
    return findings(
        folder / "file" / "home",
        database_url=SecretStr("postgresql://nobody:topsecret@127.0.0.1:1/none"),
        redis_url=SecretStr("redis://:topsecret@127.0.0.1:1/0"),
        ffmpeg=Path("/nonexistent/ffmpeg"),
        storage_url="ftp://elsewhere",
        sentry_dsn=SecretStr("https://topsecret@sentry.example/1"),
    )


@pytest.mark.parametrize("name", ["home folder", "ffmpeg", "PostgreSQL", "Redis", "storage", "reporting"])
def test_each_ailment_is_found_and_comes_with_a_remedy(ailing: dict[str, Finding], name: str) -> None:
    assert ailing[name].state == "broken"
    assert ailing[name].detail
    assert ailing[name].remedy


def test_why_the_database_is_away_and_which_setting_says_where_it_is(ailing: dict[str, Finding]) -> None:
    assert "refused" in ailing["PostgreSQL"].detail
    assert "GEMINIVIDEO_DATABASE_URL" in ailing["PostgreSQL"].remedy


def test_one_ailment_hides_no_other_check(ailing: dict[str, Finding]) -> None:
    assert ailing.keys() >= CHECKS
    assert ailing["Python"].state == ailing["prediction engines"].state == "ok"


def test_no_secret_is_told(ailing: dict[str, Finding]) -> None:
    assert "topsecret" not in str(ailing)


def test_little_room_is_a_warning(home: Path) -> None:
    found = findings(home, min_free_bytes=10**18)
    assert found["home folder"].state == "warning"
    assert "free some space" in found["home folder"].remedy


def test_each_voice_is_listed_with_its_state_and_never_with_its_key(tmp_path: Path) -> None:
    found = findings(tmp_path, gemini_api_key=SecretStr("sk-secret"))
    assert "key set, not tried; gemini-3.8-flash-tts, voice Kore" in found["gemini voice"].detail
    assert "off: GEMINIVIDEO_OPENAI_API_KEY is not set" in found["openai voice"].detail
    assert "sk-secret" not in str(found)


def test_credentials_for_drive_are_looked_at_without_asking_google(tmp_path: Path) -> None:
    assert "GEMINIVIDEO_DRIVE_CREDENTIALS is not set" in findings(tmp_path)["Google Drive"].detail
    path = tmp_path / "user.json"
    path.write_text('{"type": "authorized_user", "client_id": "c", "client_secret": "s3cret", "refresh_token": "r"}')
    found = findings(tmp_path, drive_credentials=path)
    assert "authorized user the Google user who agreed, not tried" in found["Google Drive"].detail
    path.write_text("{}")
    broken = findings(tmp_path, drive_credentials=path)["Google Drive"]
    assert (broken.state, "s3cret" in str(found)) == ("broken", False)
    assert "README" in broken.remedy


def test_folders_of_footage_are_looked_at(tmp_path: Path) -> None:
    found = findings(tmp_path)
    assert "GEMINIVIDEO_FOOTAGE_FOLDERS is not set" in found["footage folders"].detail
    assert "GEMINIVIDEO_WATCH_FOLDERS is not set" in found["watched folders"].detail
    (tmp_path / "clients").mkdir()
    both = f"{tmp_path}/clients=*:{tmp_path}/clients=acme"
    found = findings(tmp_path, footage_folders=str(tmp_path / "none"), watch_folders=both)
    assert (found["footage folders"].state, found["watched folders"].state) == ("broken", "ok")
    assert "none is no folder" in found["footage folders"].detail
    assert "clients to the account that a sub-folder is named by" in found["watched folders"].detail
    assert "clients to account acme" in found["watched folders"].detail
    assert findings(tmp_path, watch_folders=str(tmp_path / "none"))["watched folders"].state == "broken"
