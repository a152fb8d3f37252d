"""What happens around the draw by itself."""

from datetime import datetime

from peervej.apps.allocation.models import Sealing
from peervej.apps.allocation.operations.chain import publish_receipts
from peervej.apps.allocation.operations.two_people import expire_requests


def run_timer(now: datetime) -> None:
    """Add receipts to the file outside the database where the machine stopped before it.

    What a second person was asked for and did not do in time runs out.
    """
    expire_requests(now)
    for sealing in Sealing.objects.select_related("trial"):
        publish_receipts(sealing.trial)
