"""The demonstration: made-up people walked through the real operations."""
