import pytest
from django.urls import reverse

from sessions.models import EvidenceReview
from tests import make
from tests import make_sessions as build


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(f"board.{name}", args=[assembly.slug, *args])


@pytest.fixture
def visit(assembly, signed_in):
    return signed_in(make.role(assembly, "board"))


def test_the_board_reads_drafts_and_records_a_verdict(visit, url, assembly):
    item = build.evidence_item(assembly)
    assert visit.get(url("evidence")).content.decode().count("To review") == 1
    data = {"version": 1, "verdict": "approve", "interest": "I know the author."}
    assert visit.post(url("evidence.item", item.pk), data).url == url("evidence")
    review = EvidenceReview.objects.get()
    assert (review.verdict, review.interest) == ("approve", "I know the author.")
    assert visit.get(url("evidence")).content.decode().count("Approved") == 1
    again = visit.get(url("evidence.item", item.pk)).context["form"]
    assert again["verdict"].value() == "approve"


def test_a_review_of_an_old_version_is_said_in_the_form(visit, url, assembly):
    item = build.evidence_item(assembly, version=2)
    data = {"version": 1, "verdict": "approve"}
    page = visit.post(url("evidence.item", item.pk), data)
    assert page.context["form"].non_field_errors() == [
        "The item has changed since you opened it. Read it again first."
    ]
    assert not EvidenceReview.objects.exists()


def test_an_item_of_another_assembly_is_not_found(visit, url):
    item = build.evidence_item(make.assembly())
    assert visit.get(url("evidence.item", item.pk)).status_code == 404


def test_members_do_not_see_the_boards_pages(signed_in, url, assembly):
    member = signed_in(make.role(assembly, "member"))
    assert member.get(url("evidence")).status_code == 403
