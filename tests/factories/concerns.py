"""Worries and duties as situations."""

from datetime import timedelta

import factory

from peervej.apps.concerns.models import OnCallShift
from peervej.apps.concerns.operations.concerns import send_concern
from tests.factories.moments import NOW


class ShiftFactory(factory.django.DjangoModelFactory):
    """A duty that runs at NOW; `user` and `site` are named."""

    class Meta:
        model = OnCallShift

    starts_at = NOW - timedelta(hours=1)
    ends_at = NOW + timedelta(hours=8)


def worry_of(volunteer, *, words="Sol virker meget alene", key="k1", now=NOW):
    """A worry sent by a volunteer."""
    return send_concern(
        volunteer.site,
        words=words,
        person_knows="yes",
        key=key,
        reporter_person=volunteer.person,
        actor=f"volunteer:{volunteer.pk}",
        now=now,
    )
