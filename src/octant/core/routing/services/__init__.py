"""Writes of routing."""
