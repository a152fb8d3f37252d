"""One volunteer going along with one person, for a while."""

from django.db import models

from peervej.apps.audit.retention import RemoveAfter, Rule, WithParent
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import MatchState, Midway, RequestState, Side, VisitKind
from peervej.apps.volunteers.models.volunteer import Volunteer


class CompanionRequest(models.Model):
    """Someone wants company: what for, when, and what would be good. Codes, no free words.

    `ends_by` is the last day there may be company: six months from the enrolment.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="companion_requests")
    purposes = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    times = models.JSONField(default=list)
    needs = models.JSONField(default=list)
    wishes = models.JSONField(default=list)
    asked_on = models.DateField()
    ends_by = models.DateField()
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)

    retention: Rule = WithParent("person")

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(state="closed"),
                name="one_running_companion_request",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk} ({self.state})"


class Match(models.Model):
    """One volunteer proposed for one request, from the first meeting to the goodbye."""

    request = models.ForeignKey(CompanionRequest, on_delete=models.CASCADE, related_name="matches")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="matches")
    state = models.CharField(max_length=10, choices=MatchState.choices)
    meets_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    began_on = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    retention: Rule = WithParent("request")

    class Meta:
        ordering = ["meets_at", "pk"]
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "volunteer"], name="a_volunteer_is_proposed_once"
            )
        ]

    def __str__(self) -> str:
        return f"match {self.pk} ({self.state})"


class MatchAnswer(models.Model):
    """What one of the two said after the first meeting; removed when both are settled."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=10, choices=Side.choices)
    says_yes = models.BooleanField()
    answered_on = models.DateField()

    retention: Rule = RemoveAfter(days=14, since="answered_on", why="settled within four days")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "side"], name="one_answer_per_side")
        ]

    def __str__(self) -> str:
        return f"answer to match {self.match_id}"


class MidwayAnswer(models.Model):
    """What one of the two answered half-way, for the coordinator alone."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="midway_answers")
    side = models.CharField(max_length=10, choices=Side.choices)
    says = models.CharField(max_length=8, choices=Midway.choices)
    answered_on = models.DateField()
    is_talked_over = models.BooleanField(default=False)

    retention: Rule = RemoveAfter(days=60, since="answered_on", why="the talk is held by then")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "side"], name="one_midway_answer_per_side")
        ]

    def __str__(self) -> str:
        return f"midway of match {self.match_id}"


class Visit(models.Model):
    """What kind of outing and how long; never where or what was said."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="visits")
    held_on = models.DateField()
    kind = models.CharField(max_length=12, choices=VisitKind.choices)
    minutes = models.PositiveSmallIntegerField()

    retention: Rule = WithParent("match")

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes} min."
