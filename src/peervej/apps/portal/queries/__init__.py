"""What the joining pages ask of the apps below."""
