"""Opening a site and letting staff in, from an empty home to a signed-in coordinator's desk."""

import pytest
from django.test import Client
from typer.testing import CliRunner

from peervej.apps.accounts.links import password_link
from peervej.apps.accounts.models import Membership, User
from peervej.apps.accounts.operations import StaffRefused, add_member, remove_member
from peervej.apps.audit.models import AuditEvent
from peervej.apps.places.models import Site
from peervej.cli.main import app
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory

BY = {"actor": "operator", "now": NOW}
runner = CliRunner()


@pytest.mark.django_db
def test_an_empty_home_gets_its_first_site_and_coordinator():
    where = ["--municipality", "ærø", "--organisation", "Foreningen", "--address", "Torvet 1"]
    opened = runner.invoke(app, ["site", "add", "Ærø By", *where])
    assert (opened.exit_code, opened.output) == (0, "aeroe-by\n")
    again = runner.invoke(app, ["site", "add", "Ærø By", *where])
    assert again.exit_code == 2
    add = ["staff", "add", "karen@example.org", "--name", "Karen", "--role", "coordinator"]
    let_in = runner.invoke(app, [*add, "--site", "aeroe-by"])
    assert "/konto/password/reset/key/" in let_in.output
    listed = runner.invoke(app, ["staff", "list"])
    assert listed.output == "karen@example.org\tcoordinator\taeroe-by\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "karen", "--role", "editor"], "no e-mail"),
        (["add", "k@example.org", "--role", "coordinator"], "sted"),
        (["add", "k@example.org", "--role", "coordinator", "--site", "vejle"], "no site"),
        (["remove", "k@example.org"], "Nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(words, says):
    answer = runner.invoke(app, ["staff", *words])
    assert answer.exit_code == 2
    assert says in answer.output
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_municipality_that_does_not_exist_opens_nothing():
    words = ["--municipality", "Andeby", "--organisation", "F", "--address", "Vej 1"]
    answer = runner.invoke(app, ["site", "add", "Andeby", *words])
    assert answer.exit_code == 2
    assert not Site.objects.exists()


@pytest.mark.django_db
def test_the_link_lets_its_owner_choose_a_password_once():
    user, made = add_member("ed@example.org", name="Ed", role="editor", site=None, **BY)
    assert made
    browser = Client()
    address = password_link(user).partition("localhost:8000")[2]
    form = browser.get(address, follow=True)
    chosen = {"password1": "et-langt-og-sjovt-ord-7", "password2": "et-langt-og-sjovt-ord-7"}
    browser.post(form.redirect_chain[-1][0], chosen)
    user.refresh_from_db()
    assert user.check_password(chosen["password1"])
    again = Client().get(address, follow=True)
    assert 'name="password1"' not in again.content.decode()


@pytest.mark.django_db
def test_a_role_belongs_to_a_site_or_to_all_and_is_given_once():
    site = SiteFactory()
    for role, where in [("coordinator", None), ("editor", site), ("volunteer", site)]:
        with pytest.raises(StaffRefused):
            add_member("k@example.org", name="K", role=role, site=where, **BY)
    add_member("k@example.org", name="K", role="coordinator", site=site, **BY)
    add_member("K@example.org", name="K", role="coordinator", site=site, **BY)
    assert [(row.user.email, row.role) for row in Membership.objects.all()] == [
        ("k@example.org", "coordinator")
    ]


@pytest.mark.django_db
def test_who_is_removed_comes_in_no_more():
    user, _made = add_member("ed@example.org", name="Ed", role="editor", site=None, **BY)
    user.set_password("et-langt-og-sjovt-ord-7")
    user.save()
    remove_member(user, **BY)
    assert not Client().login(email="ed@example.org", password="et-langt-og-sjovt-ord-7")
    assert not Membership.objects.exists()
    assert [row.verb for row in AuditEvent.objects.order_by("pk")] == [
        "add_member",
        "remove_member",
    ]
