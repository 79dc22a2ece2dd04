"""From the settings to the voice services."""

from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import VoiceProvider
from geminivideo.rendering.voice.cloud.services import Service


def voice_services_in(of: Settings) -> dict[VoiceProvider, Service]:
    return {
        VoiceProvider.GEMINI: Service(of.gemini_base_url, of.gemini_api_key, of.gemini_voice_model, of.gemini_voice),
        VoiceProvider.OPENAI: Service(of.openai_base_url, of.openai_api_key, of.openai_voice_model, of.openai_voice),
        VoiceProvider.ELEVENLABS: Service(
            of.elevenlabs_base_url, of.elevenlabs_api_key, of.elevenlabs_voice_model, of.elevenlabs_voice
        ),
    }
