"""The picture of an ad in parts that are encoded apart, kept, and joined without being encoded again."""
