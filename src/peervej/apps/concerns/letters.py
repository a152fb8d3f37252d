"""The call to whoever is on duty: that there is something, never what."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peervej.apps.concerns.enums import ConcernState
from peervej.apps.concerns.models import Concern
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message


@message_kind("concerns.page")
def page(message: Message, now: datetime) -> Letter | None:
    """Not needed any more when somebody has taken it."""
    concern = Concern.objects.filter(pk=message.reference, state=ConcernState.OPEN).first()
    if concern is None:
        return None
    link = settings.PUBLIC_URL + reverse("concerns:now")
    return Letter(
        subject=_("Something is waiting for you"),
        text=_("Something cannot wait. Log in and open it here: %(link)s") % {"link": link},
    )
