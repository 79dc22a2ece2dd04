"""Sound: the music bed, and the mix of voice, music and original sound at the platforms' loudness."""
