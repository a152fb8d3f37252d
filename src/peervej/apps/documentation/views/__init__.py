"""Pages of kits: for whoever runs one, and for whoever answers."""
