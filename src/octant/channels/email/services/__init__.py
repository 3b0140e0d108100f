"""Writes of the email channel."""
