"""A workspace's content as files: parsing, writing, and the rules of the two."""
