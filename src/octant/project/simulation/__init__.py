"""Load that never was, for demonstrations and for trying what leads see: made of the
demonstration's own sample conversations, so that nobody's words are invented by a machine."""
