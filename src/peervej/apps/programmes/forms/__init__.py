"""Forms of the sign-up, the desk and the group leaders' phones."""
