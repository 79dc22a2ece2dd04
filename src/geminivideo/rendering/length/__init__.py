"""How long an ad may be on its platform, and how one that is too long is made to fit."""
