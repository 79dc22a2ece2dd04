"""Writing in the picture: where lines stand, what they say, and which of them a scene has."""
