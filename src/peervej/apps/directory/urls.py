"""Addresses of the directory."""

from django.urls import path

from peervej.apps.directory.views import public

app_name = "directory"
urlpatterns = [
    path("find/", public.list_entries, name="list"),
    path("find/region/<slug:slug>/", public.list_region, name="region"),
    path("find/kort/", public.show_map, name="map"),
    path("find/sammenlign/", public.compare, name="compare"),
    path("find/print/", public.print_list, name="print"),
    path("find/<slug:slug>/", public.show_entry, name="entry"),
]
