"""Every QR code scans to its own code; every address lies in the window and nothing else does."""

from dataclasses import replace

import pikepdf
import pytest

from recruitment import letters
from recruitment.letters import printing, sheet, single
from tests import make
from tests.letter_proof import content, misprints
from tests.make_letters import addressed, in_order, print_all

pytestmark = pytest.mark.django_db
SITE = "https://assembly.example.org"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def run_of(assembly, count, batch_size=500, **options):
    make.commissioned(assembly)
    draw = addressed(assembly, count)
    by = make.actor_with(assembly, "organiser")
    return letters.start(assembly, draw, by=by, now=make.NOW, batch_size=batch_size, **options)


def all_misprints(run, pages=2):
    return [
        fault
        for batch in print_all(run)
        for fault in misprints(content(batch), in_order(batch=batch), pages)
    ]


def test_two_hundred_letters_are_read_back_without_a_fault(assembly):
    run = run_of(assembly, 200)
    assert all_misprints(run) == []


@pytest.mark.soak
def test_ten_thousand_letters_are_read_back_without_a_fault(assembly):
    run = run_of(assembly, 10_000, 1_000)
    assert all_misprints(run) == []
    assert in_order(run=run).count() == 10_000


def test_letters_in_large_print_are_read_back_without_a_fault(assembly):
    run = run_of(assembly, 20, layout="large")
    assert all_misprints(run, sheet.even(run.pages)) == []


def batch_with(run, monkeypatch, **change):
    """Print a run whose letters are changed on their way to the page."""
    monkeypatch.setattr(printing, "stamp", lambda letter: replace(single.stamp(letter), **change))
    [batch] = print_all(run)
    return misprints(content(batch), in_order(batch=batch))


def test_a_wrong_code_is_noticed(assembly, monkeypatch):
    faults = batch_with(run_of(assembly, 3), monkeypatch, link=f"{SITE}/x/register/code/#0")
    assert faults == [
        f"letter {number}: the QR code does not scan to its own code" for number in (1, 2, 3)
    ]


def test_a_wrong_address_is_noticed(assembly, monkeypatch):
    faults = batch_with(run_of(assembly, 2), monkeypatch, lines=("1 Other Road", "E1 1AA"))
    assert faults == [
        f"letter {number}: the window does not show the address, whole and alone"
        for number in (1, 2)
    ]


def marked(pdf, drawing):
    """Return a PDF with a drawing on its first page; points from the bottom left."""
    with pikepdf.open(pdf) as made:
        page = made.pages[0]
        page.contents_add(made.make_stream(drawing.encode()), prepend=False)
        made.save(pdf.with_suffix(".marked.pdf"))
    return pdf.with_suffix(".marked.pdf").read_bytes()


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        ("0 0 1 rg 300 700 4 4 re f", "something else shows in the window"),
        ("0.9 g 300 690 20 10 re f", "something else shows in the window"),
    ],
)
def test_a_stain_in_the_window_is_noticed(assembly, tmp_path, drawing, fault):
    [batch] = print_all(run_of(assembly, 1))
    path = tmp_path / "batch.pdf"
    path.write_bytes(content(batch))
    assert misprints(marked(path, drawing), in_order(batch=batch)) == [f"letter 1: {fault}"]


def test_a_stain_beside_the_window_is_none_of_its_business(assembly, tmp_path):
    """The control: what is noticed is where the stain is."""
    [batch] = print_all(run_of(assembly, 1))
    path = tmp_path / "batch.pdf"
    path.write_bytes(content(batch))
    assert misprints(marked(path, "0 g 300 620 4 4 re f"), in_order(batch=batch)) == []
