"""Figures per site: equal to a recount, small ones hidden from partners, other sites walled."""

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from pypdf import PdfReader

from peervej.apps.accounts.enums import Role
from peervej.apps.figures.operations import count_up
from peervej.apps.programmes.enums import EnrolmentState, Presence, SignupState
from peervej.apps.programmes.models import Attendance, Enrolment, Signup
from peervej.apps.programmes.queries import local_day
from peervej.apps.reporting.queries.figure_kinds import KINDS
from peervej.apps.reporting.queries.figures import (
    count_by_quarter,
    count_by_site,
    drop_out_share,
    hide_small,
    last_whole_quarter,
    volunteers_of,
)
from peervej.methods.disclosure import worked_out
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.programmes import (
    EnrolmentFactory,
    GroupFactory,
    IntroMeetingFactory,
    PeriodFactory,
    SignupFactory,
)
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A site with small and larger counts in the second quarter, and a finished group."""
    site = SiteFactory(slug="vores", name="Vores by")
    then = NOW - timedelta(days=100)
    intro = IntroMeetingFactory(site=site, starts_at=then)
    for number in range(11):
        state = SignupState.ATTENDED if number < 8 else SignupState.STAYED_AWAY
        SignupFactory(intro=intro, state=state)
    count_up(site.pk, "heard_from", on=then.date(), value="poster", by=3)
    count_up(site.pk, "heard_from", on=then.date(), value="friend", by=9)
    group = GroupFactory(period=PeriodFactory(site=site), finished=True)
    for number in range(7):
        person = EnrolmentFactory(seated_in=group, asked_at=then - timedelta(days=20))
        for turn, session in enumerate(group.sessions.all()):
            if number == 0 or (number == 1 and turn > 2):
                continue
            Attendance.objects.create(
                session=session, enrolment=person, presence=Presence.PRESENT, noted_at=NOW
            )
    first, *_rest = Enrolment.objects.filter(group=group).order_by("pk")
    Enrolment.objects.filter(group=group).update(state=EnrolmentState.COMPLETED)
    Enrolment.objects.filter(pk=first.pk + 1).update(state=EnrolmentState.STOPPED)
    return site


def table_of(tables, code):
    return next(table for table in tables if table.kind.code == code)


def test_figures_equal_a_recount(site) -> None:
    tables = count_by_quarter(site, NOW.year, None)
    signups = table_of(tables, "signups")
    assert signups.cells[0] == (0, Signup.objects.filter(state="attended").count(), 0, 0)
    assert signups.row_totals[:2] == (8, 3)
    assert signups.total == Signup.objects.count() == 11
    assert table_of(tables, "attendance").total == Attendance.objects.count() == 53
    assert table_of(tables, "wait").total == 7
    endings = table_of(tables, "endings")
    assert endings.row_totals == (5, 1, 1, 0, 0)
    assert drop_out_share(endings) == pytest.approx(2 / 7)


def test_rows_and_columns_add_up(site) -> None:
    other = SiteFactory(slug="anden")
    SignupFactory(intro=IntroMeetingFactory(site=other, starts_at=NOW - timedelta(days=9)))
    for table in count_by_site([site, other], NOW.year, None):
        assert sum(table.column_totals) == table.total == sum(table.row_totals)
        assert len(table.kind.rows) == len(table.cells)


def test_a_group_without_notes_is_not_drop_out(site) -> None:
    group = GroupFactory(period=PeriodFactory(site=site), finished=True)
    EnrolmentFactory(seated_in=group)
    Enrolment.objects.filter(group=group).update(state=EnrolmentState.COMPLETED)
    endings = table_of(count_by_quarter(site, NOW.year, None), "endings")
    assert endings.row_totals[-1] == 1
    assert drop_out_share(endings) == pytest.approx(2 / 7)


def test_no_small_count_of_people_is_left_when_hidden(site) -> None:
    shown = [hide_small(table) for table in count_by_quarter(site, NOW.year, date(2026, 6, 30))]
    for table in shown:
        if table.kind.counts_people:
            numbers = [n for row in table.cells for n in row]
            numbers += [*table.row_totals, *table.column_totals, table.total]
            assert all(n is None or n >= 5 for n in numbers), table.kind.code
    assert table_of(shown, "signups").total == 11


def test_hidden_counts_cannot_be_worked_out(site) -> None:
    """Three of eleven stayed away: with the total shown, the eight who came are hidden too."""
    table = hide_small(table_of(count_by_quarter(site, NOW.year, date(2026, 6, 30)), "signups"))
    for row, total in zip(table.cells, table.row_totals, strict=True):
        hidden = row.count(None)
        assert total is None or hidden != 1
    for column in range(len(table.columns)):
        cells = [row[column] for row in table.cells]
        assert table.column_totals[column] is None or cells.count(None) != 1


@pytest.mark.parametrize("role", [Role.MUNICIPAL, Role.NATIONAL])
def test_a_partner_sees_no_count_under_five(
    site, browser: Callable[..., Client], role: Role
) -> None:
    client = browser(role, site=site if role == Role.MUNICIPAL else None)
    page = client.get("/tal/").content.decode()
    people = [kind.code for kind in KINDS if kind.counts_people]
    for code in people:
        part = page.split(f'id="t-{code}"')[1].split("</table>")[0]
        cells = re.findall(r'<td class="number">(?:<b>)?([^<]*)', part)
        assert cells
        assert all(cell == "–" or int(cell) >= 5 for cell in cells), code
    file = client.get("/tal/?format=csv").content.decode("utf-8-sig")
    titles = {str(kind.title) for kind in KINDS if kind.counts_people}
    rows = [row for row in csv.reader(io.StringIO(file), delimiter=";") if row[0] in titles]
    assert rows
    assert all(not row[3] or int(row[3]) >= 5 for row in rows)


def test_a_partner_sees_only_quarters_that_are_over(site, browser: Callable[..., Client]) -> None:
    assert last_whole_quarter(date(2026, 9, 7)) == date(2026, 6, 30)
    assert last_whole_quarter(date(2026, 1, 1)) == date(2025, 12, 31)
    for _number in range(6):
        SignupFactory(intro=IntroMeetingFactory(site=site, starts_at=NOW - timedelta(days=3)))
    answer = browser(Role.MUNICIPAL, site=site).get("/tal/")
    assert table_of(answer.context["tables"], "signups").column_totals == (None, 11)


@pytest.mark.parametrize("seed", range(5))
def test_waiting_for_the_next_quarter_gives_no_count_away(site, seed: int) -> None:
    """Every release of a year together: no hidden count has only one possible value."""
    chance = random.Random(seed)
    rows = table_of(count_by_quarter(site, 2025, None), "signups").kind.rows
    cells = [[chance.choice((0, 2, 3, 5, 6, 9, 14)) for _quarter in range(4)] for _row in rows]
    shown = []
    for many in range(1, 5):
        table = replace(
            table_of(count_by_quarter(site, 2025, date(2025, 3 * many, 28)), "signups"),
            cells=tuple(tuple(row[:many]) for row in cells),
        )
        shown.append(hide_small(table, complete=many == 4))
    for earlier, later in pairwise(shown):
        many = len(earlier.columns)
        assert [row[:many] for row in later.cells] == list(earlier.cells)
        assert later.column_totals[:many] == earlier.column_totals
    last = shown[-1]
    published = {("cell", r, c): n for r, row in enumerate(last.cells) for c, n in enumerate(row)}
    published |= {("row", r, 0): n for r, n in enumerate(last.row_totals)}
    published |= {("column", 0, c): n for c, n in enumerate(last.column_totals)}
    published["total", 0, 0] = last.total
    assert all(n is None or n >= 5 for n in published.values())
    assert worked_out([(cells, published)], cumulative=False) == []
    assert all(
        total is None or None not in row
        for earlier in shown[:-1]
        for row, total in zip(earlier.cells, earlier.row_totals, strict=True)
    )


def test_a_partner_sees_no_small_number_of_volunteers(site, browser: Callable[..., Client]) -> None:
    for _number in range(4):
        VolunteerFactory(site=site)
    assert 4 in dict(volunteers_of([site])).values()
    shown = browser(Role.MUNICIPAL, site=site).get("/tal/").context["volunteers"]
    assert {count for _label, count in shown} == {None}


def test_a_partner_reaches_no_other_site(site, browser: Callable[..., Client]) -> None:
    SiteFactory(slug="anden", name="Anden by")
    client = browser(Role.MUNICIPAL, site=site)
    assert client.get("/tal/?sted=anden").status_code == 404
    assert "Anden by" not in client.get("/tal/").content.decode()


def test_the_coordinator_sees_the_own_site_in_full(site, browser: Callable[..., Client]) -> None:
    answer = browser(Role.COORDINATOR, site=site).get("/desk/tal/")
    assert table_of(answer.context["tables"], "signups").row_totals[1] == 3
    assert answer.context["lines"]


def test_without_any_site_the_page_still_opens(browser: Callable[..., Client]) -> None:
    assert browser(Role.NATIONAL).get("/tal/").status_code == 200


def test_random_histories_equal_a_recount(site) -> None:
    """Sign-ups on random days of random kinds: every cell counted again from the rows."""
    chance = random.Random(11)
    intros = [
        IntroMeetingFactory(site=site, starts_at=NOW - timedelta(days=chance.randrange(1, 500)))
        for _number in range(25)
    ]
    for intro in intros:
        for _number in range(chance.randrange(4)):
            SignupFactory(intro=intro, state=chance.choice(SignupState.values))
    for year in (NOW.year, NOW.year - 1):
        table = table_of(count_by_quarter(site, year, None), "signups")
        for (state, _label), cells in zip(table.kind.rows, table.cells, strict=True):
            days = [local_day(row.intro.starts_at) for row in Signup.objects.filter(state=state)]
            for quarter, count in enumerate(cells, start=1):
                months = range(3 * quarter - 2, 3 * quarter + 1)
                assert count == sum(d.year == year and d.month in months for d in days)


@pytest.mark.parametrize("year", ["2027", "1999", "x", "²"])
def test_a_year_that_is_none_is_not_found(site, browser: Callable[..., Client], year: str) -> None:
    assert browser(Role.COORDINATOR, site=site).get(f"/desk/tal/?aar={year}").status_code == 404


def test_the_same_figures_as_tagged_danish_pdf(site, browser: Callable[..., Client]) -> None:
    answer = browser(Role.COORDINATOR, site=site).get("/desk/tal/?format=pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(f'tal-{site.slug}-{NOW.year}.pdf"')
    pdf = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "da"
    assert all(words in text for words in (site.name, "Året kort"))


def test_a_partners_pdf_hides_what_the_page_hides(site, browser: Callable[..., Client]) -> None:
    answer = browser(Role.MUNICIPAL, site=site).get("/tal/?format=pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Året kort" not in text
    assert "under 5" in text
