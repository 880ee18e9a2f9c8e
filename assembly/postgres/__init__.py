"""Django’s PostgreSQL back end, whose pool asks the socket, not the server, who is still there."""
