"""A pool’s connections end with the database; whoever comes next gets one that lives."""

from copy import deepcopy

import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper as DjangosOwn

from assembly.postgres.base import DatabaseWrapper


@pytest.fixture
def pooled(transactional_db):
    """Return a way to open a back end whose one connection comes from a pool of its own."""
    made = []

    def open_one(kind):
        settings = deepcopy(connection.settings_dict)
        settings.update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=False)
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1}
        made.append(kind(settings, alias=connection.alias))
        return made[-1]

    yield open_one
    for one in made:
        one.close()
        one.close_pool()


def whose(database) -> int:
    """Return which of the server’s processes answers; the connection then waits in the pool."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    database.close()
    return pid


def end(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_connection_is_used_again_while_it_lives(pooled):
    database = pooled(DatabaseWrapper)
    assert whose(database) == whose(database)


def test_one_that_has_ended_meanwhile_is_replaced_before_anybody_asks(pooled):
    database = pooled(DatabaseWrapper)
    first = whose(database)
    end(first)
    assert whose(database) != first


def test_without_the_look_at_its_socket_somebody_would_get_an_error(pooled):
    """The control: Django’s own, which is not to ask by a query either."""
    database = pooled(DjangosOwn)
    end(whose(database))
    with pytest.raises(OperationalError):
        whose(database)
