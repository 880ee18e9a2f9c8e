"""When more people come than can be served, newcomers are told so; whoever has begun goes on."""

import socket
from http import HTTPStatus

import pytest

from assembly import waiting
from tests import make_recruitment as recruit
from tests.make_pages import url

TOO_LONG = -1.0  # whatever a request has waited is more


@pytest.fixture
def crowded(settings):
    settings.LONGEST_WAIT_SECONDS = TOO_LONG


@pytest.fixture
def start(db):
    return url("register", recruit.open_assembly())


def test_the_wait_counts_from_the_moment_the_request_lay_here(rf):
    with socket.create_server(("127.0.0.1", 0)) as server:
        visitor = socket.create_connection(server.getsockname())
        visitor.sendall(b"GET / HTTP/1.1\r\n\r\n")
        connection, _address = server.accept()
        with visitor, connection:
            request = rf.get("/")
            request.META["gunicorn.socket"] = connection
            while waiting.waited(request) < 0.05:
                pass
            visitor.sendall(b"GET / HTTP/1.1\r\n\r\n")
            while waiting.waited(request) >= 0.05:
                pass


@pytest.mark.parametrize("connection", [None, "a name"])
def test_where_nobody_knows_how_long_it_waited_nobody_is_sent_away(rf, connection):
    assert waiting.waited(rf.get("/", **{"gunicorn.socket": connection})) == 0


def test_a_newcomer_is_asked_to_come_back_and_the_page_tries_again(client, start, crowded):
    page = client.get(start)
    assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    seconds = page.headers["Retry-After"]
    assert int(seconds) in waiting.COME_BACK_SECONDS
    assert f'<meta http-equiv="refresh" content="{seconds}">' in page.text
    assert f"tries again by itself in {seconds} seconds" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "Content-Security-Policy" in page.headers


def test_what_a_newcomer_sent_is_not_sent_again_by_itself(client, start, crowded):
    page = client.post(start)
    assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "What you sent was not received" in page.text
    assert "http-equiv" not in page.text


def test_a_newcomer_reads_so_in_the_language_of_the_browser(client, start, crowded):
    page = client.get(start, headers={"accept-language": "ur"})
    assert 'dir="rtl"' in page.text
    assert "اس وقت یہاں بہت سے لوگ موجود ہیں" in page.text


@pytest.mark.parametrize("cookie", ["registration-1", "sessionid"])
def test_whoever_has_begun_or_signed_in_goes_on(client, start, crowded, cookie):
    client.cookies[cookie] = "held"
    assert client.get(start).status_code == HTTPStatus.OK


def test_the_question_if_the_server_is_well_is_always_answered(client, start, crowded):
    assert client.get(waiting.ALWAYS_SERVED).status_code == HTTPStatus.OK


def test_nobody_is_sent_away_while_nobody_waits(client, start):
    assert client.get(start).status_code == HTTPStatus.OK
