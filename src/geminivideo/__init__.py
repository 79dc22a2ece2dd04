"""geminivideo: a self-hosted autopilot for performance video ads."""
