"""Find peer support, run it, and show whether it works."""

__version__ = "0.1.0"
