"""How fast Octant is: each module measures one promise and prints a table and JSON."""
