"""Question pages: the person's own, and those of whoever asks by telephone or types in paper."""
