"""Pages of proof, and what programs outside read."""
