"""The eight engines: each learns scores from features, answers batches, and is kept in a safe native format."""
