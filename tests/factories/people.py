"""People as situations."""

import factory

from peervej.apps.people.models import Channel, Consent, Person, Purpose
from peervej.apps.people.operations import KEEP_AFTER_LAST_USE, change_channel
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory


class PersonFactory(factory.django.DjangoModelFactory):
    """Someone under a chosen name.

    `sms="12345678"` or `email="a@b.dk"` gives a channel; `agreed=True` a consent to the
    service, `agreed_research=True` one to research as well.
    """

    class Meta:
        model = Person
        skip_postgeneration_save = True

    chosen_name = factory.Sequence(lambda n: f"Sol {n}")
    site = factory.SubFactory(SiteFactory)
    channel = Channel.NONE
    created_on = NOW.date()
    erase_after = NOW.date() + KEEP_AFTER_LAST_USE

    @factory.post_generation
    def sms(self, create, extracted, **kwargs):
        if extracted:
            change_channel(self, Channel.SMS, extracted, actor="test", now=NOW)

    @factory.post_generation
    def email(self, create, extracted, **kwargs):
        if extracted:
            change_channel(self, Channel.EMAIL, extracted, actor="test", now=NOW)

    @factory.post_generation
    def agreed(self, create, extracted, **kwargs):
        if extracted:
            consent_to(self, Purpose.SERVICE)

    @factory.post_generation
    def agreed_research(self, create, extracted, **kwargs):
        if extracted:
            consent_to(self, Purpose.SERVICE)
            consent_to(self, Purpose.RESEARCH)


def consent_to(person: Person, purpose: str) -> None:
    Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"version": "1", "language": "da", "given_at": NOW},
    )
