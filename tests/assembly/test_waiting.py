"""When more people come than can be served, newcomers are told so; whoever has begun goes on."""

import base64
import hashlib
import re
import time
from functools import partial
from http import HTTPStatus
from io import BytesIO
from threading import Event, Thread

import pytest

from assembly import waiting
from assembly.waiting import Crowd, Line

START = "/streets/register/"
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


class Answer:
    """What the web server is given for one request: status, headers, page."""

    def __init__(self, application, environ):
        self.page = b"".join(application(environ, self.begin)).decode()

    def begin(self, status, headers, _error=None):
        self.status, self.headers = int(status.split()[0]), dict(headers)


def serve(_environ, start_response):
    """The application behind the guard."""
    start_response("200 OK", [])
    return [b"served"]


@pytest.fixture
def ask(rf):
    """Return a way to ask as the web server does, behind such a line and such a crowd."""

    def go(path, method="GET", cookie="", language="en", line=None, crowd=None):
        headers = {"cookie": cookie, "accept-language": language}
        environ = rf.generic(method, path, headers=headers).environ
        line = Line(4, room=150) if line is None else line
        return Answer(waiting.guard(serve, line, crowd or Crowd(longest=60.0)), environ)

    return go


@pytest.fixture
def ask_in_crowd(ask):
    return partial(ask, crowd=Crowd(longest=-1.0, standing=0.0))


@pytest.fixture
def served():
    """Return a line with two places and room for three, a way to come, and who has been served."""
    line, served = Line(2, room=3), []

    def come(name):
        def wait_for_turn():
            line.enter()
            served.append(name)

        thread = Thread(target=wait_for_turn, daemon=True)
        thread.start()
        return thread

    return line, come, served


def until(reached) -> None:
    end = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_so_many_are_served_at_once_and_the_others_in_the_order_they_came(served):
    line, come, names = served
    for number in range(2):
        come(number).join(timeout=10)
    for number in range(2, 6):
        come(number)
        until(lambda number=number: len(line) == number - 1)
    assert names == [0, 1]
    for number in range(2, 6):
        line.leave()
        until(lambda number=number: len(names) == number + 1)
    assert names == [0, 1, 2, 3, 4, 5]


def test_the_wait_of_a_line_is_that_of_its_first(served):
    line, come, _names = served
    assert line.longest_wait() == 0
    for number in range(3):
        come(number)
    until(lambda: line.longest_wait() > 0.05)
    line.leave()
    until(lambda: line.longest_wait() == 0)


def test_a_place_that_was_left_is_free_again(served):
    line, come, names = served
    for number in range(20):
        come(number).join(timeout=10)
        line.leave()
    assert names == list(range(20))


def test_where_the_line_is_full_newcomers_are_turned_away_and_the_others_wait(
    served, settings, monkeypatch, ask
):
    """However short they have waited."""
    line, come, names = served
    monkeypatch.setattr(waiting, "Line", lambda _places: line)
    for number in range(4):
        come(number)
    until(lambda: len(line) == 2)
    assert not line.is_full
    come(4)
    until(lambda: len(line) == 3)
    assert ask(START, line=line).status == UNAVAILABLE
    go_on = Thread(
        target=lambda: names.append(ask(START, cookie="sessionid=held", line=line).status)
    )
    go_on.start()
    until(lambda: len(line) == 4)
    for _ in range(4):
        line.leave()
    go_on.join(timeout=10)
    assert HTTPStatus.OK in names


class Slow(BytesIO):
    """A form whose sender takes their time."""

    def __init__(self, content):
        super().__init__(content)
        self.arrived, self.asked = Event(), False

    def read(self, *size):
        self.asked = True
        self.arrived.wait(10)
        return super().read(*size)


