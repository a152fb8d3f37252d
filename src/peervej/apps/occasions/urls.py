"""Addresses of open houses, visits and shifts."""

from django.urls import path

from peervej.apps.occasions.views import desk, duty, public

app_name = "occasions"
urlpatterns = [
    path("aabent/<slug:slug>/", public.opening_hours, name="opening_hours"),
    path("frivillig/vagter/", duty.duties, name="duties"),
    path("frivillig/vagter/<int:pk>/", duty.count, name="count"),
    path("frivillig/vagter/<int:pk>/kan-ikke/", duty.cannot, name="cannot"),
    path("desk/aabent/", desk.overview, name="desk"),
    path("desk/aabent/<int:pk>/", desk.occasion, name="occasion"),
    path("desk/aabent/<int:pk>/aflys/", desk.cancel, name="cancel"),
    path("desk/aabent/<int:pk>/vagt/", desk.put, name="put"),
    path("desk/aabent/vagt/<int:pk>/fri/", desk.take_off, name="take_off"),
    path("desk/aabent/plan/<int:pk>/", desk.plan, name="plan"),
    path("desk/aabent/slut/<int:pk>/", desk.end, name="end"),
]
