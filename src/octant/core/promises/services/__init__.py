"""Writes of promises."""
