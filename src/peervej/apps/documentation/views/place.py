"""The pages of whoever runs a kit: an owner by link, a coordinator at the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.directory.models import Initiative
from peervej.apps.documentation import operations
from peervej.apps.documentation.export import figures_as_csv
from peervej.apps.documentation.forms import ExtendForm, KitForm
from peervej.apps.documentation.models import Kit
from peervej.apps.documentation.operations import KitRefused
from peervej.apps.documentation.papers import address_of, qr_code, write_page, write_poster
from peervej.apps.documentation.perms import kit_of, place_of
from peervej.apps.documentation.queries import (
    count_roughly,
    is_open,
    kits_of,
    usable_instruments,
)
from peervej.apps.documentation.wording import say_page
from peervej.apps.places.models import Site

View = Callable[..., HttpResponse]


class Door(NamedTuple):
    """How one kind of person comes in: their frame and the names of their addresses."""

    role: Role
    frame: str
    prefix: str

    def url(self, name: str, *args: Any) -> str:
        """The address of a page behind this door."""
        return reverse(f"documentation:{self.prefix}_{name}", args=args)


OWNER = Door(Role.OWNER, "design/phone.html", "own")
DESK = Door(Role.COORDINATOR, "design/desk.html", "desk")


class Doors(NamedTuple):
    """One page behind each of the two doors."""

    own: View
    desk: View


def two_doors(view: View) -> Doors:
    """Let an owner in by link and a coordinator by log-in, each to their own place only."""

    def behind(door: Door) -> View:
        @allow(door.role)
        @never_cache
        @wraps(view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            place = place_of(access_of(request), door.role)
            if "pk" in kwargs:
                return view(request, door, kit_of(place, kwargs["pk"]))
            return view(request, door, place)

        return opened

    return Doors(behind(OWNER), behind(DESK))


def _page(
    request: HttpRequest, door: Door, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = {"frame": door.frame, "home": door.url("home"), "is_desk": door is DESK}
    return render(request, template, frame | context, status=status)


@two_doors
@require_safe
def home(request: HttpRequest, door: Door, place: Initiative | Site) -> HttpResponse:
    """What it is, the kits there are, and the way to a new one."""
    today = now_of(request).date()
    kits = [
        {"kit": kit, "url": door.url("kit", kit.pk), "is_open": is_open(kit, today)}
        for kit in kits_of(place)
    ]
    context = {"place": place, "kits": kits, "new": door.url("new")}
    return _page(request, door, "documentation/home.html", context)


@two_doors
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, door: Door, place: Initiative | Site) -> HttpResponse:
    """Screen one of two: what, how, how long."""
    form = KitForm(usable_instruments(), request.POST or None, initial={"place_name": place.name})
    if request.method == "POST" and form.is_valid():
        try:
            kit = operations.open_kit(
                place,
                place_name=form.cleaned_data["place_name"],
                asking=form.cleaned_data["asking"],
                instruments=form.cleaned_data["instruments"],
                closes_on=form.closes_on(now_of(request).date()),
                reliability=form.reliability(),
                actor=actor_of(request),
                now=now_of(request),
            )
        except KitRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect(door.url("kit", kit.pk))
    return _page(request, door, "documentation/new.html", {"form": form, "place": place})


@two_doors
@require_safe
def show(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """Screen two: share it while it is open; the figures when it is closed."""
    urls = {name: door.url(name, kit.pk) for name in ("poster", "renew", "extend", "close")}
    if kit.closed_at is not None:
        files = {name: door.url(name, kit.pk) for name in ("page", "csv")}
        context = {"kit": kit, "page": say_page(kit), "urls": files}
        return _page(request, door, "documentation/result.html", context)
    context = {
        "kit": kit,
        "urls": urls,
        "address": address_of(kit),
        "qr": qr_code(address_of(kit), "qr"),
        "answered": count_roughly(kit),
        "form": ExtendForm(initial={"closes_on": kit.closes_on}),
    }
    return _page(request, door, "documentation/share.html", context)


@two_doors
@require_POST
def extend(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """Another last day."""
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            day = form.cleaned_data["closes_on"]
            operations.extend_kit(kit, day, actor=actor_of(request), now=now_of(request))
        except KitRefused as error:
            form.add_error("closes_on", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(door.url("kit", kit.pk))
    context = {"kit": kit, "form": form, "back": door.url("kit", kit.pk)}
    return _page(request, door, "documentation/extend.html", context)


@two_doors
@require_POST
def renew(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """A new address in place of the old one."""
    try:
        operations.renew_address(kit, actor=actor_of(request), now=now_of(request))
    except KitRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("There is a new address. Hang up a new poster."))
    return redirect(door.url("kit", kit.pk))


@two_doors
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """Asked once more, then counted and erased."""
    back = door.url("kit", kit.pk)
    if request.method == "POST" or kit.closed_at is not None:
        if request.method == "POST":
            operations.close_kit(kit, actor=actor_of(request), now=now_of(request))
        return redirect(back)
    return _page(
        request,
        door,
        "documentation/close.html",
        {"kit": kit, "back": back, "answered": count_roughly(kit)},
    )


@two_doors
@require_safe
def poster(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """One page to hang up, with the QR code."""
    return _as_file(write_poster(kit, on=now_of(request).date()), "application/pdf", "opslag.pdf")


@two_doors
@require_safe
def page(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """The page of figures as PDF."""
    if kit.figures is None:
        return redirect(door.url("kit", kit.pk))
    return _as_file(write_page(kit), "application/pdf", f"svar-{kit.opens_on}.pdf")


@two_doors
@require_safe
def table(request: HttpRequest, door: Door, kit: Kit) -> HttpResponse:
    """The same figures as a table."""
    if kit.figures is None:
        return redirect(door.url("kit", kit.pk))
    return _as_file(figures_as_csv(kit), "text/csv; charset=utf-8", f"svar-{kit.opens_on}.csv")


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
