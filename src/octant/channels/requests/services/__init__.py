"""Writes of the customer's page."""
