"""The Director that a live model plays: it drafts, this program plans, measures and decides."""
