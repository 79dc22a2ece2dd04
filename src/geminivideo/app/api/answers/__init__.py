"""From stored records to the answers that clients rely on; a module per group of routes."""
