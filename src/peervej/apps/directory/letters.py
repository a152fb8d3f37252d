"""What the directory writes to those who own entries, and to those who saved a search."""
