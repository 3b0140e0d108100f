"""How good Octant is: each folder measures one ability against a set of expected answers."""
