"""Addresses of prices and business cases."""

from django.urls import path

from peervej.apps.costing.views import case, price

app_name = "costing"
urlpatterns = [
    path("pris/", price.price, name="price"),
    path("pris/trykt/", price.printed, name="printed"),
    path("pris/priser.toml", price.as_toml, name="toml"),
    path("pris/regn/", case.case, name="case"),
    path("priser/", price.desk, name="desk"),
    path("priser/ret/", price.edit, name="edit"),
    path("priser/tilbud/", price.offer, name="offer"),
]
