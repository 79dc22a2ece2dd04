"""One account's own results: its level, its curve from score to outcome, its intervals, and whether that is better.

The engines score on a scale that is the same for every account, 50 for a typical ad. What an account adds is the way
from a score to its own ROAS and CTR, which takes far fewer ads to learn than eight engines.
"""
