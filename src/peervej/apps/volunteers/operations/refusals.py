"""What cannot be done with a volunteer; the message says why."""


class VolunteerRefused(ValueError):
    """Something that cannot be done."""


class StepInFuture(VolunteerRefused):
    """A step, a training or a visit that has not happened yet."""


class TrainingFull(VolunteerRefused):
    """No place is left."""
