"""The seats of the council that live models take."""
