"""What the programme costs, and what must be true for the money to come back."""
