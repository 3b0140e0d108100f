"""Reading mail: any bytes to a `Mail` that never raises. See README.md; start at `reading`."""
