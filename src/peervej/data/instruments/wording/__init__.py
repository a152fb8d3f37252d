"""Wordings of the instruments that were written for Peervej."""
