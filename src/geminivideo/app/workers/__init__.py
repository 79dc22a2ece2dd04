"""The process roles that work without HTTP: task workers, the scheduler, the executor."""
