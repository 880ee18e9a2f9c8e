from xml.etree import ElementTree

import pytest

from assembly import charts, languages

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314


@pytest.mark.parametrize("seats", [1, 2, 7, 50, 110, 150])
def test_a_hemicycle_has_a_dot_for_every_seat(seats):
    svg = drawn(charts.hemicycle(seats // 2, seats))
    dots = [dot.get("class") for dot in svg.iter(f"{SVG}circle")]
    assert (len(dots), sum("empty" in name for name in dots)) == (seats, seats - seats // 2)


def test_bars_are_as_long_as_their_values_and_end_inside_the_picture():
    svg = drawn(charts.bars([charts.Bar("a", (10,)), charts.Bar("b", (5,))], title="Two bars"))
    long, short = [float(bar.get("width")) for bar in svg.iter(f"{SVG}rect")]
    assert long == pytest.approx(2 * short)
    assert long < charts.WIDTH


def fan(known, coming):
    return drawn(
        charts.fan(
            [charts.Bar(f"day {place}", (total,)) for place, total in enumerate(known)],
            [charts.Fan(f"day {place}", *levels) for place, levels in enumerate(coming)],
            title="To come",
        )
    )


def points(svg, name):
    [shape] = [each for each in svg.iter() if each.get("class") == f"chart__{name}"]
    return [tuple(map(float, pair.split(","))) for pair in shape.get("points").split()]


def test_a_fan_opens_where_the_line_of_what_is_known_ends():
    svg = fan([0, 10, 30], [(30, 32, 35, 40, 50), (31, 36, 42, 50, 70)])
    known, middle = points(svg, "known"), points(svg, "middle")
    assert (len(known), len(middle)) == (3, 3)
    assert known[-1] == middle[0]
    wide, narrow = points(svg, "band-90"), points(svg, "band-50")
    assert wide[0] == wide[-1] == narrow[0] == narrow[-1] == known[-1]
    assert min(y for _, y in wide) < min(y for _, y in narrow) < min(y for _, y in middle)


@pytest.mark.parametrize(("known", "coming"), [([], []), ([], [(0, 0, 0, 0, 0)]), ([5], [])])
def test_a_fan_of_almost_nothing_is_still_a_picture(known, coming):
    assert fan(known, coming).get("aria-label") == "To come"


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "under 1%"), (0.5, "50%"), (0.994, "over 99%"), (1.0, "over 99%")]
)
def test_a_chance_is_never_certain(share, words):
    assert charts.chance(share) == words


def test_a_value_that_is_hidden_draws_no_bar():
    svg = drawn(charts.bars([charts.Bar("a", (None,))], title="Hidden"))
    assert list(svg.iter(f"{SVG}rect")) == []


def test_the_parts_of_a_stack_fill_it():
    parts = [charts.Slice("yes", 30, 1), charts.Slice("no", 10, 2)]
    widths = [
        float(bar.get("width"))
        for bar in drawn(charts.stack(parts, title="Votes")).iter(f"{SVG}rect")
    ]
    assert sum(widths) == pytest.approx(charts.WIDTH, abs=4)


def test_words_in_a_chart_are_escaped():
    svg = charts.bars([charts.Bar("<script>", (1,))], title='"><script>')
    assert "<script>" not in svg
    assert drawn(svg).get("aria-label") == '"><script>'


def test_columns_stand_on_one_line_and_the_highest_fills_the_height():
    rows = [charts.Bar(f"day {number}", (number,)) for number in range(20)]
    bars = list(drawn(charts.columns(rows, title="Day by day")).iter(f"{SVG}rect"))
    feet = {round(float(bar.get("y")) + float(bar.get("height"))) for bar in bars}
    assert (len(bars), len(feet)) == (20, 1)
    assert max(float(bar.get("height")) for bar in bars) == charts.COLUMN


def test_columns_of_nothing_are_an_empty_picture():
    assert list(drawn(charts.columns([], title="Nothing")).iter(f"{SVG}rect")) == []


def test_a_label_read_from_the_right_keeps_its_order_in_a_chart():
    with languages.reading("ur"):
        assert "\u206816 سے 29\u2069" in charts.bars([charts.Bar("16 سے 29", (1,))], title="A")
    assert "\u2068" not in charts.bars([charts.Bar("16 to 29", (1,))], title="A")
