"""The rota: stated hours, and who has duty when."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.accounts.models import User
from peervej.apps.audit.operations import record_event
from peervej.apps.concerns.models import OnCallHours, OnCallMobile, OnCallShift
from peervej.apps.concerns.queries import staff_of
from peervej.apps.messaging.addressees import find_or_make_mobile
from peervej.apps.messaging.models import Addressee
from peervej.apps.places.models import Site

LONGEST_SHIFT = timedelta(days=8)


class RotaRefused(ValueError):
    """A duty or stated hours that cannot be; the message says why."""


@transaction.atomic
def state_hours(
    site: Site, hours: dict[int, tuple[time, time]], *, actor: str, now: datetime
) -> None:
    """Replace the hours in which the site says someone is on call; weekdays from Monday = 0."""
    for opens, closes in hours.values():
        if closes != time(0) and closes <= opens:
            raise RotaRefused(_("The hours must end after they begin, on the same day."))
    OnCallHours.objects.filter(site=site).delete()
    for weekday, (opens, closes) in sorted(hours.items()):
        OnCallHours.objects.create(site=site, weekday=weekday, opens=opens, closes=closes)
    record_event("state_on_call_hours", site, actor=actor, now=now, site_id=site.pk)


@transaction.atomic
def add_shift(
    site: Site,
    user: User,
    *,
    starts_at: datetime,
    ends_at: datetime,
    actor: str,
    now: datetime,
) -> OnCallShift:
    """Give a coordinator of the site a duty. Raises RotaRefused."""
    if not staff_of(site).filter(pk=user.pk).exists():
        raise RotaRefused(_("Only a coordinator of the site can be on call."))
    length = ends_at.timestamp() - starts_at.timestamp()
    if length <= 0:
        raise RotaRefused(_("The duty must end after it begins."))
    if length > LONGEST_SHIFT.total_seconds():
        raise RotaRefused(_("A duty is at most eight days. Split it in two."))
    if ends_at.timestamp() <= now.timestamp():
        raise RotaRefused(_("This duty would already be over. Choose days that are coming."))
    User.objects.select_for_update().get(pk=user.pk)
    clash = OnCallShift.objects.filter(
        site=site, user=user, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if clash.exists():
        raise RotaRefused(_("%(name)s is already on call then.") % {"name": user})
    shift = OnCallShift.objects.create(site=site, user=user, starts_at=starts_at, ends_at=ends_at)
    record_event("add_shift", shift, actor=actor, now=now, site_id=site.pk, user=user.pk)
    return shift


@transaction.atomic
def remove_shift(shift: OnCallShift, *, actor: str, now: datetime) -> None:
    """Take a duty off the rota; one that has been served stays."""
    if shift.ends_at <= now:
        raise RotaRefused(_("This duty is over and stays on record."))
    record_event("remove_shift", shift, actor=actor, now=now, site_id=shift.site_id)
    shift.delete()


@transaction.atomic
def set_mobile(user: User, number: str, *, actor: str, now: datetime) -> None:
    """Where `user` is texted when on call; "" takes the number away. ValidationError on a bad one.

    A call goes by e-mail as well, whatever stands here.
    """
    before = OnCallMobile.objects.select_for_update().filter(user=user).first()
    after = find_or_make_mobile(number) if number.strip() else None
    if after is not None:
        OnCallMobile.objects.update_or_create(user=user, defaults={"addressee": after})
    elif before is not None:
        before.delete()
    if before is not None and before.addressee != after:
        _forget_unused(before.addressee)
    record_event("set_on_call_mobile", user, actor=actor, now=now, is_set=after is not None)


def _forget_unused(addressee: Addressee) -> None:
    if not OnCallMobile.objects.filter(addressee=addressee).exists():
        addressee.delete()
