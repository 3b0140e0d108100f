"""Writes of the take-over lane."""
