"""Colour: named looks, tables of the asset library, and clips that match each other."""
