"""The cache, with counts that cost one message each way, however many there are."""

from collections.abc import Sequence
from functools import cached_property

from django.core.cache.backends.redis import RedisCache
from redis import Redis


class CountingCache(RedisCache):
    @cached_property
    def _counter(self) -> Redis:
        client: Redis = self._cache.get_client(None, write=True)
        return client

    def count(self, keys: Sequence[str], amount: int, *, seconds: int) -> list[int]:
        """Add an amount to each count and return them. A new one lasts so many seconds."""
        names = [self.make_and_validate_key(key) for key in keys]
        with self._counter.pipeline() as pipe:
            for name in names:
                pipe.set(name, 0, ex=seconds, nx=True)
            for name in names:
                pipe.incrby(name, amount)
            answers: list[int] = pipe.execute()
        return answers[len(names) :]
