"""The coordinator draws, and tells each person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.allocation.models import Arm, Draw
from peervej.apps.allocation.operations.asking import ask_for_baselines
from peervej.apps.allocation.operations.chain import BehindPublishedHead
from peervej.apps.allocation.operations.drawing import (
    DrawRefused,
    draw_batch,
    people_ready,
    trial_of,
)
from peervej.apps.allocation.operations.ready import most_at_once, why_nobody
from peervej.apps.allocation.operations.telling import record_told
from peervej.apps.allocation.queries import groups_to_draw, pending_batch, people_to_tell
from peervej.apps.audit.operations import record_reading
from peervej.apps.directory.queries import entries_near
from peervej.apps.measures.queries import follow_up_dates
from peervej.apps.people.models import Person
from peervej.apps.people.operations import read_contact
from peervej.apps.places.models import AcuteNumber
from peervej.apps.programmes.models import Group
from peervej.apps.programmes.queries import enrolments_awaiting_draw, free_seats
from peervej.apps.trial.queries import definition_of, person_of
from peervej.methods.randomisation import Kind


def _own_group(request: HttpRequest, pk: int) -> Group:
    sites = access_of(request).sites(Role.COORDINATOR)
    return get_object_or_404(Group, pk=pk, period__site__in=sites)


@allow(Role.COORDINATOR)
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Groups that still take people in, each with how many are ready."""
    site = access_of(request).site(Role.COORDINATOR)
    rows = [
        {
            "group": group,
            "ready": len(people_ready(group, request.now)),  # type: ignore[attr-defined]
            "waiting": len(enrolments_awaiting_draw(group.period)),
            "seats": free_seats(group),
        }
        for group in groups_to_draw(site, request.now)  # type: ignore[attr-defined]
    ]
    return render(request, "allocation/draws.html", {"rows": rows, "site": site})


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would be drawn; the button freezes the list and draws at once."""
    group = _own_group(request, pk)
    now = request.now  # type: ignore[attr-defined]
    try:
        trial = trial_of(group)
    except DrawRefused as error:
        raise Http404(str(error)) from error
    if request.method == "POST":
        try:
            batch = draw_batch(group, actor=actor_of(request), now=now)
        except (DrawRefused, BehindPublishedHead) as error:
            messages.error(request, str(error))
            return redirect("allocation:draw", pk=group.pk)
        if batch.cancelled_on:
            messages.warning(
                request, _("Someone left just before. Nobody was drawn; look and draw again.")
            )
            return redirect("allocation:draw", pk=group.pk)
        messages.success(
            request,
            ngettext(
                "%(size)s person was drawn, and is now to hear it from you.",
                "%(size)s people were drawn. Now each is to hear it from you.",
                batch.size,
            )
            % {"size": batch.size},
        )
        return redirect("allocation:telling")
    ready = people_ready(group, now)
    seats = free_seats(group)
    definition = definition_of(trial)
    design = definition.design()
    most = most_at_once(design, seats) if seats else 0
    drawn_now = ready[:most]
    waiting = enrolments_awaiting_draw(group.period)
    ready_ids = {one.enrolment.pk for one in ready}
    context = {
        "group": group,
        "trial": trial,
        "drawn_now": drawn_now,
        "left_for_next": ready[most:],
        "without_answers": [e for e in waiting if e.pk not in ready_ids],
        "pending": pending_batch(group.pk),
        "seats": seats,
        "most": most,
        "one_at_a_time": design.kind is not Kind.BATCH,
        "why_nobody": "" if ready else why_nobody(group, trial),
        "max_days": definition.baseline.max_days_before_draw,
    }
    return render(request, "allocation/draw.html", context)


@allow(Role.COORDINATOR)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to those who wait and have no fresh answers."""
    group = _own_group(request, pk)
    try:
        asked = ask_for_baselines(
            group,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except DrawRefused as error:
        raise Http404(str(error)) from error
    messages.success(
        request,
        ngettext(
            "%(asked)s person gets a message today.", "%(asked)s people get a message today.", asked
        )
        % {"asked": asked},
    )
    return redirect("allocation:draw", pk=group.pk)


@allow(Role.COORDINATOR)
@require_safe
def telling(request: HttpRequest) -> HttpResponse:
    """Those who are to hear the result, the longest wait first."""
    site = access_of(request).site(Role.COORDINATOR)
    untold = people_to_tell(site, request.now.date())  # type: ignore[attr-defined]
    return render(request, "allocation/telling.html", {"untold": untold, "site": site})


@allow(Role.COORDINATOR)
@never_cache
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: how they want to hear it, what to say, and what else there is nearby."""
    sites = access_of(request).sites(Role.COORDINATOR)
    found = get_object_or_404(
        Draw.objects.select_related("batch__group", "batch__site", "participation__trial"),
        pk=pk,
        batch__site__in=sites,
    )
    person = person_of(found.participation)
    if person is None:
        raise Http404("nobody to tell")
    now = request.now  # type: ignore[attr-defined]
    if request.method == "POST":
        record_told(found, actor=actor_of(request), now=now)
        messages.success(request, _("Noted. It now stands on their own page too."))
        return redirect("allocation:telling")
    record_reading(
        person.pk,
        "telling",
        reader=actor_of(request),
        reader_label=str(request.user),
        now=now,
    )
    return render(request, "allocation/tell.html", _tell_context(found, person, request))


def _tell_context(found: Draw, person: Person, request: HttpRequest) -> dict[str, object]:
    day = request.now.date()  # type: ignore[attr-defined]
    site = found.batch.site
    region = site.municipality.region_on(day)
    definition = definition_of(found.participation.trial)
    return {
        "draw": found,
        "person": person,
        "contact": read_contact(person),
        "has_seat": found.arm == Arm.INTERVENTION,
        "way": found.participation.get_telling_display(),
        "offers": entries_near(
            site.municipality,
            day=day,
            limit=3,
            exclude_slugs=[found.batch.group.period.programme.slug],
        ),
        "regional_numbers": AcuteNumber.objects.filter(region=region),
        "questions": follow_up_dates(found.participation.key),
        "may_join_later": definition.telling.controls_may_join_later,
        "group": found.batch.group,
    }
