"""Voices of outside services, behind the same protocol as the one that is bundled."""
