"""One thread, so that sums are added in one order and every run gives the same bytes."""

from threadpoolctl import threadpool_limits

one_thread = threadpool_limits.wrap(limits=1)
