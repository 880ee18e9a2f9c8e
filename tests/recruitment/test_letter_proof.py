"""Every QR code scans to its own code; every address lies in the window and nothing else does."""

from dataclasses import replace

import pikepdf
import pytest

from recruitment import letters
from recruitment.letters import printing, sheet, single
from recruitment.letters.geometry import (
    CLEAR,
    CLEAR_OTHER,
    FOLD_MARKS,
    PAGE,
    POINT,
    PRINTABLE_FIRST,
    PRINTABLE_OTHER,
    WINDOW,
    Box,
)
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


def marked(pdf, drawing, page_number=1):
    """Return a PDF with a drawing on a page; points from the bottom left."""
    with pikepdf.open(pdf) as made:
        page = made.pages[page_number - 1]
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
    assert misprints(marked(path, "0 g 360 690 4 4 re f"), in_order(batch=batch)) == []


def filled(box, shade="0"):
    """Return the drawing that fills a box with a shade of grey, 0 black, 1 white."""
    left, bottom = box.left / POINT, (PAGE.bottom - box.bottom) / POINT
    return f"{shade} g {left} {bottom} {box.width / POINT} {box.height / POINT} re f"


def dot_in(zone):
    """Return a box of a millimetre near the right side of a zone, where no other zone is."""
    across, down = zone.right - 2, (zone.top + zone.bottom) / 2
    return Box(across - 0.5, down - 0.5, across + 0.5, down + 0.5)


def faults_with(assembly, tmp_path, drawing, page_number=1):
    [batch] = print_all(run_of(assembly, 1))
    path = tmp_path / "batch.pdf"
    path.write_bytes(content(batch))
    return misprints(marked(path, drawing, page_number), in_order(batch=batch))


@pytest.mark.parametrize("fold", FOLD_MARKS)
def test_a_fold_mark_that_is_not_printed_is_noticed(assembly, tmp_path, fold):
    assert faults_with(assembly, tmp_path, filled(FOLD_MARKS[fold], "1")) == [
        f"letter 1: there is no fold mark at {fold} mm"
    ]


def test_half_a_fold_mark_is_none(assembly, tmp_path):
    whole = FOLD_MARKS[99]
    half = Box(whole.left, whole.top, whole.left + whole.width / 2, whole.bottom)
    found = faults_with(assembly, tmp_path, filled(half, "1"))
    assert found == ["letter 1: there is no fold mark at 99 mm"]


def test_a_white_patch_between_the_fold_marks_changes_nothing(assembly, tmp_path):
    """The control: what is noticed is the mark that is gone."""
    between = Box(191.5, 150, 195, 151)
    assert faults_with(assembly, tmp_path, filled(between, "1")) == []


@pytest.mark.parametrize("zone", CLEAR)
def test_a_stain_in_a_clear_zone_is_noticed(assembly, tmp_path, zone):
    found = faults_with(assembly, tmp_path, filled(dot_in(CLEAR[zone]), "0.8"))
    assert found == [f"letter 1: something stands in the {zone}"]


@pytest.mark.parametrize("zone", CLEAR_OTHER)
def test_a_stain_in_a_margin_of_the_second_page_is_noticed(assembly, tmp_path, zone):
    found = faults_with(assembly, tmp_path, filled(dot_in(CLEAR_OTHER[zone])), 2)
    assert found == [f"letter 1, page 2: something stands in the {zone}"]


def test_a_stain_where_letters_may_be_printed_is_none_of_its_business(assembly, tmp_path):
    """The control: a clear zone is no larger than it says."""
    printed = Box(17, 150, 18, 151)
    assert faults_with(assembly, tmp_path, filled(printed)) == []
    assert faults_with(make.assembly(), tmp_path, filled(printed), 2) == []


def test_no_clear_zone_reaches_into_a_box_that_is_printed():
    """No point of the page, a millimetre apart, is both blank and printed."""
    places = [(x + 0.5, y + 0.5) for x in range(210) for y in range(5, 292)]
    for printable, clear in (((*PRINTABLE_FIRST, WINDOW), CLEAR), (PRINTABLE_OTHER, CLEAR_OTHER)):
        both = [
            place
            for place in places
            if any(box.holds(*place) for box in printable)
            and any(box.holds(*place) for box in clear.values())
        ]
        assert both == []
