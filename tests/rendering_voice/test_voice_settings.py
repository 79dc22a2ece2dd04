"""What can be asked for, and set: refused where it cannot be meant, before anything is spoken."""

import pytest
from pydantic import SecretStr, ValidationError

from geminivideo.core.settings import Settings
from geminivideo.rendering.plan.voice import VoiceMark
from tests.rendering_voice.servers import KEY


@pytest.mark.parametrize(
    "fields",
    [
        {"provider": "offline", "voice": "Kore"},
        {"provider": "elevenlabs", "instructions": "Calm"},
        {"provider": "gemini", "voice": "../x y"},
        {"provider": "gemini", "voice": "a" * 129},
        {"provider": "gemini", "instructions": ""},
        {"provider": "siri"},
        {"provider": "gemini", "api_key": "x"},
    ],
)
def test_a_mark_that_cannot_be_meant(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        VoiceMark.model_validate(fields)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("gemini_api_key", "two words", "one word of ASCII"),
        ("openai_api_key", "schlüssel", "one word of ASCII"),
        ("openai_base_url", "ftp://x", "like https://host"),
        ("elevenlabs_base_url", "https://user:secret@x", "like https://host"),
    ],
)
def test_a_setting_that_cannot_be_meant(name: str, value: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why) as error:
        Settings.model_validate({name: value})
    assert value not in str(error.value)


def test_an_empty_key_is_none() -> None:
    settings = Settings(_env_file=None, gemini_api_key=SecretStr(" "), openai_api_key=SecretStr(f"{KEY}\n"))
    assert settings.gemini_api_key is None
    assert settings.openai_api_key == SecretStr(KEY)
    assert KEY not in repr(settings)
