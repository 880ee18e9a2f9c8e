"""Accounts of people who no longer have a role: emptied, a year after they had one."""

from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from .models import User

KEPT = timedelta(days=365)
FORMER = "Former user"


def close(user: User) -> None:
    """Empty an account: who had it, and every way to sign in with it. The row stays for the record.

    An account that has a role, or that administers the whole, is left as it is.
    """
    if user.is_superuser or user.roles.exists():
        return
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.name, user.email = FORMER, f"{uuid4().hex}@no-email.invalid"
    user.is_active, user.without_role_since = False, None
    user.set_unusable_password()
    user.save()


def close_old(now: datetime) -> int:
    """Note since when accounts have had no role, and close those of a year ago; return how many."""
    people = User.objects.filter(is_superuser=False, is_active=True)
    people.filter(roles__isnull=False).update(without_role_since=None)
    people.filter(roles=None, without_role_since=None).update(without_role_since=now)
    old = people.filter(roles=None, without_role_since__lte=now - KEPT)
    return sum(_close(pk) for pk in old.values_list("pk", flat=True))


@transaction.atomic
def _close(pk: int) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    close(user)
    return not user.is_active
