"""In demonstration mode only: a clock that can be walked, and everyone's mail in one place."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from peervej.apps.accounts.models import User
from peervej.apps.accounts.roles import Role, allow
from peervej.apps.audit.clock import current_time, move_clock
from peervej.apps.design.styleguide import styleguide_context
from peervej.apps.messaging.adapters.file import read_mailbox
from peervej.apps.portal.timer import run_everything

LINK = re.compile(r"https?://\S+")
SHOWN = 100


@allow(Role.DEMONSTRATION)
@require_POST
def next_week(request: HttpRequest) -> HttpResponse:
    """A week passes, a day at a time, so that what is due each day happens that day."""
    for _day in range(7):
        move_clock(timedelta(days=1))
        run_everything(current_time())
    messages.success(request, _("A week has passed."))
    return redirect(request.META.get("HTTP_REFERER") or "portal:front")


@allow(Role.DEMONSTRATION)
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every message the system has sent, newest first, with links that work."""
    run_everything(current_time())
    wanted = request.GET.get("til", "").strip()
    letters = []
    for letter in read_mailbox():
        if wanted and wanted not in letter["to"]:
            continue
        link = LINK.search(letter["text"])
        path = link[0].rstrip(".").removeprefix(settings.PUBLIC_URL) if link else ""
        letters.append(letter | {"path": path})
        if len(letters) == SHOWN:
            break
    return render(request, "portal/mailbox.html", {"letters": letters, "wanted": wanted})


@allow(Role.DEMONSTRATION)
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Be a made-up member of staff; the route exists for nobody outside the demonstration."""
    staff = User.objects.filter(memberships__isnull=False).distinct()
    user = get_object_or_404(staff, pk=request.POST.get("user", "0"))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("portal:today")


@allow(Role.DEMONSTRATION)
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in one place."""
    return render(request, "design/styleguide.html", styleguide_context())
