"""Danish text: search analysis, index and readability."""
