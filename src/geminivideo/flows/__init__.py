"""The orchestrations: each file reads like the list of its steps, and is the only place where contexts meet."""
