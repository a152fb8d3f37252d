"""Every route has roles, and nobody comes in where they have none."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from peervej.apps.accounts.enums import LINK_ROLES, STAFF_ROLES, Role
from peervej.apps.accounts.models import Membership, SignedLink, User
from peervej.apps.accounts.roles import SESSION_HOLDER, roles_of
from tests.consistency.routes import all_routes

# Values that fit the converters; the rows do not exist, so an open door answers 404.
VALUES = {
    "pk": 1, "number": 1, "token": "x" * 32, "code": "no-such-trial", "slug": "no-such-thing",
    "name": "begin", "answer": "ja", "key": "k", "uidb36": "a", "secret": "s" * 20, "site": "x",
    "section": 1, "part": "1", "year": 2026, "id": "1", "format": "csv", "kind": "x", "day": 1,
    "host": "example.org", "service_id": "1", "path": "x", "draft": 1, "region": "x",
    "calculation": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip
EXPECTED = {200, 204, 301, 302, 303, 304, 400, 403, 404, 405, 406, 410, 422}


def url_name(name: str) -> str:
    return name.rsplit(":", 1)[-1]


def test_every_route_declares_roles():
    closed = [r.name for r in all_routes() if roles_of(r.view, url_name(r.name)) is None]
    ours = [name for name in closed if not name.startswith(("account_", "mfa_"))]
    assert ours == []


def test_roles_are_roles():
    for route in all_routes():
        for role in roles_of(route.view, url_name(route.name)) or ():
            assert isinstance(role, Role), route.name


def address_of(route) -> str | None:
    arguments = {name: VALUES.get(name, "x") for name in route.arguments}
    for values in (arguments, dict.fromkeys(arguments, 1)):
        try:
            return reverse(route.name, kwargs=values)
        except NoReverseMatch:
            continue
    return None


def client_as(role: Role, now) -> Client:
    client = Client()
    if role in STAFF_ROLES:
        user = User.objects.create_user(f"{role}@example.org", "x" * 12, name=role.title())
        Membership.objects.create(user=user, role=role)
        client.force_login(user)
    elif role in LINK_ROLES:
        link = SignedLink.objects.create(
            token_hash=str(role), role=role, subject="999999", destination="/",
            expires_at=now.replace(year=now.year + 1),
        )  # fmt: skip
        session = client.session
        session[SESSION_HOLDER] = {role.value: link.pk}
        session.save()
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PUBLIC, *sorted(LINK_ROLES), *sorted(STAFF_ROLES)])
def test_walking_every_route_as_every_role(role, now, monkeypatch):
    """No door opens to a role it does not name, and none falls over on a missing row."""
    monkeypatch.setattr("peervej.apps.accounts.middleware.is_mfa_enabled", lambda user: True)
    client = client_as(role, now)
    for route in all_routes():
        open_to = roles_of(route.view, url_name(route.name))
        address = address_of(route)
        if address is None:
            continue
        answer = client.get(address)
        assert answer.status_code in EXPECTED, (role, route.name, answer.status_code)
        if open_to is None or not open_to & {role, Role.PUBLIC}:
            turned_away = answer.status_code == 403 or (
                answer.status_code == 302 and "/konto/login/" in answer["Location"]
            )
            assert turned_away, (role, route.name, answer.status_code)


@pytest.mark.django_db
def test_staff_without_second_factor_set_it_up_first(now):
    client = client_as(Role.COORDINATOR, now)
    answer = client.get("/i-dag/")
    assert answer.status_code == 302
    assert "totp" in answer["Location"] or "2fa" in answer["Location"]


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves():
    answer = Client().get("/konto/signup/")
    assert answer.status_code == 403


@pytest.mark.django_db
def test_demonstration_routes_are_closed_outside_the_demonstration(now):
    for address in ("/postkasse/", "/stilguide/"):
        assert Client().get(address).status_code == 403
    assert Client().post("/naeste-uge/").status_code == 403
    assert Client().post("/demonstration/log-ind/", {"user": 1}).status_code == 403
