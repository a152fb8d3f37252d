"""Addresses of links and of the choice of site."""

from django.urls import path

from peervej.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("l/<str:token>/", views.open_link, name="link"),
    path("bliv/", views.stay, name="stay"),
    path("forlad/", views.leave, name="leave"),
    path("sted/vaelg/", views.choose_site, name="choose_site"),
]
