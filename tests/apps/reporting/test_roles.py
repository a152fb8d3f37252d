"""Who comes in where; everyone else is turned away."""

from collections.abc import Callable

import pytest
from django.test import Client

from peervej.apps.accounts.enums import STAFF_ROLES, Role
from tests.apps.reporting.conftest import Story

pytestmark = pytest.mark.django_db
OPEN_TO = {
    "/forskning/": {Role.RESEARCHER},
    "/forskning/effekt/": {Role.RESEARCHER},
    "/forskning/effekt/resultat/": {Role.RESEARCHER},
    "/forskning/effekt/data/": {Role.RESEARCHER},
    "/styrke/": {Role.RESEARCHER},
    "/desk/tal/": {Role.COORDINATOR},
    "/tal/": {Role.NATIONAL, Role.MUNICIPAL},
}


def test_every_page_is_open_to_its_roles_alone(
    story: Story, browser: Callable[..., Client]
) -> None:
    story.close()
    site = story.group.period.site
    for role in sorted(STAFF_ROLES):
        client = browser(role, site=site)
        for address, roles in OPEN_TO.items():
            expected = 200 if role in roles else 403
            assert client.get(address).status_code == expected, (role, address)


@pytest.mark.parametrize("address", OPEN_TO)
def test_without_a_log_in_one_is_asked_to_log_in(
    story: Story, client: Client, address: str
) -> None:
    assert client.get(address).status_code == 302


def test_an_unknown_trial_is_not_found(story: Story, browser: Callable[..., Client]) -> None:
    client = browser(Role.RESEARCHER)
    for address in ("", "resultat/", "data/"):
        assert client.get(f"/forskning/findes-ikke/{address}").status_code == 404
