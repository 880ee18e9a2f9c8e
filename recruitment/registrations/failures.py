"""Wrong codes are counted, by network address and altogether. A right code is never held up.

The counts only decide what somebody who gave a wrong code is told, and how soon they may expect
another answer. They live in the cache, under a keyed hash of the address; without the cache each
process counts for itself, with a lower limit.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import cast

from django.core.cache import cache as default_cache
from redis.exceptions import RedisError

from assembly.cache import CountingCache
from assembly.encryption import keyed_hash
from assembly.models import Assembly

WINDOW = timedelta(minutes=10)
FROM_ONE_ADDRESS = 10
ALTOGETHER = 600
WITHOUT_CACHE = 5
_own: Counter[str] = Counter()
cache = cast(CountingCache, default_cache)


def note(assembly: Assembly, kind: str, network: str, *, now: datetime, weight: int = 1) -> bool:
    """Count one failure of a kind from a network address; tell whether that is too many by now."""
    window = int(now.timestamp() // WINDOW.total_seconds())
    where = keyed_hash("network address", network).hex()[:32]
    stem = f"failures:{kind}:{assembly.pk}:{window}"
    try:
        from_here, altogether = cache.count(
            [f"{stem}:{where}", stem], weight, seconds=2 * int(WINDOW.total_seconds())
        )
    except RedisError:
        return _without_cache(f"{stem}:{where}", weight)
    return from_here > FROM_ONE_ADDRESS or altogether > ALTOGETHER


def _without_cache(key: str, weight: int) -> bool:
    if len(_own) > 10_000:
        _own.clear()
    _own[key] += weight
    return _own[key] > WITHOUT_CACHE
