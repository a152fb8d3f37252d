"""Volunteers, their way in, what makes them ready, their care, and companionship."""

from peervej.apps.volunteers.models.care import CareGroup, CareMeeting, Expense, Hours, Thanks
from peervej.apps.volunteers.models.companionship import (
    CompanionRequest,
    Match,
    MatchAnswer,
    MidwayAnswer,
    Visit,
)
from peervej.apps.volunteers.models.contact import FirstContact, MatchProgramme
from peervej.apps.volunteers.models.readiness import (
    Approval,
    Practice,
    TrainingPlace,
    TrainingWeekend,
)
from peervej.apps.volunteers.models.volunteer import (
    Agreement,
    Application,
    InfoMeeting,
    Step,
    Volunteer,
)

__all__ = [
    "Agreement",
    "Application",
    "Approval",
    "CareGroup",
    "CareMeeting",
    "CompanionRequest",
    "Expense",
    "FirstContact",
    "Hours",
    "InfoMeeting",
    "Match",
    "MatchAnswer",
    "MatchProgramme",
    "MidwayAnswer",
    "Practice",
    "Step",
    "Thanks",
    "TrainingPlace",
    "TrainingWeekend",
    "Visit",
    "Volunteer",
]
