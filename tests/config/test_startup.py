"""A database without its own keys refuses to start."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from peervej.apps.audit.models import Installation
from peervej.config.keys import Keys, KeysMissing
from peervej.config.startup import (
    keep_to_owner,
    load_reference_data,
    refuse_foreign_database,
    remember_keys,
)

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


def test_nobody_else_on_the_machine_reads_the_database():
    if connection.vendor != "sqlite":
        pytest.skip("a server of its own keeps its files")
    path = Path(connection.settings_dict["NAME"])
    path.chmod(0o644)
    keep_to_owner()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.HOME.stat().st_mode) == 0o700
