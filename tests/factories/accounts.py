"""Staff as situations, and browsers that hold a signed link."""

import factory
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.accounts.models import Membership, User


class UserFactory(factory.django.DjangoModelFactory):
    """A member of staff; `coordinates=site` works there."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"ansat{n}@example.dk")
    name = factory.Sequence(lambda n: f"Karen {n}")

    @factory.post_generation
    def coordinates(self, create, extracted, **kwargs):
        if extracted:
            Membership.objects.create(user=self, role=Role.COORDINATOR, site=extracted)


def browser_of(role: Role, subject: object, now, destination: str = "/") -> Client:
    """A browser in which the link of `subject` has been opened by its button."""
    client = Client()
    address = create_link(role, str(subject), destination, now=now)
    client.post(address[address.index("/l/") :])
    return client
