"""What is done to the directory, in the order an entry lives through it."""

from peervej.apps.directory.operations.loading import load_initiatives

__all__ = ["load_initiatives"]
