"""App configuration."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, static files and template tags shared by every page."""

    name = "peervej.apps.design"
    label = "design"
