"""Voices of outside services, against local servers that speak their wire formats."""
