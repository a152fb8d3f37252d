"""Addresses around the draw."""

from django.urls import path

from peervej.apps.allocation.views import (
    coordinator,
    definition,
    observer,
    outline,
    public,
    researcher,
)

app_name = "allocation"
urlpatterns = [
    path("desk/lodtraekning/", coordinator.draws, name="draws"),
    path("desk/lodtraekning/<int:pk>/", coordinator.draw, name="draw"),
    path("desk/lodtraekning/<int:pk>/spoerg/", coordinator.ask, name="ask"),
    path("desk/besked/", coordinator.telling, name="telling"),
    path("desk/besked/<int:pk>/", coordinator.tell, name="tell"),
    path("forsoeg/<slug:code>/", public.trial_page, name="trial"),
    path("forsoeg/<slug:code>/protokol.jsonl", public.ledger, name="ledger"),
    path("forsoeg/<slug:code>/definition.toml", public.published_definition, name="published"),
    path("verifier.py", public.verifier, name="verifier"),
    path("observatoer/", observer.contribution, name="observer"),
    path("forskning/forsoeg/udfyld/", outline.new_outline, name="new_outline"),
    path("forskning/<slug:code>/definition/felter/", outline.outline, name="outline"),
    path("forskning/forsoeg/nyt/", definition.new_trial, name="new_trial"),
    path("forskning/<slug:code>/definition/", definition.definition, name="definition"),
    path("forskning/<slug:code>/rettelse/", definition.correction, name="correction"),
    path("forskning/<slug:code>/forsegling/", researcher.sealing, name="sealing"),
    path("forskning/<slug:code>/trin/<slug:name>/", researcher.step, name="step"),
]
