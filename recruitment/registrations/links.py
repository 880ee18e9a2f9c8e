"""The secrets of a registration: only their keyed hashes are stored."""

import base64
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from assembly.encryption import keyed_hash
from assembly.models import Assembly

from .. import codes
from ..models import Registration
from . import written

TOKEN_BYTES = 24  # 192 bits
REFERENCE_CHARACTERS = 6

RandomBytes = Callable[[int], bytes]


def new_draft_token(random_bytes: RandomBytes) -> str:
    """Return a secret for the browser that holds a draft."""
    return base64.urlsafe_b64encode(random_bytes(TOKEN_BYTES)).decode()


def draft_token_of(attempt: str, invitation_id: int) -> str:
    """Return the secret of the draft that one showing of the code page begins, always the same."""
    secret = keyed_hash("draft of an attempt", f"{invitation_id}:{attempt}")
    return base64.urlsafe_b64encode(secret[:TOKEN_BYTES]).decode()


def draft_index(token: str) -> bytes:
    return keyed_hash("draft token", token)


def link_index(token: str) -> bytes:
    return keyed_hash("personal link index", token)


def draft_link(assembly: Assembly, token: str) -> str:
    path = reverse("public.register.resume", args=[assembly.slug, token])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def email_index(email: str) -> bytes | None:
    """Return what an e-mail address is looked up by: the same however it is capitalised."""
    return keyed_hash("registration e-mail index", email.strip().casefold()) if email else None


def consent_token(registration: Registration) -> str:
    """Return the secret of the link by which a parent or carer answers."""
    secret = keyed_hash("consent link", str(registration.pk))
    return base64.urlsafe_b64encode(secret[:TOKEN_BYTES]).decode()


def consent_index(token: str) -> bytes:
    return keyed_hash("consent link index", token)


def consent_link(registration: Registration) -> str:
    path = reverse(
        "public.consent.enter", args=[registration.assembly.slug, consent_token(registration)]
    )
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def personal_token(registration: Registration) -> str:
    """Return the secret of a personal link. It is made again each time, never stored."""
    secret = keyed_hash("personal link", str(registration.pk))
    return base64.urlsafe_b64encode(secret[:TOKEN_BYTES]).decode()


def personal_link(registration: Registration) -> str:
    """Return the whole address of a personal link, for a page or an e-mail."""
    path = reverse(
        "public.mine.enter", args=[registration.assembly.slug, personal_token(registration)]
    )
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def new_reference(assembly: Assembly, random_bytes: RandomBytes) -> str:
    """Return an unused reference such as WF-7K3M-2Q: the area's initials and six characters."""
    initials = "".join(word[0] for word in assembly.area_name.split() if word[0].isalpha())
    prefix = initials[:3].upper() or "CA"
    while True:
        drawn = random_bytes(REFERENCE_CHARACTERS)
        body = "".join(codes.ALPHABET[byte & 31] for byte in drawn)
        reference = f"{prefix}-{body[:4]}-{body[4:]}"
        if not Registration.objects.filter(reference=reference).exists():
            return reference


def draft(assembly: Assembly, token: str) -> Registration | None:
    """Return the registration that this browser began, if there is one."""
    return written.find(assembly, draft_index(token)) if token else None


def of_link(assembly: Assembly, token: str) -> Registration | None:
    """Return the registration that a personal link opens, if there is one."""
    return of_link_hash(assembly, link_index(token))


def of_link_hash(assembly: Assembly, hashed: bytes) -> Registration | None:
    return _of(assembly, link_hash=hashed) if hashed else None


def of_consent(assembly: Assembly, token: str) -> Registration | None:
    """Return the registration that a parent's or carer's link is about, if there is one."""
    return of_consent_hash(assembly, consent_index(token))


def of_consent_hash(assembly: Assembly, hashed: bytes) -> Registration | None:
    return _of(assembly, consent_hash=hashed) if hashed else None


def _of(assembly: Assembly, **hashed: bytes) -> Registration | None:
    found = Registration.objects.filter(assembly=assembly, **hashed).first()
    if found:
        found.assembly = assembly
    return found
