"""Pages of the sign-up, the desk, the group leaders' phones, and what comes after."""
