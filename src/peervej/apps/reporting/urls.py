"""Addresses of figures and results."""

from django.urls import path

from peervej.apps.reporting.views import (
    calculation,
    export,
    figures,
    notes,
    power,
    report,
    research,
    review,
)

app_name = "reporting"
urlpatterns = [
    path("desk/tal/", figures.site_figures, name="site_figures"),
    path("tal/", figures.figures, name="figures"),
    path("forskning/", research.trials, name="trials"),
    path("forskning/<slug:code>/", research.trial, name="trial"),
    path("forskning/<slug:code>/resultat/", research.result, name="result"),
    path("forskning/<slug:code>/gennemsyn/", review.review, name="review"),
    path("forskning/<slug:code>/gennemsyn/note/", review.note, name="quality_note"),
    path("forskning/<slug:code>/gennemsyn/spoerg/", review.ask, name="ask_site"),
    path("forskning/<slug:code>/forespoergsler/", review.queries, name="queries"),
    path("forskning/<slug:code>/tvilling/", export.twin, name="twin"),
    path("forskning/<slug:code>/data/", export.export, name="export"),
    path("forskning/<slug:code>/rapport/", report.report, name="report"),
    path("forskning/<slug:code>/noter/", notes.notes, name="notes"),
    path("forskning/<slug:code>/noter/<int:pk>/fjern/", notes.remove, name="remove_note"),
    path("styrke/", power.power, name="power"),
    path("beregning/<uuid:calculation>/", calculation.calculation, name="calculation"),
    path("beregning/<uuid:calculation>/stop/", calculation.stop, name="stop_calculation"),
    path(
        "beregning/<uuid:calculation>/fil/",
        calculation.calculation_file,
        name="calculation_file",
    ),
]
