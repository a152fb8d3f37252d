"""Knowledge pages as shipped; the operator edits them afterwards."""
