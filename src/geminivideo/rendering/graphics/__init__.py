"""Motion graphics over the whole picture: lower third, progress bar, countdown."""
