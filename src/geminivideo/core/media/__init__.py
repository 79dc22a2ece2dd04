"""Pictures and sound as files: probing what came from outside, and running ffmpeg."""
