"""The asset library: music, LUTs, fonts, logos and stills of an account, each with its licence."""
