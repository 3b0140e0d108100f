"""Writes of advice."""
