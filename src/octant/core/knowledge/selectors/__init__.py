"""What readers and editors may see. Everything here only reads."""
