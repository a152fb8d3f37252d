"""An observer adds a few words to the seed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, access_of, allow
from peervej.apps.allocation.forms import ContributionForm
from peervej.apps.allocation.models import Observer
from peervej.apps.allocation.operations.sealing import SealingRefused, contribute, observer_label


@allow(Role.OBSERVER)
@never_cache
@require_http_methods(["GET", "POST"])
def contribution(request: HttpRequest) -> HttpResponse:
    """The form, or what was added and when."""
    observer = get_object_or_404(
        Observer.objects.select_related("sealing__trial"),
        pk=access_of(request).subject(Role.OBSERVER),
    )
    form = ContributionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            observer = contribute(
                observer,
                form.cleaned_data["text"],
                now=request.now,  # type: ignore[attr-defined]
            )
        except SealingRefused as error:
            form.add_error("text", str(error))
    context = {"observer": observer, "form": form, "label": observer_label(observer)}
    return render(request, "allocation/observer.html", context)
