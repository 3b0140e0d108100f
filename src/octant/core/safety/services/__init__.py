"""Writes of safety."""
