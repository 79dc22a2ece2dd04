"""Requests to the predict routes, as the documentation of the API shows them."""

from pydantic.config import JsonDict

ROAS_EXAMPLE: JsonDict = {
    "items": [
        {
            "id": "bp_001",
            "features": {
                "hook_effectiveness": 7.5,
                "has_transformation": 1,
                "transformation_believability": 7,
                "num_emotional_triggers": 3,
                "cta_strength": 6.5,
                "scene_count": 5,
                "pacing_speed": 6,
                "energy_level": 7,
                "num_winning_patterns_matched": 1,
                "has_voiceover": 1,
                "total_duration": 30,
                "text_readability": 75,
            },
        }
    ]
}
CTR_EXAMPLE: JsonDict = {
    "scenes": [
        {
            "scene_id": "footage_01k_s0001",
            "features": {
                "motion": 0.4,
                "sharpness": 0.7,
                "brightness": 0.5,
                "contrast": 0.5,
                "colourfulness": 0.4,
                "resolution": 1,
                "novelty": 0.8,
                "technical": 0.9,
                "faces": 1.5,
                "face_area": 0.12,
                "loudness_lufs": -18.5,
                "objects": 0.3,
                "text": 0.1,
                "speech": 0.6,
                "seconds": 3.2,
            },
        }
    ]
}
