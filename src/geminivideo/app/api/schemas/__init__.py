"""Bodies and answers of the gateway, field for field as clients rely on them; a module per group of routes."""
