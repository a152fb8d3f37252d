"""Private persons who may be named in words that are about to be published."""

from peervej.apps.directory.models import Draft
from peervej.apps.directory.queries.drafts import differences
from peervej.data.persons import load_given_names
from peervej.methods.danish.person_names import possible_names


def names_to_look_at(draft: Draft) -> list[str]:
    """What may be names in the parts a draft changes, and is not public already."""
    given = load_given_names()
    return list(
        dict.fromkeys(
            name
            for part in differences(draft)
            for name in possible_names(part.after, given)
            if name not in part.before
        )
    )
