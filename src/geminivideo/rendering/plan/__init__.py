"""The edit plan, by kind of mark."""
