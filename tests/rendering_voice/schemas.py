"""What the services accept, as JSON Schemas.

Gemini: the v1beta description among the shared contracts, which is older than `speechMetadata`; that field is as the
migration guide describes it (docs.cloud.google.com, "Migrate to Gemini 3.8 TTS").
OpenAI: developers.openai.com/api/reference/resources/audio/subresources/speech/methods/create
ElevenLabs: elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps, and the types of elevenlabs-python.
"""

import json
from pathlib import Path
from typing import Any

OPENAI: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["model", "input", "voice"],
    "properties": {
        "model": {"type": "string"},
        "input": {"type": "string", "minLength": 1, "maxLength": 4096},
        "voice": {"type": "string"},
        "instructions": {"type": "string", "maxLength": 4096},
        "response_format": {"enum": ["mp3", "opus", "aac", "flac", "wav", "pcm"]},
        "speed": {"type": "number", "minimum": 0.25, "maximum": 4},
        "stream_format": {"enum": ["sse", "audio"]},
    },
}

ELEVENLABS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "model_id": {"type": "string"},
        "language_code": {"type": "string", "pattern": "^[a-z]{2}$"},
        "voice_settings": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "stability": {"type": "number", "minimum": 0, "maximum": 1},
                "similarity_boost": {"type": "number", "minimum": 0, "maximum": 1},
                "style": {"type": "number", "minimum": 0, "maximum": 1},
                "use_speaker_boost": {"type": "boolean"},
                "speed": {"type": "number", "minimum": 0.7, "maximum": 1.2},
            },
        },
        "seed": {"type": "integer", "minimum": 0, "maximum": 4294967295},
        "previous_text": {"type": "string"},
        "next_text": {"type": "string"},
    },
}


def gemini(contracts: Path) -> dict[str, Any]:
    spec = json.loads((contracts / "google" / "gemini_v1beta.openapi.json").read_bytes())
    style = {"type": "object", "properties": {"speaker": {"type": "string"}, "style": {"type": "string"}}}
    spec["components"]["schemas"]["Part"]["properties"]["speechMetadata"] = {**style, "additionalProperties": False}
    return {"$ref": "#/components/schemas/GenerateContentRequest", "components": spec["components"]}
