"""Design is tested without the apps above it."""

import pytest


@pytest.fixture(autouse=True)
def few_routes(settings):
    settings.ROOT_URLCONF = "tests.apps.design.addresses"
