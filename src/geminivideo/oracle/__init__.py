"""Oracle: what an ad will return, before money is spent on it.

A blueprint becomes twelve numbers (`features`), eight engines score them, and the ensemble's score becomes a predicted
ROAS with a 95% interval; a footage scene becomes a predicted CTR in the same way. `predictor` is the way in.
"""
