"""One command that runs everything on one machine, restarts what dies, and leaves nothing behind."""
