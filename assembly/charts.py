"""Charts as SVG made on the server: they print, work in PDF and need no JavaScript.

Every chart carries a title that says in words what it shows. Colours are classes
(`chart__series-1` …) set in the stylesheet, so that a chart looks the same on page and paper.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROW = 30
LABEL = 168
WIDTH = 560


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: values by series, and the target range if there is one.

    A value of None is not shown (too few people to publish); `low` and `high` share the unit.
    """

    label: str
    values: tuple[float | None, ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Slice:
    """One part of a stacked bar."""

    label: str
    value: float
    series: int


@dataclass(frozen=True)
class Shape:
    """One area of a map: rings of (x, y) in any flat unit, y upwards, and its shade 0–5."""

    label: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    shade: int
    value: str


def percent(part: float, whole: float) -> str:
    """Return a share as a whole percentage: 44 of 50 → 88%."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _rect(
    x: float, y: float, width: float, height: float, name: str, radius: int = 2
) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" class="{}"/>',
        f"{x:.1f}", f"{y:.1f}", f"{max(width, 0):.1f}", f"{height:.1f}", radius, name,
    )  # fmt: skip


def _text(
    x: float, y: float, text: str, name: str = "chart__label", anchor: str = "start"
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>',
        f"{x:.1f}",
        f"{y:.1f}",
        name,
        anchor,
        text,
    )


def _svg(width: float, height: float, title: str, body: SafeString, name: str = "") -> SafeString:
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg">{}</svg>',
        name, f"{width:.0f}", f"{height:.0f}", title, body,
    )  # fmt: skip


def _join(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def label_width(labels: Iterable[str]) -> int:
    """Return how much room the labels of a chart need, as wide as usual or wider."""
    longest = max((len(label) for label in labels), default=0)
    return min(WIDTH // 2, max(LABEL, round(7.4 * longest) + 14))


def bars(rows: list[Bar], *, title: str, unit: str = "", most: float | None = None) -> SafeString:
    """Draw horizontal bars, one thin bar a series, with the target as a bracket behind them.

    Series are told apart by the classes `chart__series-1`, `-2` …; a legend is the page's own.
    """
    series = max((len(row.values) for row in rows), default=1)
    top = most or max(
        [value for row in rows for value in (*row.values, row.high) if value is not None], default=1
    )
    left = label_width(row.label for row in rows)
    scale = (WIDTH - left - 56) / (top or 1)
    thick = max(5, (ROW - 8) / series)
    step = thick * series + 12
    body: list[SafeString] = []
    for place, row in enumerate(rows):
        y = place * step + 4
        body.append(_text(left - 10, y + step / 2 - 2, row.label, anchor="end"))
        if row.low is not None and row.high is not None:
            body.append(
                _rect(
                    left + row.low * scale - 1,
                    y - 2,
                    (row.high - row.low) * scale + 2,
                    step - 8,
                    "chart__target",
                )
            )
        for number, value in enumerate(row.values):
            if value is None:
                body.append(
                    _text(left + 4, y + thick * (number + 1) - 2, "too few to show", "chart__note")
                )
                continue
            body.append(
                _rect(
                    left,
                    y + number * thick,
                    value * scale,
                    thick - 1.5,
                    f"chart__series-{number + 1}",
                )
            )
            if series <= 2:
                end = max(value, row.high or 0) if number == 0 else value
                body.append(
                    _text(
                        left + end * scale + 7,
                        y + thick * (number + 0.5) + 4,
                        f"{_number(value)}{unit}",
                        "chart__value",
                    )
                )
    body.append(
        format_html(
            '<line x1="{0}" x2="{0}" y1="0" y2="{1}" class="chart__axis"/>',
            left,
            f"{len(rows) * step:.0f}",
        )
    )
    return _svg(WIDTH, len(rows) * step + 2, title, _join(body), "chart--bars")


def stack(parts: list[Slice], *, title: str, height: int = 26) -> SafeString:
    """Draw one bar divided among its parts, with each number where it fits."""
    total = sum(part.value for part in parts) or 1
    x, body = 0.0, []
    for part in parts:
        width = part.value / total * WIDTH
        if width:
            body.append(_rect(x, 0, width - 1.5, height, f"chart__vote-{part.series}"))
            if width > 24:
                body.append(
                    _text(
                        x + width / 2,
                        height / 2 + 5,
                        _number(part.value),
                        f"chart__on-vote-{part.series}",
                        "middle",
                    )
                )
        x += width
    return _svg(WIDTH, height, title, _join(body), "chart--stack")


def progress(done: int, total: int, label: str) -> SafeString:
    """Draw a progress bar; the label says what is counted."""
    share = done / total if total else 0
    return format_html(
        '<progress class="progress" max="{}" value="{}" aria-label="{}">{}</progress>'
        '<p class="progress__label">{} of {} {} · {}</p>',
        total, done, label, percent(done, total), f"{done:,}", f"{total:,}", label, f"{100 * share:.0f}%",
    )  # fmt: skip


def hemicycle_places(seats: int) -> list[tuple[float, float]]:
    """Return seat centres on half rings, left to right, in a box 200 wide and 100 high."""
    rows = max(1, round(math.sqrt(seats / 2.6)))
    radii = [40 + 51 * (row / max(1, rows - 1)) if rows > 1 else 80 for row in range(rows)]
    total = sum(radii)
    counts = [round(seats * radius / total) for radius in radii]
    counts[-1] += seats - sum(counts)
    places = []
    for radius, count in zip(radii, counts, strict=True):
        for seat in range(count):
            angle = math.pi * (1 - (seat / (count - 1) if count > 1 else 0.5))
            places.append((angle, 100 + radius * math.cos(angle), 98 - radius * math.sin(angle)))
    places.sort(key=lambda place: (-place[0], place[2]))
    return [(x, y) for _, x, y in places]


def hemicycle(
    filled: int, seats: int, *, title: str = "", groups: list[int] | None = None, name: str = ""
) -> SafeString:
    """Draw the seats of an assembly as a half circle of dots.

    `filled` dots are solid; with `groups` they are coloured in runs of those lengths.
    """
    colours = [series + 1 for series, count in enumerate(groups or [filled]) for _ in range(count)]
    radius = min(6.2, 62 / math.sqrt(seats))
    dots = [
        format_html(
            '<circle cx="{}" cy="{}" r="{}" class="{}"/>',
            f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}",
            f"chart__seat chart__seat-{colours[place]}" if place < len(colours) else "chart__seat chart__seat--empty",
        )
        for place, (x, y) in enumerate(hemicycle_places(seats))
    ]  # fmt: skip
    return _svg(
        200, 106, title or f"{filled} of {seats} seats", _join(dots), f"chart--hemicycle {name}"
    )


def area_map(shapes: list[Shape], *, title: str) -> SafeString:
    """Draw areas shaded by class; longitude and latitude do at the scale of a borough."""
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        return SafeString("")
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    squash = math.cos(math.radians((top + bottom) / 2))
    height = 520
    scale = height / ((top - bottom) or 1)
    width = (right - left) * squash * scale
    body = []
    for shape in shapes:
        path = " ".join(
            "M"
            + "L".join(
                f"{(x - left) * squash * scale:.1f},{(top - y) * scale:.1f}" for x, y in ring
            )
            + "Z"
            for ring in shape.rings
        )
        body.append(
            format_html(
                '<path d="{}" class="chart__shade-{}"><title>{}: {}</title></path>',
                path,
                shape.shade,
                shape.label,
                shape.value,
            )  # fmt: skip
        )
    return _svg(width, height, title, _join(body), "chart--map")
