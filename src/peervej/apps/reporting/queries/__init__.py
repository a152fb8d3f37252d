"""Counting what the trial and the programme have come to."""
