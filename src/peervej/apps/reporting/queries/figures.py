"""Figures per site and quarter: what each counts, on which day, and what may be shown.

Every event counts on a day of its own that does not move later, so that a quarter that
is over keeps its figures. Counts of people go through `hide_small` before a partner sees them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peervej.apps.figures.models import Figure
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import (
    GroupState,
    HeardFrom,
    MeetingState,
    PeriodKind,
    Presence,
    SignupState,
)
from peervej.apps.programmes.models import Attendance, Enrolment, Group, Signup
from peervej.apps.programmes.queries import local_day
from peervej.apps.programmes.queries.dropout import Dropout, dropout_of
from peervej.apps.programmes.queries.figures import Line
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.queries.figures import figures_of
from peervej.methods.disclosure import DEFAULT_THRESHOLD, suppress, suppress_by_column

Event = tuple[int, date, str, int]
Words = str | Promise

NOT_NOTED = "not_noted"
SHORT_WAIT_DAYS, LONG_WAIT_DAYS = 28, 56


@dataclass(frozen=True)
class Kind:
    """One figure: its name, what it counts and on which day, and its rows."""

    code: str
    title: Words
    definition: Words
    rows: tuple[tuple[str, Words], ...]
    events: Callable[[Sequence[Site]], Iterator[Event]]
    counts_people: bool = True


@dataclass(frozen=True)
class FigureTable:
    """Counts of one figure, rows by columns, with totals; None where a count is left out."""

    kind: Kind
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def lines(self) -> list[tuple[Words, tuple[int | None, ...], int | None]]:
        """Label, counts and total of each row."""
        labels = [label for _code, label in self.kind.rows]
        return list(zip(labels, self.cells, self.row_totals, strict=True))

    @property
    def left_out(self) -> bool:
        return any(None in row for row in self.cells) or None in self.column_totals


def count_by_quarter(site: Site, year: int, until: date | None) -> list[FigureTable]:
    """One site's figures in the quarters of a year, up to and with `until`."""
    whole = 4 if until is None or until.year > year else (until.month + 2) // 3
    columns = tuple(_("Q%(quarter)s") % {"quarter": number + 1} for number in range(whole))
    return [
        _count(kind, [site], columns, lambda _pk, day: (day.month - 1) // 3, year, until)
        for kind in KINDS
    ]


def count_by_site(sites: Sequence[Site], year: int, until: date | None) -> list[FigureTable]:
    """All sites beside each other over a year, up to and with `until`."""
    place = {site.pk: number for number, site in enumerate(sites)}
    columns = tuple(site.name for site in sites)
    return [_count(kind, sites, columns, lambda pk, _day: place[pk], year, until) for kind in KINDS]


def _count(
    kind: Kind,
    sites: Sequence[Site],
    columns: tuple[str, ...],
    column_of: Callable[[int, date], int],
    year: int,
    until: date | None,
) -> FigureTable:
    found: Counter[tuple[str, int]] = Counter()
    for site, day, row, many in kind.events(sites):
        if day.year == year and (until is None or day <= until):
            found[row, column_of(site, day)] += many
    cells = tuple(
        tuple(found[row, column] for column in range(len(columns))) for row, _label in kind.rows
    )
    return FigureTable(
        kind,
        columns,
        cells,
        tuple(map(sum, cells)),
        tuple(sum(row[column] for row in cells) for column in range(len(columns))),
        sum(map(sum, cells)),
    )


def hide_small(table: FigureTable, *, complete: bool | None = None) -> FigureTable:
    """The same figures without counts of people under 5, or what would give them away.

    With `complete` the columns are quarters that came out one after another: what was shown
    of one never changes, and sums over a year wait until the year is `complete`.
    """
    if not table.kind.counts_people or not table.columns:
        return table
    raw = [[count or 0 for count in row] for row in table.cells]
    shown = suppress(raw) if complete is None else suppress_by_column(raw, complete=complete)
    return FigureTable(
        table.kind,
        table.columns,
        shown.cells,
        shown.row_totals,
        shown.column_totals,
        shown.total,
    )


def last_whole_quarter(day: date) -> date:
    """The last day of the latest quarter that is over on `day`."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    return date.fromordinal(day.replace(month=first_month, day=1).toordinal() - 1)


def volunteers_of(
    sites: Sequence[Site], *, is_hidden: bool = False
) -> list[tuple[Words, int | None]]:
    """Volunteers today by where they stand; None for a count under 5 that is to be hidden."""
    rows = Volunteer.objects.filter(site__in=list(sites))
    counts = Counter(rows.values_list("state", flat=True))
    shown = (VolunteerState.IN_TRAINING, VolunteerState.ACTIVE, VolunteerState.PAUSED)
    least = DEFAULT_THRESHOLD if is_hidden else 0
    return [(state.label, counts[state] if counts[state] >= least else None) for state in shown]


def volunteer_lines(site: Site, first: date, last: date) -> list[Line]:
    """The figures of volunteers and companionship, as lines of the year in short."""
    return [
        Line(figure.key, figure.name, figure.definition, figure.number)
        for figure in figures_of(site, first, last)
        if figure.key not in ("trained", "leading")
    ]


def drop_out_share(table: FigureTable) -> float | None:
    """A year's drop-out among those whose attendance was noted.

    None where a count it needs is left out, or nobody ended.
    """
    codes = [code for code, _label in table.kind.rows]
    by_row = dict(zip(codes, table.row_totals, strict=True))
    known = [count for kind in Dropout if (count := by_row.get(kind)) is not None]
    whole = sum(known)
    if len(known) < len(Dropout) or not whole:
        return None
    return 1 - (by_row[Dropout.NONE] or 0) / whole


def _signups(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Signup.objects.filter(site__in=list(sites)).select_related("intro")
    for row in rows.iterator():
        day = local_day(row.intro.starts_at if row.intro else row.made_at)
        yield row.site_id, day, row.state, 1


def _enrolments(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Enrolment.objects.filter(period__site__in=list(sites))
    found = rows.values_list("period__site_id", "asked_at", "period__kind")
    return ((site, local_day(asked), kind, 1) for site, asked, kind in found)


def _groups(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Group.objects.filter(period__site__in=list(sites))
    found = rows.values_list("period__site_id", "starts_on", "state")
    return ((site, day, state, 1) for site, day, state in found)


def _seats(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Group.objects.filter(period__site__in=list(sites)).exclude(state=GroupState.CANCELLED)
    found = rows.values_list("period__site_id", "starts_on", "capacity")
    return ((site, day, "seats", capacity) for site, day, capacity in found)


def _waits(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Enrolment.objects.filter(period__site__in=list(sites), group__isnull=False)
    for site, asked, starts_on in rows.values_list(
        "period__site_id", "asked_at", "group__starts_on"
    ):
        days = (starts_on - local_day(asked)).days
        if days <= SHORT_WAIT_DAYS:
            yield site, starts_on, "short", 1
        else:
            yield site, starts_on, "middle" if days <= LONG_WAIT_DAYS else "long", 1


def _presence(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Attendance.objects.filter(
        session__group__period__site__in=list(sites), session__state=MeetingState.HELD
    ).exclude(presence=Presence.EXPECTED)
    for site, starts_at, presence in rows.values_list(
        "session__group__period__site_id", "session__starts_at", "presence"
    ):
        yield site, local_day(starts_at), presence, 1


def _endings(sites: Sequence[Site]) -> Iterator[Event]:
    groups = Group.objects.filter(period__site__in=list(sites), state=GroupState.FINISHED)
    ended = dict(groups.annotate(last=Max("sessions__starts_at")).values_list("pk", "last"))
    noted = groups_noted()
    rows = Enrolment.objects.filter(group__in=list(ended)).select_related("period")
    for row in rows:
        moment = ended.get(row.group_id or 0)
        if moment is not None:
            kind = dropout_of(row).value if row.group_id in noted else NOT_NOTED
            yield row.period.site_id, local_day(moment), kind, 1


def groups_noted() -> set[int]:
    """Groups in which at least one person was noted as having come to a meeting."""
    came = Attendance.objects.filter(presence=Presence.PRESENT)
    return set(came.values_list("session__group_id", flat=True))


def _heard_from(sites: Sequence[Site]) -> Iterator[Event]:
    rows = Figure.objects.filter(site__in=list(sites), kind="heard_from")
    found = rows.values_list("site_id", "month", "value", "count")
    return ((site, month, value, count) for site, month, value, count in found)


KINDS: tuple[Kind, ...] = (
    Kind(
        "signups",
        _("Sign-ups to intro meetings"),
        _("Sign-ups and talks by what became of them, on the day of the meeting or talk."),
        (
            (SignupState.ATTENDED, _("Came")),
            (SignupState.STAYED_AWAY, _("Did not come")),
            (SignupState.CANCELLED, _("Cancelled")),
            (SignupState.SIGNED_UP, _("Not noted yet")),
        ),
        _signups,
    ),
    Kind(
        "heard_from",
        _("Where people heard of it"),
        _("Answers given by choice at sign-up, in the month of the sign-up."),
        tuple((value.value, value.label) for value in HeardFrom),
        _heard_from,
    ),
    Kind(
        "enrolled",
        _("Enrolled"),
        _("People who asked for a place, or said yes to the draw, on the day they did."),
        (
            (PeriodKind.ORDINARY, _("In an ordinary period")),
            (PeriodKind.TRIAL, _("In a trial period")),
        ),
        _enrolments,
    ),
    Kind(
        "groups",
        _("Groups"),
        _("Groups by where they stand today, on the day of their first meeting."),
        (
            (GroupState.PLANNED, _("Planned")),
            (GroupState.RUNNING, _("Running")),
            (GroupState.FINISHED, _("Finished")),
            (GroupState.CANCELLED, _("Called off")),
        ),
        _groups,
        counts_people=False,
    ),
    Kind(
        "seats",
        _("Seats"),
        _("Seats in groups that were not called off, on the day of the first meeting."),
        (("seats", _("Seats")),),
        _seats,
        counts_people=False,
    ),
    Kind(
        "wait",
        _("Began in a group, by waiting time"),
        _(
            "People with a seat, on the day of the group's first meeting, by the time since they"
            " asked for a place."
        ),
        (
            ("short", _("At most 4 weeks")),
            ("middle", _("4 to 8 weeks")),
            ("long", _("More than 8 weeks")),
        ),
        _waits,
    ),
    Kind(
        "attendance",
        _("Attendance"),
        _("One for each person and meeting held, on the day of the meeting."),
        (
            (Presence.PRESENT, _("Came")),
            (Presence.EXCUSED, _("Said they could not come")),
            (Presence.ABSENT, _("Did not come")),
        ),
        _presence,
    ),
    Kind(
        "endings",
        _("Ended, and drop-out"),
        _(
            "People with a seat in a finished group, on the day of its last meeting. Drop-out is"
            " those who never started (came to no meeting), who left early (came at least once"
            " and stopped before the end), and who are lost (did not stop, but came to none of"
            " the last three meetings)."
        ),
        (
            (Dropout.NONE, Dropout.NONE.label),
            (Dropout.LEFT_EARLY, Dropout.LEFT_EARLY.label),
            (Dropout.NEVER_STARTED, Dropout.NEVER_STARTED.label),
            (Dropout.LOST, _("Lost: stopped coming")),
            (NOT_NOTED, _("Attendance was not noted")),
        ),
        _endings,
    ),
)
