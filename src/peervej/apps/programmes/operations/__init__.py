"""What is done to meetings, groups, sessions and enrolments, one file per subject."""
