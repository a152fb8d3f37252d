"""Forms of the pages that join apps."""
