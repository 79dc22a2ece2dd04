"""PostgreSQL and Valkey (Redis) as child processes, for machines where nothing is set up."""
