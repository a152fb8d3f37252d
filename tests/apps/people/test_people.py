"""A name one chooses, one way to be reached, and erasure that erases."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.accounts.models import SignedLink
from peervej.apps.audit.retention import run_retention
from peervej.apps.people.contacts import normalise_email, normalise_phone
from peervej.apps.people.models import Channel, Consent, Contact, Person, Purpose, VaultEntry
from peervej.apps.people.operations import (
    change_channel,
    erase_person,
    find_people_by_contact,
    give_consent,
    keep_until,
    read_contact,
    register_person,
    withdraw_consent,
)
from peervej.apps.people.vault import (
    WrongKey,
    cut_secret_link,
    decrypt,
    encrypt,
    follow_secret_link,
    store_secret_link,
)
from tests.factories.people import PersonFactory
from tests.factories.places import SiteFactory

PHONE = "22 33 44 55"


@pytest.mark.parametrize(
    "written",
    [
        "22334455",
        "22 33 44 55",
        "+45 22334455",
        "0045 22 33 44 55",
        "+4522334455",
        "22-33-44-55",
        "\u202a+45 22 33 44 55\u202c",
        "22\u00a033\u00a044\u00a055",
        "22\u201133\u201344\u201355",
        "２２３３４４５５",
        "\u0662\u0662\u0663\u0663\u0664\u0664\u0665\u0665",
    ],
)
def test_danish_numbers_come_out_alike(written):
    assert normalise_phone(written) == "+4522334455"


def test_foreign_numbers_need_their_plus():
    assert normalise_phone("+44 7700 900123") == "+447700900123"
    assert normalise_phone("0046 70 123 45 67") == "+46701234567"


@pytest.mark.parametrize(
    "wrong", ["", "1234567", "123456789", "12345678", "hej", "+45123", "++45", "+012345678"]
)
def test_other_numbers_are_refused_with_an_example_that_is_taken(wrong):
    with pytest.raises(ValidationError) as refusal:
        normalise_phone(wrong)
    (example,) = re.findall(r"[0-9][0-9 ]+[0-9]", refusal.value.message)
    assert normalise_phone(example) == "+45" + example.replace(" ", "")


@given(st.text(max_size=40))
def test_no_text_makes_the_number_reader_fall_over(text):
    try:
        normal = normalise_phone(text)
    except ValidationError:
        return
    assert re.fullmatch(r"\+[0-9]{7,15}", normal)
    assert normalise_phone(normal) == normal


def test_an_address_keeps_its_local_part():
    assert normalise_email(" Ann.Sol@Example.DK ") == "Ann.Sol@example.dk"
    with pytest.raises(ValidationError):
        normalise_email("ann@")


@given(st.binary(max_size=200), st.text(min_size=1, max_size=30))
def test_what_is_encrypted_opens_in_its_own_place_only(secret, place):
    sealed = encrypt("contact", secret, place=place)
    assert decrypt("contact", sealed, place=place) == secret
    with pytest.raises(WrongKey):
        decrypt("contact", sealed, place=place + "x")
    with pytest.raises(WrongKey):
        decrypt("research", sealed, place=place)


pytestmark = pytest.mark.django_db


def test_a_contact_lies_encrypted_and_is_found_by_its_hash(now):
    person = register_person(
        site=SiteFactory(), chosen_name=" Sol ", channel=Channel.SMS, contact=PHONE,
        actor="public", now=now,
    )  # fmt: skip
    row = Contact.objects.get(person=person)
    assert b"22334455" not in bytes(row.ciphertext)
    assert "22334455" not in row.lookup
    assert read_contact(person) == "+4522334455"
    assert person.chosen_name == "Sol"
    assert find_people_by_contact(Channel.SMS, "+45 22334455") == [person]
    assert find_people_by_contact(Channel.SMS, "22334456") == []


def test_mail_is_found_whatever_its_capitals(now):
    person = PersonFactory(email="Sol@example.org")
    assert find_people_by_contact(Channel.EMAIL, "sol@EXAMPLE.org") == [person]


def test_a_dump_of_the_database_shows_no_contact():
    PersonFactory(sms=PHONE)
    PersonFactory(email="planted.value@example.org")
    with connection.cursor() as cursor:
        text = ""
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            text += repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]
            )
    assert "22334455" not in text
    assert "planted.value" not in text


def test_changing_channel_leaves_nothing_of_the_old_one(now):
    person = PersonFactory(sms=PHONE)
    change_channel(person, Channel.EMAIL, "sol@example.org", actor="test", now=now)
    assert Contact.objects.filter(person=person).count() == 1
    assert find_people_by_contact(Channel.SMS, PHONE) == []


def test_a_consent_is_given_once_and_withdrawn_once(now):
    person = PersonFactory()
    first = give_consent(person, Purpose.SERVICE, version="1", language="da", actor="x", now=now)
    again = give_consent(person, Purpose.SERVICE, version="2", language="da", actor="x", now=now)
    assert first == again
    assert withdraw_consent(person, Purpose.SERVICE, actor="x", now=now)
    assert not withdraw_consent(person, Purpose.SERVICE, actor="x", now=now)
    assert (
        give_consent(person, Purpose.SERVICE, version="2", language="da", actor="x", now=now)
        != first
    )


def test_erasure_leaves_a_shell(now):
    person = PersonFactory(sms=PHONE, agreed=True, chosen_name="Sol")
    create_link(Role.PARTICIPANT, person.pk, "/min-side/", now=now)
    erase_person(person, actor="test", now=now)
    person.refresh_from_db()
    assert (person.chosen_name, person.channel) == ("–", Channel.NONE)
    assert not Contact.objects.filter(person=person).exists()
    assert not Consent.objects.filter(person=person).exists()
    assert SignedLink.objects.get().revoked_at is not None
    assert find_people_by_contact(Channel.SMS, PHONE) == []


def test_the_timer_erases_when_the_time_has_passed_and_not_before(now):
    gone = PersonFactory(erase_after=now.date() - timedelta(days=1))
    stays = PersonFactory(erase_after=now.date())
    run_retention(now)
    assert set(Person.objects.filter(erased_at=None)) == {stays}
    assert Person.objects.get(pk=gone.pk).erased_at == now


def test_whatever_still_needs_a_person_moves_their_erasure(now):
    person = PersonFactory()
    before = person.erase_after
    keep_until(person, now.date() + timedelta(days=200))
    assert person.erase_after == now.date() + timedelta(days=290)
    keep_until(person, now.date())
    assert person.erase_after > before


def test_a_secret_link_shows_nothing_of_either_end():
    store_secret_link("person:7/trial:x", "participation-key")
    row = VaultEntry.objects.get()
    assert "person:7" not in row.lookup
    assert b"participation-key" not in bytes(row.ciphertext)
    assert follow_secret_link("person:7/trial:x") == "participation-key"
    assert follow_secret_link("person:8/trial:x") is None
    cut_secret_link("person:7/trial:x")
    assert follow_secret_link("person:7/trial:x") is None
