"""The editors' pages: from feedback to a published revision."""
