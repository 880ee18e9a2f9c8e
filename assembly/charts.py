"""Charts as SVG made on the server: they print, work in PDF and need no JavaScript.

Every chart carries a title that says in words what it shows. Colours are classes
(`chart__series-1` …) set in the stylesheet, so that a chart looks the same on page and paper.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import languages

WIDTH = 400
LABEL = 22
BAR = 15
GAP = 8
VALUE = 62
COLUMN = 120
TALL = 200


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


def chance(share: float) -> str:
    """Return a chance in whole percent; never 0% or 100%, which a simulation cannot know."""
    if share < 0.01:
        return "under 1%"
    return "over 99%" if share > 0.99 else f"{share:.0%}"


def _number(value: float) -> str:
    return languages.number(value, 0 if f"{value:.1f}".endswith(".0") else 1)


def _rect(
    x: float, y: float, width: float, height: float, name: str, radius: int = 2
) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" class="{}"/>',
        f"{x:.1f}",
        f"{y:.1f}",
        f"{max(width, 0):.1f}",
        f"{height:.1f}",
        radius,
        name,
    )


def _text(
    x: float, y: float, text: str, name: str = "chart__label", anchor: str = "start"
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>',
        f"{x:.1f}",
        f"{y:.1f}",
        name,
        anchor,
        _apart(text),
    )


def _apart(text: str) -> str:
    """Return a text that keeps its own order in a picture that begins at the left."""
    return text if languages.current().direction == "ltr" else f"\u2068{text}\u2069"


def _svg(width: float, height: float, title: str, body: SafeString, name: str = "") -> SafeString:
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg">{}</svg>',
        name,
        f"{width:.0f}",
        f"{height:.0f}",
        title,
        body,
    )


def _join(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def bars(rows: list[Bar], *, title: str, unit: str = "", most: float | None = None) -> SafeString:
    """Draw horizontal bars under their labels, one bar a series, the target's band over it.

    Series are told apart by the classes `chart__series-1`, `-2` …; a legend is the page's own.
    """
    top = most or max(
        [value for row in rows for value in (*row.values, row.high) if value is not None], default=1
    )
    scale = (WIDTH - VALUE) / (top or 1)
    body: list[SafeString] = []
    y = 0.0
    for row in rows:
        body.append(_text(0, y + LABEL - 6, row.label))
        y += LABEL
        body += _row(row, y, scale, unit)
        y += BAR * len(row.values) + GAP
    return _svg(WIDTH, y - GAP + 4, title, _join(body), "chart--bars")


def _row(row: Bar, y: float, scale: float, unit: str) -> list[SafeString]:
    """Draw one row's target and bars, from `y` down; `scale` is units of width for one of value."""
    parts: list[SafeString] = []
    for number, value in enumerate(row.values):
        line = y + number * BAR
        if value is None:
            parts.append(_text(0, line + BAR - 4, _("too few to show"), "chart__note"))
            continue
        parts.append(_rect(0, line, value * scale, BAR - 1, f"chart__series-{number + 1}"))
        end = max(value, row.high or 0) * scale + 7
        parts.append(_text(end, line + BAR - 3, f"{_number(value)}{unit}", "chart__value"))
    if row.low is not None and row.high is not None and row.values != (None,):
        band = (row.high - row.low) * scale + 3
        height = BAR * len(row.values) + 3
        parts.append(_rect(row.low * scale - 1.5, y - 2, band, height, "chart__target"))
    return parts


def columns(rows: list[Bar], *, title: str, unit: str = "") -> SafeString:
    """Draw upright columns for something counted day by day, with about six labels below."""
    values = [row.values[0] or 0 for row in rows]
    top, step = max(values, default=0) or 1, WIDTH / max(len(rows), 1)
    every = max(1, math.ceil(len(rows) / 6))
    body: list[SafeString] = []
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        height = value / top * COLUMN
        x = place * step
        bar = _rect(x, COLUMN + 16 - height, step * 0.8, height, "chart__series-1")
        body.append(format_html("<g><title>{}: {}{}</title>{}</g>", row.label, value, unit, bar))
        if value == top or len(rows) <= 12:
            body.append(
                _text(
                    x + step * 0.4, COLUMN + 12 - height, _number(value), "chart__value", "middle"
                )
            )
        if place % every == 0:
            body.append(_text(x, COLUMN + 32, row.label, "chart__note"))
    return _svg(WIDTH, COLUMN + 40, title, _join(body), "chart--columns")


