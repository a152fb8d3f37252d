"""What the directory writes; subject and text never tell what it is about."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.directory.enums import Listing, OwnerState
from peervej.apps.directory.models import Draft, Initiative, Owner, SavedSearch
from peervej.apps.directory.search_links import sign_search
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message


def _speaks_for(message: Message, initiative: Initiative | None) -> bool:
    """An owner who was ended, or an entry that left, gets no more letters."""
    return (
        initiative is not None
        and initiative.listing != Listing.UNLISTED
        and Owner.objects.filter(
            initiative=initiative, addressee=message.addressee, state=OwnerState.VERIFIED
        ).exists()
    )


def _owner_address(initiative: Initiative, now: datetime) -> str:
    return create_link(Role.OWNER, initiative.pk, reverse("directory:owner_home"), now=now)


def _letter_about(
    message: Message, initiative: Initiative | None, text: str, now: datetime
) -> Letter | None:
    if initiative is None or not _speaks_for(message, initiative):
        return None
    return Letter(_("Your page"), f"{text}\n\n{_owner_address(initiative, now)}")


@message_kind("directory.owner_link")
def owner_link(message: Message, now: datetime) -> Letter | None:
    """The way in for someone who takes care of an entry."""
    initiative = Initiative.objects.filter(pk=message.reference).first()
    text = _("Here is your link. You can read what we show, and change it.")
    return _letter_about(message, initiative, text, now)


@message_kind("directory.reminder")
def reminder(message: Message, now: datetime) -> Letter | None:
    """Does it still hold? Not needed when somebody has confirmed meanwhile."""
    initiative = Initiative.objects.filter(pk=message.reference).first()
    if initiative is not None and initiative.asked_again == 0:
        return None
    text = _("Is what we show still right? It takes one click to say yes.")
    return _letter_about(message, initiative, text, now)


@message_kind("directory.approved")
def approved(message: Message, now: datetime) -> Letter | None:
    """The changes are public."""
    draft = Draft.objects.filter(pk=message.reference).select_related("initiative").first()
    text = _("Your changes can now be seen by everyone. Thank you.")
    return _letter_about(message, draft.initiative if draft else None, text, now)


@message_kind("directory.returned")
def returned(message: Message, now: datetime) -> Letter | None:
    """The editor has a question; the reason stands on the owner's page."""
    draft = Draft.objects.filter(pk=message.reference).select_related("initiative").first()
    text = _("We have a question about your changes. You can read it on your page.")
    return _letter_about(message, draft.initiative if draft else None, text, now)


def _search_of(message: Message) -> SavedSearch | None:
    return SavedSearch.objects.filter(pk=message.reference.partition(":")[0]).first()


def _search_address(search: SavedSearch, name: str) -> str:
    return settings.PUBLIC_URL + reverse(f"directory:{name}", args=[sign_search(search)])


@message_kind("directory.search_confirm")
def search_confirm(message: Message, now: datetime) -> Letter | None:
    """Does the mailbox want it? The page behind the link has the button."""
    search = _search_of(message)
    if search is None:
        return None
    text = _("Someone asked us to write to you when something new comes. Do you want that?")
    return Letter(_("Yes or no"), f"{text}\n\n{_search_address(search, 'search_answer')}")


@message_kind("directory.search_news")
def search_news(message: Message, now: datetime) -> Letter | None:
    """There is something new; the letter names nothing, the page does."""
    search = _search_of(message)
    if search is None:
        return None
    text = _("There is something new in the list you asked about. See it, or stop these letters:")
    # The list's own address would hold the words that were searched for.
    return Letter(_("New in the list"), f"{text}\n\n{_search_address(search, 'search_answer')}")
