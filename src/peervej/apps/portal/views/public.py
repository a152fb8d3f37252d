"""Front page and the pages that tell how things are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, allow
from peervej.apps.audit.middleware import now_of
from peervej.apps.places.models import AcuteNumber, Site
from peervej.apps.portal.forms.joining import NewLinkForm
from peervej.apps.portal.operations import request_new_link
from peervej.apps.portal.queries.leaders import leaders_by_town, sites_with_programmes
from peervej.apps.programmes.models import Programme
from peervej.apps.programmes.queries import definition_of, intro_runs_in_trial, upcoming_intros
from peervej.apps.volunteers.queries.contacts import open_to_contact

PROGRAMME = "vejen-til-hverdagslivet"


@allow(Role.PUBLIC)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """One search, the programme, and the next meetings."""
    intros = upcoming_intros(now_of(request), limit=3)
    return render(request, "portal/front.html", {"intros": intros})


@allow(Role.PUBLIC)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The programme: ten meetings, ten themes, where, and how one comes in."""
    programme = get_object_or_404(Programme, slug=PROGRAMME)
    intros = upcoming_intros(now_of(request), limit=6)
    context = {
        "programme": programme,
        "definition": definition_of(programme),
        "intros": intros,
        "sites": Site.objects.filter(pk__in=[i.site_id for i in intros]).order_by("name"),
        "draws_lots": any(intro_runs_in_trial(intro) for intro in intros),
    }
    return render(request, "portal/groups.html", context)


@allow(Role.PUBLIC)
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Who one meets (P15), town by town; a town's own page says more of each."""
    return render(request, "portal/who.html", {"towns": leaders_by_town()})


@allow(Role.PUBLIC)
@require_safe
def professionals(request: HttpRequest) -> HttpResponse:
    """For those who meet citizens in their work: tell, do not send (P6, P7)."""
    intros = upcoming_intros(now_of(request), limit=3)
    context = {
        "intros": intros,
        "sites": sites_with_programmes(),
        "open_to_contact": open_to_contact(),
    }
    return render(request, "portal/professionals.html", context)


@allow(Role.PUBLIC)
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, who sees it."""
    return render(request, "portal/kept.html")


@allow(Role.PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/was.html")


@allow(Role.PUBLIC)
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Every acute number there is, by region."""
    numbers = AcuteNumber.objects.select_related("region").order_by("region__name", "position")
    return render(request, "portal/help_now.html", {"numbers": numbers})


@allow(Role.PUBLIC)
@require_http_methods(["GET", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """A new link for whoever lost theirs; the answer never tells who is known here."""
    form = NewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request_new_link(form.cleaned_data["contact"], now=now_of(request))
        return render(request, "portal/new_link_sent.html")
    return render(request, "portal/new_link.html", {"form": form})


@allow(Role.PUBLIC)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the machine: the database answers."""
    Site.objects.exists()
    return HttpResponse("ok", content_type="text/plain")
