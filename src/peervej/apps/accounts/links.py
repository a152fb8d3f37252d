"""Signed links: made when a message is rendered, confirmed by a button, revocable."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import SignedLink, User
from peervej.apps.accounts.roles import SESSION_HOLDER

TOKEN_BYTES = 24
DEFAULT_DAYS = 60


def hash_token(token: str) -> str:
    """What is stored of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_link(
    role: Role,
    subject: str | int,
    destination: str,
    *,
    now: datetime,
    days: int = DEFAULT_DAYS,
) -> str:
    """Make a link for `subject` and return its full address; the token is not kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SignedLink.objects.create(
        token_hash=hash_token(token),
        role=role,
        subject=str(subject),
        destination=destination,
        expires_at=now + timedelta(days=days),
    )
    return settings.PUBLIC_URL + reverse("accounts:link", args=[token])


def renew_session(request: HttpRequest, role: Role, *, now: datetime) -> None:
    """Let this browser stay in, under a link nobody was sent, after the others were closed."""
    holders = dict(request.session.get(SESSION_HOLDER, {}))
    held = SignedLink.objects.filter(pk=holders.get(role, 0)).first()
    if held is None:
        return
    fresh = SignedLink.objects.create(
        token_hash=hash_token(secrets.token_urlsafe(TOKEN_BYTES)),
        role=role,
        subject=held.subject,
        destination=held.destination,
        expires_at=now + timedelta(days=1),
    )
    request.session[SESSION_HOLDER] = {**holders, role.value: fresh.pk}


def find_link(token: str, now: datetime) -> SignedLink | None:
    """The link of `token` if it exists, is not revoked and has not expired."""
    link = SignedLink.objects.filter(token_hash=hash_token(token)).first()
    return link if link and link.is_valid(now) else None


def revoke_links(role: Role, subject: str | int, *, now: datetime) -> int:
    """Close every open link of a subject; sessions opened through them end at once."""
    return SignedLink.objects.filter(role=role, subject=str(subject), revoked_at=None).update(
        revoked_at=now
    )


def password_link(user: User) -> str:
    """The whole address at which a member of staff chooses a password; Django dates it out."""
    token = default_token_generator.make_token(user)
    held = {"uidb36": user_pk_to_url_str(user), "key": token}
    path = reverse("account_reset_password_from_key", kwargs=held)
    return f"{settings.PUBLIC_URL}{path}"
