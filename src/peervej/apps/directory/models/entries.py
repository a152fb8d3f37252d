"""An entry as the public sees it: the last approved version, fact by fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, Rule, WithParent
from peervej.apps.directory.enums import (
    Answer,
    Facet,
    FactState,
    How,
    Kind,
    Listing,
    SectionNumber,
    Status,
)
from peervej.apps.places.models import Municipality, Organisation, Region

PUBLIC_FACTS = "facts about organisations, published with source and date"


class Source(models.Model):
    """A document or a page facts were read in, with its own date (year, month or day)."""

    slug = models.SlugField(unique=True, max_length=120)
    title = models.CharField(max_length=240)
    dated = models.CharField(max_length=10, blank=True)
    url = models.URLField(blank=True)

    retention: Rule = Keep(why=PUBLIC_FACTS)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Initiative(models.Model):
    """One entry. Columns repeat accepted facts that are filtered by or shown in lists.

    `since`, `until` and `as_of` are partial dates: a year, a month or a day, as much as
    the source says. `modified_at` moves with every public change, `confirmed_at` only
    when an owner says that everything still holds.
    """

    slug = models.SlugField(unique=True, max_length=120)
    name = models.CharField(_("name"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
    )
    kind = models.CharField(_("form"), max_length=12, choices=Kind.choices, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.UNKNOWN)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    as_of = models.CharField(max_length=10, blank=True)
    summary = models.TextField(_("in short"), blank=True)
    who_may_come = models.TextField(_("who may come"), blank=True)
    website = models.URLField(_("website"), blank=True)
    online = models.BooleanField(_("online"), default=False)
    nationwide = models.BooleanField(_("all of Denmark"), default=False)
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="initiatives")
    regions = models.ManyToManyField(Region, blank=True, related_name="initiatives")
    related = models.ManyToManyField("self", blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="initiatives")
    how = models.CharField(max_length=12, choices=How.choices, default=How.UNKNOWN)
    training = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    supervision = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    effect = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    lasting_money = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    listing = models.CharField(max_length=8, choices=Listing.choices, default=Listing.WAITING)
    confirm_months = models.PositiveSmallIntegerField(
        _("how often we ask"), default=12, choices=[(3, "3"), (6, "6"), (12, "12")]
    )
    facts_confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    asked_again = models.PositiveSmallIntegerField(default=0)
    asked_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField()
    words_hash = models.CharField(max_length=64, blank=True)

    retention: Rule = Keep(why=PUBLIC_FACTS)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["listing", "name"]),
            models.Index(fields=["listing", "modified_at"]),
        ]

    def __str__(self) -> str:
        return self.name


class EntryFacet(models.Model):
    """One value the list can be narrowed by."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=12, choices=Facet.choices)
    value = models.CharField(max_length=24)

    retention: Rule = WithParent("initiative")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "value", "initiative"], name="one_row_per_entry_and_facet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"


class Fact(models.Model):
    """One fact with where it comes from and when it held.

    A proposed fact keeps the `words` it was recognised in, so that whoever accepts it
    sees them side by side. `value` is a code, a number or a small table, by `key`.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField(default=0)
    value = models.JSONField()
    words = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=FactState.choices, default=FactState.ACCEPTED)
    private = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = WithParent("initiative")

    class Meta:
        ordering = ["key", "position", "pk"]
        indexes = [models.Index(fields=["state", "key"])]

    def __str__(self) -> str:
        return self.key


class Section(models.Model):
    """An approved answer to one of the eight questions."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField(choices=SectionNumber.choices)
    text = models.TextField()
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.CharField(max_length=10, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = WithParent("initiative")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "number"], name="one_public_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.number}"


class Version(models.Model):
    """What was public from `approved_at` on: the history of an entry."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80)

    retention: Rule = WithParent("initiative")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="one_row_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.number}"
