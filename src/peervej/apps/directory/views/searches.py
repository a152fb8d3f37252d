"""Being told about new entries of a search, and stopping again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory.describing import say_filters
from peervej.apps.directory.forms import EmailForm
from peervej.apps.directory.operations.searches import confirm_search, end_search, save_search
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.filters import Filters, find_place
from peervej.apps.directory.search_links import read_search


@allow(Role.PUBLIC)
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Ask for a mailbox; the filters stay in the address."""
    filters = Filters.read(request.GET)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_search(
                filters,
                email=form.cleaned_data["email"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, _("We have written to you. Say yes in that letter."))
            return redirect(f"{reverse('directory:list')}?{filters.address()}")
    context = {"form": form, "filters": filters, "chosen": _chosen(request, filters)}
    return render(request, "directory/save_search.html", context)


@allow(Role.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Two buttons: yes please, and no thank you."""
    search = read_search(token)
    if search is None:
        return render(request, "directory/search_gone.html", status=410)
    if request.method == "POST":
        act = confirm_search if request.POST.get("choice") == "yes" else end_search
        act(search, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
        if act is confirm_search:
            messages.success(request, _("You will hear from us."))
        else:
            messages.success(request, _("You hear no more from us."))
        return redirect("directory:list")
    chosen = _chosen(request, Filters.read(QueryDict(search.query)))
    return render(request, "directory/search_answer.html", {"search": search, "chosen": chosen})


def _chosen(request: HttpRequest, filters: Filters) -> list[str]:
    """What is looked for, under the names of today."""
    day = local_day(request.now)  # type: ignore[attr-defined]
    return say_filters(filters, find_place(filters, day))
