"""Pages of figures and results."""
