"""Writes of the chat's door."""
