"""Text to speech: the voice-over of an ad, and when each of its words is heard."""
