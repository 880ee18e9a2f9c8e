"""Which network address a request came from, as far as the proxies in front can be trusted."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
HOUSEHOLD_PREFIX = 64  # an IPv6 subscriber has at least this network to choose addresses from


def address(request: HttpRequest) -> str:
    """Return the visitor's IPv4 address, or the /64 network of an IPv6 one.

    Each trusted proxy (`TRUSTED_PROXIES`) has added one address at the right of X-Forwarded-For:
    what stands further left was written by the visitor and counts for nothing.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    count = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if count else []
    return _network(forwarded[-count].strip() if len(forwarded) >= count > 0 else direct)


def _network(text: str) -> str:
    try:
        found = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, HOUSEHOLD_PREFIX), strict=False))
    return str(found)
