"""Open data after the Human Services Data Specification 3.1."""
