"""Every URL, method and role against the permission table. A URL that is in neither list fails."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from assembly import permissions
from assembly.models import Role
from assembly.permissions import TABLE

from . import make, world

ROLES = [*Role.Kind.values]

# Pages that are not ours to guard by a role: what a visitor and somebody signed in get.
OUTSIDE = {
    "healthz": (200, 200),
    "mail.events": (404, 404),
    "start": (302, 200),
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_request_login_code": (200, 302),
    "account_confirm_login_code": (302, 302),
    "account_reauthenticate": (302, 403),
    "account_change_password": (302, 302),
    "account_set_password": (302, 200),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "account_inactive": (200, 200),
    "mfa_index": (302, 200),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 403),
    "mfa_activate_totp": (302, 200),
    "mfa_deactivate_totp": (302, 404),
    "mfa_view_recovery_codes": (302, 404),
    "mfa_generate_recovery_codes": (302, 200),
    "mfa_download_recovery_codes": (302, 404),
    "api.schema": (200, 200),
    "api.assemblies": (200, 200),
    "api.assembly": (200, 200),
    "api.recommendations": (200, 200),
}


def every_url() -> Iterator[URLPattern]:
    def walk(patterns) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern
            else:
                yield from walk(pattern.url_patterns)

    return walk(get_resolver().url_patterns)


OURS = [pattern for pattern in every_url() if hasattr(pattern.callback, "act")]


@pytest.fixture
def everything(db, tmp_path):
    return world.everything(tmp_path)


def address(everything: world.World, pattern: URLPattern) -> str:
    kwargs = everything.kwargs(pattern.name)
    if pattern.name == "account_reset_password_from_key":
        return reverse(pattern.name, args=["1", "set-password"])
    if "<slug:slug>" not in full_route(pattern.name):
        del kwargs["slug"]
    return reverse(pattern.name, kwargs=kwargs)


def full_route(name: str) -> str:
    """Return a URL's whole route, its prefixes included."""

    def walk(patterns, prefix: str) -> str:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if pattern.name == name:
                    return route
            elif found := walk(pattern.url_patterns, route):
                return found
        return ""

    return walk(get_resolver().url_patterns, "")


def ask(client: Client, method: str, url: str) -> int:
    """Return the status of a request; what it changed is taken back."""
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url)
        list(response)
        transaction.set_rollback(True)
    return response.status_code


def test_every_url_is_in_the_permission_table_or_listed_as_outside():
    unguarded = {
        pattern.name
        for pattern in every_url()
        if getattr(pattern.callback, "act", None) not in TABLE and pattern.name not in OUTSIDE
    }
    assert unguarded == set()


def test_every_act_that_a_role_may_do_names_stages_that_exist():
    assert {stage for rule in TABLE.values() for stage in rule.stages} <= permissions.stages.ALL


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_the_pages_of_its_acts_and_no_others(everything, signed_in, role):
    person = everything.people[role]
    client = signed_in(person)
    wrong = []
    for pattern in OURS:
        rule = TABLE[pattern.callback.act]
        allowed = rule.is_public or role in rule.roles
        for method in pattern.callback.methods:
            status = ask(client, method, address(everything, pattern))
            fine = (
                status < 500 and status not in (403, 404)
                if allowed
                else status == _refusal(pattern)
            )
            if not fine and not _finds_nothing(pattern, status):
                wrong.append((pattern.name, method, allowed, status))
    assert wrong == []


def _refusal(pattern: URLPattern) -> int:
    """Without an assembly there is no role to hold, so such a page is not there: 404."""
    return 404 if pattern.name == "staff.new" else 403


def _finds_nothing(pattern: URLPattern, status: int) -> bool:
    """A personal page says 404 to whoever did not come by their own link, whatever the role."""
    return status == 404 and pattern.name.startswith(("public.mine", "public.consent"))


def test_a_visitor_is_asked_to_sign_in_wherever_a_role_is_needed(everything):
    wrong = []
    for pattern in OURS:
        rule = TABLE[pattern.callback.act]
        for method in pattern.callback.methods:
            status = ask(Client(), method, address(everything, pattern))
            fine = status not in (403,) and status < 500 if rule.is_public else status == 302
            if not fine:
                wrong.append((pattern.name, method, status))
    assert wrong == []


def test_whoever_has_roles_elsewhere_finds_nothing_here(everything, signed_in):
    person = make.role(everything.other, *[kind for kind in ROLES if kind != "administrator"])
    client = signed_in(person)
    wrong = []
    for pattern in OURS:
        if TABLE[pattern.callback.act].is_public:
            continue
        for method in pattern.callback.methods:
            status = ask(client, method, address(everything, pattern))
            if status != 404:
                wrong.append((pattern.name, method, status))
    assert wrong == []


def test_pages_outside_the_table_answer_as_listed(everything, signed_in):
    found = {}
    person = make.user("Nobody Special")
    for pattern in every_url():
        if hasattr(pattern.callback, "act"):
            continue
        url = address(everything, pattern)
        found[pattern.name] = (ask(Client(), "GET", url), ask(signed_in(person), "GET", url))
    assert found == {name: OUTSIDE[name] for name in found}


def test_staff_without_a_second_factor_are_sent_to_set_one_up(everything, signed_in):
    client = signed_in(everything.people["organiser"], second_factor=False)
    response = client.get(reverse("staff.overview", args=[everything.assembly.slug]))
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_a_role_taken_away_is_gone_at_the_next_request(everything, signed_in):
    person = everything.people["organiser"]
    client = signed_in(person)
    url = reverse("staff.overview", args=[everything.assembly.slug])
    assert client.get(url).status_code == 200
    person.roles.all().delete()
    assert client.get(url).status_code == 404
