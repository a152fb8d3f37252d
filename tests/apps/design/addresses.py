"""The few routes the frame of a page asks for: design stands below all apps with pages."""

from django.http import HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("konto/ind/", lambda request: HttpResponse(), name="account_login"),
    path("sted/", include(([path("vaelg/", set_language, name="choose_site")], "accounts"))),
    path("sprog/", set_language, name="set_language"),
]
