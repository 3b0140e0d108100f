"""A workspace's own rules for texts: what to mask or warn of beyond the built-in detectors."""
