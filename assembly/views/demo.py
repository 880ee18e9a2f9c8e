"""Sign-in links of a demonstration. The URL exists only there."""

from datetime import timedelta

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from ..models import User

SALT = "demonstration"


def token_for(user: User) -> str:
    """Return what goes into a sign-in link."""
    return signing.dumps(user.pk, salt=SALT)


@login_not_required
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign a demonstration's person in, in place of their password and second factor."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=timedelta(days=1))
    except signing.BadSignature:
        raise Http404 from None
    user = get_object_or_404(User, pk=pk)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session["account_authentication_methods"] = [
        {"method": "demonstration", "at": timezone.now().timestamp()}
    ]
    return redirect("start")
