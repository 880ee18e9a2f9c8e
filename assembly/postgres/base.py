import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """Return a connection that has not ended while it waited in the pool, if there is one."""
        while True:
            connection: Connection[Any] = super().get_new_connection(conn_params)
            if not (self.pool and has_ended(connection)):
                return connection
            connection.close()
            self.pool.putconn(connection)  # which makes another in its place


def has_ended(connection: Connection[Any]) -> bool:
    """Tell whether the server has closed a connection that nobody uses: only then is there
    something to read. This costs one call of the system; a query would cost twenty times that."""
    return connection.closed or bool(select.select([connection.fileno()], [], [], 0)[0])
