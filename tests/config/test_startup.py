"""A database without its own keys refuses to start."""

import pytest
from django.test import override_settings

from peervej.apps.audit.models import Installation
from peervej.config.keys import Keys, KeysMissing
from peervej.config.startup import load_reference_data, refuse_foreign_database, remember_keys

pytestmark = pytest.mark.django_db


def test_the_same_keys_are_welcome():
    remember_keys()
    refuse_foreign_database()
    assert Installation.objects.count() == 1


def test_other_keys_are_refused():
    remember_keys()
    other = Keys("ffffffff", *[bytes([n]) * 32 for n in range(5)])
    with override_settings(PEERVEJ_KEYS=other), pytest.raises(KeysMissing, match="another key set"):
        refuse_foreign_database()


def test_reference_data_twice_makes_no_doubles(now):
    from peervej.apps.directory.models import Initiative
    from peervej.apps.places.models import Municipality, Region

    load_reference_data(now)
    first = (Municipality.objects.count(), Region.objects.count(), Initiative.objects.count())
    load_reference_data(now)
    second = (Municipality.objects.count(), Region.objects.count(), Initiative.objects.count())
    assert first == second
    assert first[:2] == (98, 6)
