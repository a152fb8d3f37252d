"""Staff with their memberships, and signed links for everyone else."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import ROLE_NAMES, STAFF_ROLES, Role
from peervej.apps.audit.retention import Keep, RemoveAfter, Rule, WithParent
from peervej.apps.places.models import Site


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. Citizens and volunteers have no account."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    retention: Rule = Keep(why="staff, removed by hand when they leave")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A role a member of staff has, at one site or (site empty) everywhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in sorted(STAFF_ROLES)]
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )

    retention: Rule = WithParent("user")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "site"],
                name="one_membership_per_role_and_site",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class SignedLink(models.Model):
    """A way in without a log-in. Only the hash of the token is stored."""

    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    subject = models.CharField(max_length=64, db_index=True)
    destination = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    retention: Rule = RemoveAfter(days=30, since="expires_at")

    def __str__(self) -> str:
        return f"{self.role} link"

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
