"""Runs all processes of one system: starts, watches, restarts, stops."""
