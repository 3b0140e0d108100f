"""Writing: which hours are to be counted, and counting them."""