@dataclass(frozen=True)
class Fan:
    """One day to come of something that adds up: where it will stand, with 50% and 90% chance."""

    label: str
    low90: float
    low50: float
    middle: float
    high50: float
    high90: float


def fan(known: list[Bar], coming: list[Fan], *, title: str) -> SafeString:
    """Draw what has added up day by day as a line, and what is to come as two bands around one.

    The bands begin at the last day known. Classes: `chart__known`, `chart__band-90`, `-50`,
    `chart__middle`.
    """
    reached = [row.values[0] or 0 for row in known] or [0]
    last = Fan("", *[reached[-1]] * 5)
    ahead, count = [last, *coming], len(reached) + len(coming)
    top = max(*reached, *(day.high90 for day in ahead)) or 1
    step = (WIDTH - VALUE) / max(count - 1, 1)

    def path(values: Sequence[float], start: int) -> str:
        return " ".join(
            f"{(start + place) * step:.1f},{TALL - value / top * (TALL - LABEL):.1f}"
            for place, value in enumerate(values)
        )

    start = len(reached) - 1
    body = [_axis(TALL)]
    for share in ("90", "50"):
        upper = path([getattr(day, f"high{share}") for day in ahead], start)
        lower = path([getattr(day, f"low{share}") for day in ahead], start)
        points = " ".join([upper, *reversed(lower.split())])
        body.append(_points("polygon", points, f"chart__band-{share}"))
    body.append(_points("polyline", path([day.middle for day in ahead], start), "chart__middle"))
    body.append(_points("polyline", path(reached, 0), "chart__known"))
    end = ahead[-1]
    for value in sorted({end.low90, end.middle, end.high90} if coming else {end.middle}):
        y = TALL - value / top * (TALL - LABEL) + 5
        body.append(_text(WIDTH - VALUE + 6, y, f"{value:,.0f}", "chart__note"))
    labels = [row.label for row in known] + [day.label for day in coming]
    every = max(1, math.ceil(count / 4))
    body += [
        _text(place * step, TALL + 16, label, "chart__note")
        for place, label in enumerate(labels)
        if place % every == 0
    ]
    return _svg(WIDTH, TALL + 22, title, _join(body), "chart--fan")


def _axis(y: float) -> SafeString:
    return format_html(
        '<line x1="0" y1="{}" x2="{}" y2="{}" class="chart__axis"/>', y, WIDTH - VALUE, y
    )


def _points(shape: str, points: str, name: str) -> SafeString:
    return format_html('<{} points="{}" class="{}"/>', SafeString(shape), points, name)


def stack(parts: list[Slice], *, title: str, height: int = 21) -> SafeString:
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
        total,
        done,
        label,
        percent(done, total),
        f"{done:,}",
        f"{total:,}",
        label,
        f"{100 * share:.0f}%",
    )


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
    title = title or _("%(filled)s of %(seats)s seats") % {"filled": filled, "seats": seats}
    return _hemicycle(filled, seats, title, tuple(groups or [filled]), name)


@lru_cache(256)
def _hemicycle(
    filled: int, seats: int, title: str, groups: tuple[int, ...], name: str
) -> SafeString:
    colours = [series + 1 for series, count in enumerate(groups) for _ in range(count)]
    radius = min(6.2, 62 / math.sqrt(seats))
    dots = [
        format_html(
            '<circle cx="{}" cy="{}" r="{}" class="{}"/>',
            f"{x:.1f}",
            f"{y:.1f}",
            f"{radius:.1f}",
            f"chart__seat chart__seat-{colours[place]}"
            if place < len(colours)
            else "chart__seat chart__seat--empty",
        )
        for place, (x, y) in enumerate(hemicycle_places(seats))
    ]
    return _svg(200, 106, title, _join(dots), f"chart--hemicycle {name}")


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
            )
        )
    return _svg(width, height, title, _join(body), "chart--map")
