"""Trials as situations."""

from peervej.apps.trial.models import Trial
from peervej.apps.trial.operations import create_trial
from tests.factories.moments import NOW

CODE = "effekt"

DEFINITION = """
code = "{code}"
name = "Effekten af en gruppe"
target = {target}
sites = [{sites}]

[arms]
intervention = 1
control = 1

[method]
kind = "batch"
batch_sizes = [20]

[consent]
service = "2026-1"
research = "2026-1"

[baseline]
instruments = ["demo-hope"]
max_days_before_draw = 14

[follow_up]
instruments = ["demo-hope"]
offset_weeks = 10
before_days = 0
after_days = 28
reminder_days = [4, 10, 18]

[primary]
instrument = "demo-hope"
name = "Håb"
"""


def definition_for(*sites, code=CODE, target=296) -> str:
    """The TOML text of a batch trial at `sites`."""
    slugs = ", ".join(f'"{site.slug}"' for site in sites)
    return DEFINITION.format(code=code, target=target, sites=slugs)


def draft_trial(*sites, code=CODE, target=296) -> Trial:
    """A trial that is being set up."""
    text = definition_for(*sites, code=code, target=target)
    return create_trial(text, actor="test", now=NOW)
