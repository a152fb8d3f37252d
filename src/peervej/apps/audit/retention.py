"""The registry of retention rules, and the run that carries them out.

Every model names its rule in an attribute `retention`; models of other packages
are named in EXTERNAL. A consistency test fails when one is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Keep:
    """Rows stay: they hold no person, or the law wants them."""

    why: str

    def describe(self) -> str:
        return f"kept ({self.why})"


@dataclass(frozen=True)
class RemoveAfter:
    """Rows go `days` after the moment or date in field `since`."""

    days: int
    since: str
    why: str = ""

    def describe(self) -> str:
        return f"removed {self.days} days after {self.since}"

    def due(self, model: type[Model], now: datetime) -> QuerySet[Any]:
        limit = now - timedelta(days=self.days)
        return model._base_manager.filter(**{f"{self.since}__lt": limit})


@dataclass(frozen=True)
class RemoveWhen:
    """Rows go when `find` says so."""

    find: Callable[[type[Any], datetime], QuerySet[Any]]
    what: str

    def describe(self) -> str:
        return self.what

    def due(self, model: type[Model], now: datetime) -> QuerySet[Any]:
        return self.find(model, now)


@dataclass(frozen=True)
class WithParent:
    """Rows go together with the row in field `parent`, by cascade or erasure."""

    parent: str

    def describe(self) -> str:
        return f"removed with its {self.parent}"


Rule = Keep | RemoveAfter | RemoveWhen | WithParent


def _expired_sessions(model: type[Any], now: datetime) -> QuerySet[Any]:
    """Django dates sessions by the real clock, whatever the demonstration's says."""
    from peervej.apps.audit.clock import real_time  # its models name their rules from here

    expired: QuerySet[Any] = model._base_manager.filter(expire_date__lt=min(now, real_time()))
    return expired


EXTERNAL: dict[str, Rule] = {
    "auth.Permission": Keep("Django's own list"),
    "auth.Group": Keep("Django's own list"),
    "contenttypes.ContentType": Keep("Django's own list"),
    "sessions.Session": RemoveWhen(_expired_sessions, "removed when the session has expired"),
    "account.EmailAddress": WithParent("user"),
    "account.EmailConfirmation": WithParent("email_address"),
    "mfa.Authenticator": WithParent("user"),
    "django_tasks_database.DBTaskResult": RemoveAfter(14, "enqueued_at"),
}


Eraser = Callable[[QuerySet[Any], datetime], None]
_erasers: dict[str, Eraser] = {}


def erase_by(label: str, eraser: Eraser) -> None:
    """Let rows of a model be removed by an operation of their own app, not by DELETE."""
    _erasers[label] = eraser


def erased_by_operation() -> frozenset[str]:
    """Labels of the models whose rows are removed by an operation."""
    return frozenset(_erasers)


def rule_of(model: type[Model]) -> Rule | None:
    """The retention rule of `model`, or None where none is declared."""
    return getattr(model, "retention", None) or EXTERNAL.get(model._meta.label)


def models_with_rules() -> Iterator[tuple[type[Model], Rule | None]]:
    """Every concrete model of the installation with its rule."""
    for model in apps.get_models(include_auto_created=False):
        yield model, rule_of(model)


def run_retention(now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Remove what is past its time; returns the number of rows per model.

    Erasure of people (which writes figures first) is registered by `people` as a
    RemoveWhen rule's own operation, so that this run never removes a person behind it.
    """
    from peervej.apps.audit.models import RetentionRun  # models name their rules from here

    removed: dict[str, int] = {}
    for model, rule in models_with_rules():
        if not isinstance(rule, RemoveAfter | RemoveWhen):
            continue
        with transaction.atomic():
            rows = rule.due(model, now)
            count = rows.count()
            if not count:
                continue
            removed[model._meta.label] = count
            if dry_run:
                continue
            erase = _erasers.get(model._meta.label)
            if erase is not None:
                erase(rows, now)
            else:
                rows.delete()
            RetentionRun.objects.create(
                at=now, model=model._meta.label, removed=count, rule=rule.describe()
            )
    return removed
