"""Cold-start data: what the Oracle believes before it has seen a single ad of an account.

Nobody's ads are in here. Each generator writes down an opinion: which features help, with which shape, how they act
together, and how much of the outcome no feature explains. Training on it turns the opinion into engines that can be
compared with, and replaced by, engines trained on real outcomes. Agreement with the generator is therefore no evidence
about real ads, and every answer made from it says `basis: "prior"`.
"""
