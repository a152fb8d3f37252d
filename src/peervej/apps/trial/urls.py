"""Addresses of the question pages."""

from django.urls import path

from peervej.apps.trial import views

app_name = "trial"
urlpatterns = [
    path("spoergsmaal/", views.begin, name="questions"),
    path("spoergsmaal/<int:number>/", views.question, name="question"),
    path("spoergsmaal/faerdig/", views.finish, name="finish"),
]
