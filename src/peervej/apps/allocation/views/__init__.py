"""Pages around the draw, one file per kind of visitor."""
