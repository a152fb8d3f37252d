"""People under the name they chose, their consents, and what is kept encrypted."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.audit.retention import Keep, RemoveWhen, Rule, WithParent
from peervej.apps.places.models import Site


class Channel(models.TextChoices):
    """The one way a person chose to be reached."""

    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    NONE = "none", _("No messages")


def past_their_time(model: type["Person"], now: datetime) -> models.QuerySet["Person"]:
    return model.objects.filter(erase_after__lt=now.date(), erased_at=None)


class Person(models.Model):
    """Someone who takes part or helps, under the name they chose.

    No CPR number, no diagnosis, no address. `erase_after` is moved on by whatever
    still needs the person, and the retention run erases when it has passed.
    """

    chosen_name = models.CharField(_("what shall we call you?"), max_length=60)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="people")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.NONE)
    language = models.CharField(max_length=5, default="da")
    access_needs = models.CharField(_("anything about getting in"), max_length=240, blank=True)
    created_on = models.DateField()
    erase_after = models.DateField()
    erased_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveWhen(past_their_time, "erased when erase_after has passed")

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.chosen_name


class Contact(models.Model):
    """One contact value, encrypted, found only by the keyed hash of its normal form."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    kind = models.CharField(max_length=8, choices=Channel.choices)
    ciphertext = models.BinaryField()
    lookup = models.CharField(max_length=64, db_index=True)

    retention: Rule = WithParent("person")

    def __str__(self) -> str:
        return f"contact of {self.person_id}"


class Purpose(models.TextChoices):
    """Two purposes, two consents."""

    SERVICE = "service", _("Taking part")
    RESEARCH = "research", _("Research")
    CONTACT = "contact", _("Keeping in touch afterwards")


class Consent(models.Model):
    """A consent to one purpose, in one version of the text, until withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = WithParent("person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_open_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class VaultEntry(models.Model):
    """A link that exists only as ciphertext, such as between a person and a research row.

    `lookup` is a keyed hash of what is known, `ciphertext` holds what is looked for.
    Without the key file neither direction can be followed.
    """

    lookup = models.CharField(max_length=64, unique=True)
    ciphertext = models.BinaryField()

    retention: Rule = Keep(why="removed by the operation that cuts the link")

    class Meta:
        verbose_name_plural = "vault entries"

    def __str__(self) -> str:
        return "vault entry"
