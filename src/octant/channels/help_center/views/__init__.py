"""Pages of the Help Center: they ask selectors, call services and render."""
