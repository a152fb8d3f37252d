"""Forms of the way in, the desk and companionship."""
