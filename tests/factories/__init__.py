"""Situations for tests, one file per app."""
