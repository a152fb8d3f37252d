"""What peer support is: pages with sources and dates, edited at the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, actor_of, allow
from peervej.apps.directory.forms import KnowledgeForm
from peervej.apps.directory.models import KnowledgePage
from peervej.apps.directory.operations.knowledge import EditedMeanwhile, edit_page


@allow(Role.PUBLIC)
def list_pages(request: HttpRequest) -> HttpResponse:
    """All pages with their first lines."""
    return render(request, "directory/knowledge.html", {"pages": KnowledgePage.objects.all()})


@allow(Role.PUBLIC)
def show_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page."""
    page = get_object_or_404(KnowledgePage, slug=slug)
    return render(request, "directory/knowledge_page.html", {"page": page})


@allow(Role.EDITOR)
def desk_pages(request: HttpRequest) -> HttpResponse:
    """The pages at the desk."""
    return render(request, "directory/desk/knowledge.html", {"pages": KnowledgePage.objects.all()})


@allow(Role.EDITOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a page; the day it was checked becomes today."""
    page = get_object_or_404(KnowledgePage, slug=slug)
    lines = ["; ".join(row[key] for key in ("title", "dated", "url")) for row in page.sources]
    initial = {
        "title": page.title,
        "lead": page.lead,
        "body": page.body,
        "sources": "\n".join(lines),
        "edition": page.edition,
    }
    form = KnowledgeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_page(page, **form.cleaned_data, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
        except EditedMeanwhile:
            said = _(
                "Someone else saved while you wrote. Copy your words, and open the page again."
            )
            form.add_error(None, said)
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:desk_knowledge")
    return render(request, "directory/desk/knowledge_edit.html", {"page": page, "form": form})
