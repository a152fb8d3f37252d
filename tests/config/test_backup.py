"""A backup comes back whole, without keys, and never into a database in use."""

import json
import zipfile

import pytest
from django.conf import settings
from django.test import override_settings

from peervej.apps.audit.models import AuditEvent
from peervej.apps.audit.operations import record_event
from peervej.apps.people.models import Person
from peervej.apps.people.operations import read_contact
from peervej.config.backup import NotEmpty, backed_up_models, read_backup, write_backup
from peervej.config.keys import Keys
from peervej.methods.errors import UnusableInput
from tests.factories.people import PersonFactory


@pytest.fixture
def backup(transactional_db, tmp_path, now):
    person = PersonFactory(sms="22334455", agreed=True)
    record_event("greet", person, actor="user:1", now=now)
    path = tmp_path / "copy.zip"
    write_backup(path)
    return path, person


def empty_database():
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


def test_what_was_written_comes_back(backup):
    path, person = backup
    empty_database()
    read_backup(path)
    again = Person.objects.get(pk=person.pk)
    assert read_contact(again) == "+4522334455"
    assert AuditEvent.objects.filter(verb="greet").count() == 1
    assert PersonFactory().pk > person.pk


def test_the_keys_are_not_in_it(backup):
    with zipfile.ZipFile(backup[0]) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    keys = settings.PEERVEJ_KEYS
    for key in (keys.session, keys.contact, keys.lookup, keys.research, keys.draw):
        assert key not in everything
        assert key.hex().encode() not in everything
    assert b"22334455" not in everything


def test_a_database_in_use_is_left_alone(backup):
    with pytest.raises(NotEmpty):
        read_backup(backup[0])


def test_another_key_set_is_refused(backup):
    empty_database()
    other = Keys("ffffffff", *[bytes([n]) * 32 for n in range(5)])
    with override_settings(PEERVEJ_KEYS=other), pytest.raises(UnusableInput, match="key"):
        read_backup(backup[0])


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken"])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "odd.zip"
    path.write_bytes(content)
    with pytest.raises(UnusableInput, match=r"odd\.zip"):
        read_backup(path)


def test_a_cut_backup_restores_nothing(backup, tmp_path):
    path, _person = backup
    cut = tmp_path / "cut.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(cut, "w") as part:
        manifest = json.loads(whole.read("manifest.json"))
        lines = whole.read("rows.jsonl").splitlines(keepends=True)
        part.writestr("manifest.json", json.dumps(manifest))
        part.writestr("rows.jsonl", b"".join(lines[:-1]))
    empty_database()
    with pytest.raises(UnusableInput, match="cut off"):
        read_backup(cut)
    assert Person.objects.count() == 0


def test_every_model_with_people_is_backed_up():
    labels = {model._meta.label for model in backed_up_models()}
    assert {"people.Person", "people.Contact", "people.VaultEntry", "audit.LedgerLine"} <= labels
