from assembly import charts
from assembly.charts import Bar


def test_a_long_label_gets_the_room_it_needs():
    assert charts.label_width(["Leyton"]) == charts.LABEL
    assert charts.label_width(["Hatch Lane & Highams Park North"]) == 243
    assert charts.label_width(["x" * 200]) == charts.WIDTH // 2


def test_bars_are_as_long_as_their_values():
    drawn = charts.bars([Bar("Leyton", (10,)), Bar("Valley", (5,))], title="Letters")
    widths = [
        part.split('"')[0]
        for part in drawn.split("<rect")[1:]
        for part in [part.split('width="')[1]]
    ]
    assert float(widths[0]) == 2 * float(widths[1])
