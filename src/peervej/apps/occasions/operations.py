"""Planning an opening, a visit or a shift, putting people on duty, counting who came."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.occasions.enums import HELD, OccasionState
from peervej.apps.occasions.kinds import PlanRefused, categories_of, check_plan, needed_for
from peervej.apps.occasions.models import Duty, Occasion, SiteProgramme, Tally
from peervej.apps.occasions.queries import other_duties_then, visits_to
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.data.programmes import load_programme
from peervej.methods.scheduling import COPENHAGEN, ClockChange, at_wall_time

MOST_COUNTED = 10_000
MOST_REPEATS = 26


class DutyRefused(ValueError):
    """The volunteer cannot be on duty there; the message says why."""


class CountRefused(ValueError):
    """The numbers cannot be right; the message says which."""


@transaction.atomic
def begin_programme(site: Site, programme: str, *, actor: str, now: datetime) -> SiteProgramme:
    """Let a site run a programme from today; twice changes nothing."""
    definition = load_programme(programme)
    if definition.kind not in HELD:
        raise PlanRefused(_("That programme is not held as open house, visits or shifts."))
    today = timezone.localdate(now)
    run, made = SiteProgramme.objects.get_or_create(
        site=site, programme=programme, ended_on=None, defaults={"begun_on": today}
    )
    if made:
        record_event("begin_programme", run, actor=actor, now=now, site_id=site.pk)
    return run


@transaction.atomic
def end_programme(run: SiteProgramme, *, actor: str, now: datetime) -> None:
    """Stop running it; what is planned must be called off or counted first."""
    run = SiteProgramme.objects.select_for_update().get(pk=run.pk)
    if run.occasions.filter(state=OccasionState.PLANNED).exists():
        raise PlanRefused(_("Something is still planned. Call it off or count it first."))
    if run.ended_on is None:
        run.ended_on = timezone.localdate(now)
        run.save(update_fields=["ended_on"])
        record_event("end_programme", run, actor=actor, now=now, site_id=run.site_id)


@transaction.atomic
def plan_occasions(
    run: SiteProgramme,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    host: str = "",
    weeks: int = 1,
    actor: str,
    now: datetime,
) -> list[Occasion]:
    """Plan one, or the same time in `weeks` weeks in a row, by the clock on the wall."""
    run = SiteProgramme.objects.select_for_update().get(pk=run.pk)
    if run.ended_on is not None:
        raise PlanRefused(_("The site does not run this any more."))
    if starts_at <= now:
        raise PlanRefused(_("That time has passed. Choose one that is to come."))
    if not 1 <= weeks <= MOST_REPEATS:
        raise PlanRefused(_("Plan from 1 to %(n)s weeks at a time.") % {"n": MOST_REPEATS})
    planned = []
    for week in range(weeks):
        begins, ends = _weeks_later(starts_at, week), _weeks_later(ends_at, week)
        check_plan(run.definition, begins, ends, host, visits_to(run, host) if host else 0)
        if run.occasions.filter(starts_at=begins, host=host).exclude(
            state=OccasionState.CALLED_OFF
        ):
            continue
        planned.append(
            Occasion.objects.create(run=run, starts_at=begins, ends_at=ends, place=place, host=host)
        )
    record_event(
        "plan_occasions", run, actor=actor, now=now, site_id=run.site_id, planned=len(planned)
    )
    return planned


@transaction.atomic
def put_on_duty(
    occasion: Occasion, volunteer: Volunteer, role: str, *, actor: str, now: datetime
) -> Duty:
    """Put a volunteer of the site on duty in a role; nobody is in two places at once."""
    Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    occasion = _lock_planned(occasion)
    if volunteer.site_id != occasion.run.site_id or volunteer.state != VolunteerState.ACTIVE:
        raise DutyRefused(_("Only the site's own active volunteers can be on duty."))
    if role not in {need.role for need in needed_for(occasion.run.definition)}:
        raise DutyRefused(_("There is no such role here."))
    clash = other_duties_then(volunteer, occasion).first()
    if clash is not None:
        raise DutyRefused(
            _("%(name)s is on duty elsewhere at that time.") % {"name": volunteer.display_name}
        )
    duty, _made = Duty.objects.update_or_create(
        occasion=occasion, volunteer=volunteer, defaults={"role": role}
    )
    _record("put_on_duty", occasion, actor, now, volunteer=volunteer.pk, role=role)
    return duty


@transaction.atomic
def take_off_duty(duty: Duty, *, actor: str, now: datetime) -> None:
    """Take somebody off again, by the coordinator or by themselves."""
    occasion = _lock_planned(duty.occasion)
    Duty.objects.filter(pk=duty.pk).delete()
    _record("take_off_duty", occasion, actor, now, volunteer=duty.volunteer_id)


@transaction.atomic
def call_off(occasion: Occasion, *, actor: str, now: datetime) -> None:
    """Call an occasion off; twice changes nothing, and what was held stays held."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if occasion.state == OccasionState.HELD:
        raise PlanRefused(_("It has been held and counted."))
    if occasion.state == OccasionState.PLANNED:
        occasion.state = OccasionState.CALLED_OFF
        occasion.save(update_fields=["state"])
        _record("call_off_occasion", occasion, actor, now)


@transaction.atomic
def count_occasion(
    occasion: Occasion, counts: Mapping[str, int], *, actor: str, now: datetime
) -> None:
    """Note how many came, by category; sent twice it counts once, the last numbers stand."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if occasion.state == OccasionState.CALLED_OFF:
        raise CountRefused(_("It was called off."))
    if occasion.starts_at > now:
        raise CountRefused(_("It has not begun yet."))
    known = categories_of(occasion.run.definition)
    if set(counts) != set(known):
        raise CountRefused(_("There must be one number for each line."))
    if any(not 0 <= count <= MOST_COUNTED for count in counts.values()):
        raise CountRefused(_("Write numbers from 0 to %(n)s.") % {"n": MOST_COUNTED})
    for category in known:
        Tally.objects.update_or_create(
            occasion=occasion, category=category, defaults={"count": counts[category]}
        )
    occasion.state = OccasionState.HELD
    occasion.save(update_fields=["state"])
    _record("count_occasion", occasion, actor, now)


def _lock_planned(occasion: Occasion) -> Occasion:
    rows = Occasion.objects.select_related("run").select_for_update(of=("self",))
    occasion = rows.get(pk=occasion.pk)
    if occasion.state != OccasionState.PLANNED:
        raise DutyRefused(_("It is not planned any more."))
    return occasion


def _weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same clock on the wall, also when summer time begins or ends in between."""
    local = moment.astimezone(COPENHAGEN)
    day = local.date() + timedelta(weeks=weeks)
    try:
        return at_wall_time(day, local.time())
    except ClockChange as change:
        raise PlanRefused(
            _("On %(day)s the clock is changed, so that time does not exist. Plan fewer weeks.")
            % {"day": date_format(day, "DATE_FORMAT")}
        ) from change


def _record(verb: str, occasion: Occasion, actor: str, now: datetime, **detail: object) -> None:
    record_event(verb, occasion, actor=actor, now=now, site_id=occasion.run.site_id, **detail)
