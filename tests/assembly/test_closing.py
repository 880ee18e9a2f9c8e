"""An account that nobody has had a role with for a year is emptied, and cannot sign in."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from assembly import closing
from tests import make

YEAR = closing.KEPT


@pytest.fixture
def alice(db):
    person = make.role(make.assembly(), "organiser", person=make.user())
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    Authenticator.objects.create(user=person, type="totp", data={})
    return person


def state(person):
    person.refresh_from_db()
    return person.name, person.email.endswith("@no-email.invalid"), person.is_active


def untouched(person):
    return state(person) == ("Alice Adeyemi", False, True)


def test_an_account_without_a_role_is_emptied_a_year_after_the_last(alice):
    alice.roles.all().delete()
    assert closing.close_old(make.NOW) == 0
    assert closing.close_old(make.NOW + YEAR - timedelta(seconds=1)) == 0
    assert untouched(alice)
    assert closing.close_old(make.NOW + YEAR) == 1
    assert state(alice) == ("Former user", True, False)
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert closing.close_old(make.NOW + 2 * YEAR) == 0


def test_a_new_role_in_the_meantime_starts_the_year_again(alice):
    alice.roles.all().delete()
    closing.close_old(make.NOW)
    make.role(make.assembly(), "board", person=alice)
    assert closing.close_old(make.NOW + YEAR) == 0
    alice.roles.all().delete()
    assert closing.close_old(make.NOW + YEAR) == 0
    assert untouched(alice)


@pytest.mark.parametrize("keeps", ["a role", "administrator"])
def test_whoever_has_a_role_or_administers_the_whole_stays(alice, keeps):
    if keeps == "administrator":
        alice.roles.all().delete()
        alice.is_superuser = True
        alice.save()
    closing.close_old(make.NOW)
    assert closing.close_old(make.NOW + 3 * YEAR) == 0
    assert untouched(alice)


def test_an_emptied_account_cannot_sign_in(alice, client):
    client.force_login(alice)
    alice.roles.all().delete()
    assert client.get("/start/").status_code == 200
    closing.close(alice)
    assert client.get("/start/").status_code == 302
