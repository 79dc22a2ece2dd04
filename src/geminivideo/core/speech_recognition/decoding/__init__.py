"""What runs inside the recognising process, and only there."""
