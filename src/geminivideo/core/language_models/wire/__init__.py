"""What each provider's HTTP interface looks like; no I/O in here."""
