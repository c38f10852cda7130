"""tsgraph."""
