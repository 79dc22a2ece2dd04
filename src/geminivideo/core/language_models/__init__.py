"""The gateway to live language models: one question with data in it, one validated answer with what it cost."""
