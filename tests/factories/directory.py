"""Directory rows in situations: a public entry, one that waits, an owner who is verified."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from peervej.apps.directory.enums import FactState, Listing, OwnerState, SectionNumber
from peervej.apps.directory.models import EntryFacet, Fact, Initiative, Owner, Section, Source
from peervej.apps.messaging.addressees import find_or_make_addressee

THEN = datetime(2026, 6, 1, 10, tzinfo=UTC)


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "en-kilde"
    title = "En kilde"
    dated = "2014"


class InitiativeFactory(DjangoModelFactory[Initiative]):
    """A public entry; `waiting=True` one nobody sees, `facts` and `sections` as given."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(listing=Listing.WAITING, published_at=None)

    slug = factory.Sequence(lambda number: f"tilbud-{number}")
    name = factory.Sequence(lambda number: f"Tilbud {number}")
    summary = "Et sted at være."
    who_may_come = "Alle er velkomne."
    listing = Listing.PUBLIC
    published_at = THEN
    modified_at = THEN
    as_of = "2014"

    @factory.post_generation
    def facts(self: Any, create: bool, given: dict[str, Any] | None, **_: Any) -> None:
        for position, (key, value) in enumerate((given or {}).items()):
            Fact.objects.create(
                initiative=self,
                key=key,
                value=value,
                position=position,
                state=FactState.ACCEPTED,
                source=SourceFactory(),
                as_of="2014",
            )
            if key in {"kind", "target_group", "terms"}:
                EntryFacet.objects.create(initiative=self, facet=key, value=value)
            if key in {"kind", "status", "since", "until"}:
                setattr(self, key, value)
        if given:
            self.sources.add(SourceFactory())
        self.save()

    @factory.post_generation
    def sections(self: Any, create: bool, given: dict[int, str] | None, **_: Any) -> None:
        for number, text in (given or {}).items():
            Section.objects.create(initiative=self, number=SectionNumber(number), text=text)

    @factory.post_generation
    def places(self: Any, create: bool, given: list[Any] | None, **_: Any) -> None:
        self.municipalities.set(given or [])


class OwnerFactory(DjangoModelFactory[Owner]):
    """A verified owner; `asked=True` one the editor has not looked at."""

    class Meta:
        model = Owner

    class Params:
        asked = factory.Trait(state=OwnerState.ASKED, verified_at=None)
        email = "ejer@example.dk"

    initiative = factory.SubFactory(InitiativeFactory)
    addressee = factory.LazyAttribute(lambda row: find_or_make_addressee(row.email))
    state = OwnerState.VERIFIED
    asked_at = THEN
    verified_at = THEN