def repeat(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


@pytest.mark.parametrize("largest", [9, 8], ids=["a form", "a large file"])
def test_who_sends_a_form_slowly_keeps_nobody_waiting(rf, settings, largest):
    """And a large file, which is read when it has a place, keeps it: the control."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = largest
    line, answers = Line(1, room=150), []
    application = waiting.guard(repeat, line, Crowd(longest=60.0))
    slow = Slow(b"code=abcd")
    environ = {**rf.post(START).environ, "CONTENT_LENGTH": "9", "wsgi.input": slow}
    sender = Thread(target=lambda: answers.append(Answer(application, environ).page))
    reader = Thread(target=lambda: answers.append(Answer(application, rf.get(START).environ).page))
    sender.start()
    until(lambda: slow.asked)
    reader.start()
    until(lambda: answers == [""] if largest == 9 else len(line) == 1)
    slow.arrived.set()
    for thread in (sender, reader):
        thread.join(timeout=10)
    assert sorted(answers) == ["", "code=abcd"]


def test_a_request_that_ends_in_an_error_leaves_its_place(rf):
    fails = [True, False]

    def fail_first(environ, start_response):
        if fails.pop(0):
            raise ZeroDivisionError
        return serve(environ, start_response)

    application = waiting.guard(fail_first, Line(1, room=150), Crowd(longest=60.0))
    with pytest.raises(ZeroDivisionError):
        Answer(application, rf.get(START).environ)
    assert Answer(application, rf.get(START).environ).status == HTTPStatus.OK


def turned_away(*waits: tuple[float, float]) -> list[bool]:
    """Tell what becomes of newcomers: when each comes, how long the first has waited."""
    crowd = Crowd(0.5)
    return [crowd.turns_away(waited, now) for now, waited in waits]


def test_a_burst_that_passes_within_a_second_turns_nobody_away():
    assert (
        turned_away((10.0, 3.0), (10.4, 2.0), (10.8, 0.9), (11.5, 0.1), (11.6, 3.0)) == [False] * 5
    )


def test_once_the_line_has_been_too_long_for_a_second_newcomers_are_turned_away_while_it_is():
    assert turned_away((10.0, 0.6), (10.5, 0.9), (11.0, 1.2), (11.1, 0.4), (11.2, 0.6)) == [
        False, False, True, False, True,
    ]  # fmt: skip


def test_after_five_calm_seconds_a_burst_is_let_by_again():
    assert turned_away((10.0, 0.6), (11.0, 0.6), (16.1, 0.6), (16.2, 0.1)) == [
        False, True, False, False,
    ]  # fmt: skip


def test_a_newcomer_is_asked_to_come_back_and_the_page_tries_again(ask_in_crowd):
    answer = ask_in_crowd(START)
    assert answer.status == UNAVAILABLE
    seconds = answer.headers["Retry-After"]
    assert int(seconds) in waiting.COME_BACK_SECONDS
    assert f'<meta http-equiv="refresh" content="{seconds}">' in answer.page
    assert f"tries again by itself in {seconds} seconds" in answer.page
    assert "no-store" in answer.headers["Cache-Control"]
    assert int(answer.headers["Content-Length"]) == len(answer.page.encode())


def test_the_page_asks_for_nothing_else_and_its_style_is_the_one_allowed(ask_in_crowd):
    answer = ask_in_crowd(START)
    style = re.search("<style>(.*?)</style>", answer.page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'"
    )
    assert not re.search("(src|href|url)[=(]", answer.page)


def test_what_a_newcomer_sent_is_not_sent_again_by_itself(ask_in_crowd):
    answer = ask_in_crowd(START, "POST")
    assert answer.status == UNAVAILABLE
    assert "What you sent was not received" in answer.page
    assert "http-equiv" not in answer.page


def test_whoever_asks_for_the_head_alone_gets_no_page(ask_in_crowd):
    answer = ask_in_crowd(START, "HEAD")
    assert (answer.status, answer.page) == (UNAVAILABLE, "")


def test_a_newcomer_reads_so_in_the_language_of_the_browser(ask_in_crowd):
    answer = ask_in_crowd(START, language="ur")
    assert 'dir="rtl"' in answer.page
    assert "اس وقت یہاں بہت سے لوگ موجود ہیں" in answer.page


@pytest.mark.parametrize("cookie", ["registration-1", "sessionid"])
def test_whoever_has_begun_or_signed_in_goes_on(ask_in_crowd, cookie):
    assert ask_in_crowd(START, cookie=f"{cookie}=held").status == HTTPStatus.OK


def test_the_question_if_the_server_is_well_is_always_answered(ask_in_crowd):
    assert ask_in_crowd(waiting.HEALTH).status == HTTPStatus.OK


def test_the_files_of_a_page_that_was_served_are_served(ask_in_crowd, settings):
    assert ask_in_crowd(f"{settings.STATIC_URL}mark.svg").status == HTTPStatus.OK


def test_nobody_is_sent_away_while_nobody_waits(ask):
    assert ask(START).status == HTTPStatus.OK
