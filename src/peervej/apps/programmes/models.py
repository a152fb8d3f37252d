"""Intro meetings, groups, sessions and the service relation with each person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveAfter, Rule, WithParent
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import (
    ACTIVE_ENROLMENT,
    EnrolmentState,
    GroupState,
    MeetingState,
    OfferState,
    PeriodKind,
    Presence,
    SignupState,
    SignupWay,
    StopReason,
)
from peervej.apps.volunteers.models import Volunteer


class Programme(models.Model):
    """A programme that is run somewhere; its rules are the definition of the same name."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)

    retention: Rule = Keep(why="a definition")

    def __str__(self) -> str:
        return self.title


class Period(models.Model):
    """A stretch of time in which a site runs a programme in one way (P14)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="periods")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PeriodKind.choices)
    trial_code = models.SlugField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    retention: Rule = Keep(why="a calendar")

    class Meta:
        ordering = ["site", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="trial", trial_code__gt="")
                | models.Q(kind="ordinary", trial_code=""),
                name="trial_periods_name_their_trial",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.starts_on}"

    @property
    def is_trial(self) -> bool:
        return self.kind == PeriodKind.TRIAL


class IntroMeeting(models.Model):
    """Two hours to hear what it is, in a room or online, binding to nothing (P8)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="intros")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    online_url = models.URLField(_("link for meeting online"), blank=True)
    note = models.CharField(_("a line for those who come"), max_length=160, blank=True)
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    leaders = models.ManyToManyField(Volunteer, blank=True, related_name="+")

    retention: Rule = Keep(why="a calendar; sign-ups go with their person")

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.site} {self.starts_at:%Y-%m-%d}"

    @property
    def is_online(self) -> bool:
        return bool(self.online_url) and not self.place


class Signup(models.Model):
    """One person's coming to one intro meeting; without a meeting it was a talk."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    intro = models.ForeignKey(
        IntroMeeting, null=True, blank=True, on_delete=models.CASCADE, related_name="signups"
    )
    way = models.CharField(max_length=10, choices=SignupWay.choices)
    state = models.CharField(
        max_length=12, choices=SignupState.choices, default=SignupState.SIGNED_UP
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    retention: Rule = WithParent("person")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["intro", "person"], name="one_signup_per_person_and_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.state}"


class Group(models.Model):
    """A group of at most `capacity` people meeting for a series of sessions."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first meeting"))
    start_time = models.TimeField(_("time"))
    capacity = models.PositiveSmallIntegerField(_("places"), default=10)
    place = models.CharField(_("place"), max_length=160)
    online_url = models.URLField(blank=True)
    state = models.CharField(max_length=10, choices=GroupState.choices, default=GroupState.PLANNED)
    facilitators = models.ManyToManyField(Volunteer, blank=True, related_name="+")

    retention: Rule = Keep(why="holds no participant")

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1) & models.Q(capacity__lte=30),
                name="capacity_between_1_and_30",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def site(self) -> Site:
        return self.period.site


class Session(models.Model):
    """One meeting of a group, and a short record of the meeting itself."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    theme = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    headcount = models.PositiveSmallIntegerField(null=True, blank=True)
    as_planned = models.BooleanField(null=True, blank=True)
    changes = models.JSONField(default=list, blank=True)
    wants_talk = models.BooleanField(default=False)
    talk_done = models.BooleanField(default=False)
    away = models.ManyToManyField(Volunteer, blank=True, related_name="+")
    confirmed = models.ManyToManyField(Volunteer, blank=True, related_name="+")
    looking_for_swap = models.ManyToManyField(Volunteer, blank=True, related_name="+")
    stand_ins = models.ManyToManyField(Volunteer, blank=True, related_name="+")

    retention: Rule = Keep(why="about the meeting, not about a person")

    class Meta:
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_session_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.number}"


class Enrolment(models.Model):
    """The service relation of one person with one period of a programme.

    `seat` is unique within the group, so that a group can never hold more people than
    it has places, whatever happens at the same moment. `told_at` is when the person was
    told of their seat: after a draw someone tells them, and until then no message may.
    `ends_on` is the day on which usual support counts as over, set at the draw.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=14, choices=EnrolmentState.choices)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    stop_reason = models.CharField(max_length=16, choices=StopReason.choices, blank=True)
    wants_companionship = models.BooleanField(default=False)

    retention: Rule = WithParent("person")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=ACTIVE_ENROLMENT),
                name="one_active_enrolment_per_person",
            ),
            models.UniqueConstraint(
                fields=["group", "seat"],
                condition=models.Q(state="seated"),
                name="one_person_per_seat",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="seated")
                | models.Q(group__isnull=False, seat__isnull=False),
                name="seated_people_have_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.state}"


class Offer(models.Model):
    """A place offered from the waiting list, open until it expires."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="offers")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="offers")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = WithParent("enrolment")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(state="open"),
                name="one_open_offer_per_enrolment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.state}"


class Attendance(models.Model):
    """Whether someone came to a session: for the group's own care, told to nobody (P10)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendance")
    presence = models.CharField(max_length=8, choices=Presence.choices)
    noted_at = models.DateTimeField()

    retention: Rule = WithParent("enrolment")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="one_presence_per_person_and_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.presence}"


class ContactWish(models.Model):
    """One person would like to keep in touch with another from the same group (P16).

    Neither is told of a wish that is not shared.
    """

    wisher = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wishes")
    wished = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    retention: Rule = RemoveAfter(days=60, since="made_at", why="only to find those who both wish")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wisher", "wished"], name="one_wish_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(wisher=models.F("wished")), name="nobody_wishes_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"wish of {self.wisher_id}"


class CalendarFeed(models.Model):
    """The secret address of one person's calendar; only its hash is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    retention: Rule = WithParent("person")

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"


class ReceivedForm(models.Model):
    """Keys of forms sent from a phone: a repeated send counts once."""

    key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()

    retention: Rule = RemoveAfter(days=30, since="received_at")

    def __str__(self) -> str:
        return self.key
