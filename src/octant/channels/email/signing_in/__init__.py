"""Signing in to mail servers with tokens (OAuth 2) in place of passwords. Reasons: ADR 26."""
