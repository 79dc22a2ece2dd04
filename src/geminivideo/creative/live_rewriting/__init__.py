"""A live model that revises what the council did not approve."""
