"""Writes about people: customers made known, staff made and changed."""
