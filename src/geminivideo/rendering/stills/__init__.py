"""Pictures of the asset library that an ad shows: which, how they are framed and move, and how they are drawn."""
