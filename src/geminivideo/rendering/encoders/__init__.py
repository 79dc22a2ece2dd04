"""Video encoders: how each is asked for the same kind of stream, and which one may be used here."""
