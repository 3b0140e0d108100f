"""Writes of proof."""
