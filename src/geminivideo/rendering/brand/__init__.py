"""Brand kits: the colours, the logo and the font that an account's ads have in common."""
