"""The words that the features look for in an ad, a module per language; to be extended by who speaks it."""
