"""Addresses of kits: the shared one, an owner's, and the desk's."""

from django.urls import URLPattern, path

from peervej.apps.documentation.views import answer, place

app_name = "documentation"

PAGES = (
    ("", place.home, "home"),
    ("ny/", place.new, "new"),
    ("<int:pk>/", place.show, "kit"),
    ("<int:pk>/forlaeng/", place.extend, "extend"),
    ("<int:pk>/ny-adresse/", place.renew, "renew"),
    ("<int:pk>/luk/", place.close, "close"),
    ("<int:pk>/opslag.pdf", place.poster, "poster"),
    ("<int:pk>/svar.pdf", place.page, "page"),
    ("<int:pk>/svar.csv", place.table, "csv"),
)


def behind(start: str, prefix: str) -> list[URLPattern]:
    """The same pages under the address of one door."""
    return [
        path(start + rest, getattr(doors, prefix), name=f"{prefix}_{name}")
        for rest, doors, name in PAGES
    ]


urlpatterns = [
    path("svar/<slug:key>/", answer.answer, name="answer"),
    path("svar/<slug:key>/tak/", answer.thanks, name="thanks"),
    *behind("mit-tilbud/hjaelper-det/", "own"),
    *behind("desk/hjaelper-det/", "desk"),
]
