"""Whatever is sent to a form or asked of a page, the answer is never a server error."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache

import pytest
from django.db import transaction
from django.test import Client

from assembly.models import Role
from assembly.permissions import TABLE

from . import world
from .test_permissions import OURS, address

NASTY = {
    "a zero byte": "a\0b",
    "a number past 64 bits": str(2**70),
    "a negative number": "-1",
    "a long text": "x" * 100_000,
    "markup": "<script>alert(1)</script>",
    "a date that is none": "0000-99-99",
    "digits of another script": "٤١٧",
    "text from right to left": "\u202eabc",
}
FIELDS = """
name email phone code digits reason answer outcome kind body title text theme summary
position minutes link session speaker speakers public_from verdict comment interest
version number slug starts_at ends_at room date day month year deadline_day deadline_month
deadline_year status proof owner due_on evidence_needed foreword choice present query
lives_here date_of_birth_day date_of_birth_month date_of_birth_year value needs access
diet edition licence size seed even_share wards closes_at closes_at_0 closes_at_1 area
organisation 1 2 address postcode letter sent_by website shown why choices file language next
guardian_name channel key required
outcome again_on again_at again_on_day again_on_month again_on_year details diets owner due_on_day
due_on_month due_on_year cost seen relax
""".split()  # noqa: SIM905


@pytest.fixture
def everything(db, tmp_path):
    return world.everything(tmp_path)


@pytest.fixture
def client_for(everything, signed_in) -> Callable[[str], Client]:
    """Return a way to get a fresh browser of somebody whose role allows an act."""

    @cache
    def signed_in_as(kind: str) -> Client:
        return signed_in(everything.people[kind])

    def find(act: str) -> Client:
        rule, client = TABLE[act], Client(raise_request_exception=False)
        allowed = [kind for kind in Role.Kind.values if kind in rule.roles]
        if allowed and not rule.is_public:
            client.cookies = deepcopy(signed_in_as(allowed[0]).cookies)
        return client

    return find


@pytest.mark.parametrize("what", NASTY)
def test_no_form_answers_hostile_input_with_an_error_of_its_own(everything, client_for, what):
    broken = []
    for pattern in OURS:
        if "POST" not in pattern.callback.methods:
            continue
        client = client_for(pattern.callback.act)
        with transaction.atomic():
            response = client.post(address(everything, pattern), dict.fromkeys(FIELDS, NASTY[what]))
            transaction.set_rollback(True)
        if response.status_code >= 500:
            broken.append((pattern.name, response.status_code))
    assert broken == []


@pytest.mark.parametrize("what", NASTY)
def test_no_page_answers_a_hostile_query_with_an_error_of_its_own(everything, client_for, what):
    broken = []
    names = ("page", "before", "kind", "q", "check", "sort", "filter", "theme", "session")
    for pattern in OURS:
        if "GET" not in pattern.callback.methods or pattern.name.endswith((".pdf", "sample")):
            continue
        client = client_for(pattern.callback.act)
        query = dict.fromkeys(names, NASTY[what][:500])
        with transaction.atomic():
            response = client.get(address(everything, pattern), query)
            list(response)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            broken.append((pattern.name, response.status_code))
    assert broken == []


def test_numbers_in_an_address_that_no_row_can_have_are_not_found(everything, signed_in):
    client = signed_in(everything.people["organiser"])
    client.raise_request_exception = False
    slug = everything.assembly.slug
    for path in ("attendance", "evidence", "recommendations", "offers", "draw"):
        audience = "" if path == "draw" else "staff/"
        response = client.get(f"/{audience}{slug}/{path}/{2**80}/")
        assert response.status_code == 404, path


def test_the_hostile_fields_reach_the_forms(everything, signed_in):
    """A control: with these fields a form is filled in, so the test above tests something."""
    client = signed_in(everything.people["organiser"])
    url = f"/staff/{everything.assembly.slug}/people/give/"
    response = client.post(url, dict.fromkeys(FIELDS, NASTY["a zero byte"]))
    assert set(response.context["form"].errors) >= {"name", "email", "kind"}
