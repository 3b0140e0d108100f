"""Pages about oneself, and about staff for administrators."""
