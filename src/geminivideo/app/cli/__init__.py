"""The `geminivideo` command."""
