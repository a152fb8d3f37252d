"""Whatever leads to a person is in the copy they can take along, or is left out with a reason."""

from django.apps import apps

from peervej.apps.people.models import Person
from peervej.apps.portal.queries.data_copy import COPIED, LEFT_OUT

# Found by the person's id or by the vault, not by a foreign key.
WITHOUT_A_KEY = {"people.Person", "audit.ReadEvent"}


def leading_to_a_person() -> set[str]:
    """Every model with a key to a person, or to what has one, and lists a person stands on."""
    about, lists = {Person}, set()
    for _step in range(5):
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if not field.concrete or field.related_model not in about:
                    continue
                (lists if field.many_to_many else about).add(model)
    return {model._meta.label for model in about | lists} | WITHOUT_A_KEY


def test_every_model_about_a_person_is_copied_or_left_out_with_a_reason():
    assert leading_to_a_person() == COPIED | LEFT_OUT.keys()


def test_nothing_is_both_copied_and_left_out():
    assert set(LEFT_OUT) & COPIED == set()
    assert all(len(why) > 20 for why in LEFT_OUT.values())
