"""A plan that cannot be carried out."""


class PlanRefused(Exception):
    """Dates or people that do not fit; the message says why and how to mend it."""
