"""Drawing from a file on the server, for files too large to upload."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assembly import stages
from assembly.models import AuditEntry
from recruitment.models import Address, AddressDraw
from tests import make, make_addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw(assembly, tmp_path):
    recruiter = make.role(assembly, "recruiter")

    def draw_it(**changed):
        said = StringIO()
        given = {
            "edition": "January 2024", "licence": "Test", "seed": "20240110", "size": 20,
            "by": recruiter.email, "stdout": said,
        }  # fmt: skip
        file = changed.pop("file", None) or make_addresses.houses(tmp_path, 90)
        slug = changed.pop("slug", assembly.slug)
        postcodes = make_addresses.postcodes(tmp_path)
        call_command("draw_addresses", slug, file, postcodes, **{**given, **changed})
        return said.getvalue().splitlines()

    return draw_it


def test_the_command_draws_what_the_page_draws(draw, assembly, tmp_path):
    said = draw()
    on_page = make_addresses.draw(make.assembly(), tmp_path)
    udprns = [
        list(Address.objects.filter(draw=wave).order_by("pk").values_list("udprn", flat=True))
        for wave in (AddressDraw.objects.get(assembly=assembly), on_page)
    ]
    assert udprns[0] == udprns[1]
    assert said[-1] == "20 addresses are drawn, wave 1, out of 90 homes in 90 rows."
    assert said[0].startswith("100% of ")


def test_the_audit_trail_names_the_person(draw, assembly):
    draw()
    entry = AuditEntry.objects.get(act="addresses.draw")
    assert entry.actor.startswith("user:")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"slug": "nowhere"}, "There is no assembly “nowhere”."),
        ({"by": "nobody@example.org"}, "Nobody signs in as “nobody@example.org”."),
        ({"size": 0}, "Enter how many addresses to draw, from 1 to 1,000,000."),
        ({"file": "/nowhere.csv"}, "/nowhere.csv cannot be read: No such file or directory."),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(draw, changed, message):
    with pytest.raises(CommandError) as refused:
        draw(**changed)
    assert str(refused.value) == message
    assert AddressDraw.objects.count() == 0


def test_a_bad_row_is_named_and_leaves_nothing(draw, tmp_path):
    rows = [make_addresses.row(0), make_addresses.row(1, udprn="x")]
    with pytest.raises(CommandError) as refused:
        draw(file=make_addresses.paf(tmp_path, rows))
    assert str(refused.value) == "Row 2, column 13: the UDPRN must be 8 digits, not “x”."
    assert AddressDraw.objects.count() == 0


def test_nobody_without_the_role_draws_and_nobody_after_registration(draw, assembly):
    facilitator = make.role(assembly, "facilitator")
    with pytest.raises(CommandError) as refused:
        draw(by=facilitator.email)
    assert str(refused.value) == "Your role in this assembly does not include this."
    assembly.stage = stages.DRAW.key
    assembly.save()
    with pytest.raises(CommandError):
        draw()
    assert AddressDraw.objects.count() == 0
