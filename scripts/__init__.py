"""Programs for people who work on geminivideo; not part of it."""
