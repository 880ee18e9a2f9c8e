"""Where the mail provider tells what became of messages. Closed unless a secret is set."""

from functools import cache
from typing import Any

import anymail.urls
from anymail.signals import tracking
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from .. import clock
from ..outbox import tracking as events


@login_not_required
@csrf_exempt
def take(request: HttpRequest) -> HttpResponseBase:
    """Take the provider's events: anymail checks the secret and reads them."""
    if not settings.MAIL_PROVIDER or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    view = _view_of(settings.MAIL_PROVIDER)
    if view is None:
        raise Http404
    response: HttpResponse = view(request)
    return response


@cache
def _view_of(provider: str) -> Any:
    names = (f"{provider}_tracking_webhook", f"{provider}_webhook")
    views = {pattern.name: pattern.callback for pattern in anymail.urls.urlpatterns}
    return next((views[name] for name in names if name in views), None)


@receiver(tracking, dispatch_uid="assembly.mail_events")
def told(event: Any, **_others: object) -> None:
    """Hand one event on in our own words."""
    events.take(
        events.Event(
            what=event.event_type,
            at=event.timestamp or clock.now(),
            recipient=event.recipient or "",
            reason=event.reject_reason or "",
            message=str((event.metadata or {}).get("message", "")),
            provider_id=str(event.message_id or ""),
            said=str(event.mta_response or event.description or ""),
        )
    )
