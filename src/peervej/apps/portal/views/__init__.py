"""Pages that join apps, one file per kind of visitor."""
