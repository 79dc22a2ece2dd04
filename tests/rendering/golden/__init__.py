"""Golden plans: an ad of each structure, planned once and looked at.

`python -m tests.rendering.golden` writes them anew; read the difference before you commit it.
"""
