"""Volunteers, their way in, what makes them ready, their care, and companionship."""

from peervej.apps.volunteers.models.care import CareGroup, CareMeeting, Thanks
from peervej.apps.volunteers.models.companionship import (
    CompanionRequest,
    Match,
    MatchAnswer,
    Visit,
)
from peervej.apps.volunteers.models.readiness import (
    Approval,
    Practice,
    TrainingPlace,
    TrainingWeekend,
)
from peervej.apps.volunteers.models.volunteer import Agreement, Application, Step, Volunteer

__all__ = [
    "Agreement",
    "Application",
    "Approval",
    "CareGroup",
    "CareMeeting",
    "CompanionRequest",
    "Match",
    "MatchAnswer",
    "Practice",
    "Step",
    "Thanks",
    "TrainingPlace",
    "TrainingWeekend",
    "Visit",
    "Volunteer",
]
