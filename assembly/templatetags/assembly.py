"""Filters and tags that every template has."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from assembly import charts, forms, languages, mail_addresses, markdown, money, translations
from assembly.models import Assembly

register = template.Library()

register.filter("pounds", money.pounds)
register.filter("percent", charts.percent)
register.filter("chance", charts.chance)
register.filter("markdown", markdown.render)


@register.filter
def day(value: date | datetime | None) -> str:
    """24 February 2024, as the place's calendar has it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dateformat.format(value, languages.current().long_date)


@register.filter
def half_day(value: datetime) -> str:
    """Saturday 24 February, morning."""
    local = timezone.localtime(value)
    text = _("%(day)s, morning") if local.hour < 12 else _("%(day)s, afternoon")
    return text % {"day": dateformat.format(local, languages.current().weekday)}


@register.filter
def short_day(value: date | datetime) -> str:
    """Sat 24 Feb."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%a} {value.day} {value:%b}"


@register.filter
def clock_time(value: datetime | None) -> str:
    """9:30am, midday, 5pm: local time as plain English has it."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    if languages.current() is not languages.ENGLISH:
        return f"{local:%H:%M}"
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    if (local.hour, local.minute) == (0, 0):
        return "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def moment(value: datetime | None) -> str:
    """9:30am on 24 February 2024."""
    if value is None:
        return ""
    return _("%(time)s on %(day)s") % {"time": clock_time(value), "day": day(value)}


@register.filter
def deadline(value: datetime) -> str:
    """The last day that is still in time: midnight at its end belongs to that day."""
    return day(timezone.localtime(value) - timedelta(seconds=1))


@register.filter
def apart(value: str) -> str:
    """Keep a phone number or reference in its own order among words read from right to left."""
    if languages.current().direction == "ltr":
        return value
    return f"\u2066{value}\u2069"


@register.filter
def days_until(value: date | datetime, now: datetime) -> int:
    last = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return (last - timezone.localtime(now).date()).days


@register.filter
def chance(value: str | None) -> str:
    """5.07%, of a chance from 0 to 1 as runs keep it."""
    return f"{languages.number(100 * float(value), 2)}%" if value else "–"


@register.filter
def by_reason(unreachable: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """How many people can be on no panel for each reason, most first, of groups alike."""
    found: Counter[str] = Counter()
    for group in unreachable:
        found[group["reason"]] += group["people"]
    return found.most_common()


@register.filter
def thousands(value: int) -> str:
    """12,345."""
    return languages.number(value)


@register.filter
def share(value: float | None) -> str:
    """24%, or a dash where there is nothing to show."""
    return "–" if value is None else f"{value:.0f}%"


@register.filter
def words(value: str) -> str:
    """A key as words: report_published → report published."""
    return value.replace("_", " ")


@register.filter
def bounced(address: str | None) -> bool:
    """Tell whether mail to an address came back for good."""
    return mail_addresses.is_dead(address or "")


@register.filter
def as_written(value: object) -> str:
    """What somebody typed or declared: marked as English on a page in another language."""
    if languages.current() is languages.ENGLISH or not value:
        return str(value)
    return format_html('<bdi lang="{}">{}</bdi>', languages.ENGLISH.html, value)


@register.filter
def common(value: str) -> str:
    """A text that may be among those of all pages: in the reader's language, else as written."""
    found = gettext(value) if value else ""
    return found if found != value else as_written(value)


@register.simple_tag
def written() -> str:
    """The attributes of an element that holds what somebody wrote: its language and direction."""
    if languages.current() is languages.ENGLISH:
        return ""
    return format_html(' lang="{}" dir="ltr"', languages.ENGLISH.html)


@register.filter
def masked(address: str) -> str:
    """Enough of an e-mail address to recognise it: s…@example.org."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the input that an error link should move to."""
    if isinstance(field.field.widget, forms.DateParts):
        return f"{field.id_for_label or field.auto_id + '_0'}"
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def in_tag(attrs: dict[str, Any]) -> SafeString:
    """The attributes of a form's widget, as they stand in its tag."""
    return flatatt(attrs)


@register.simple_tag
def own_text(assembly: Assembly, key: str, source: str) -> str:
    """An assembly's own text in the reader's language."""
    return translations.own_text(assembly, key, source)


@register.simple_tag
def said(assembly: Assembly, key: str, source: str) -> str:
    """An assembly's own text to be shown: in the reader's language, else marked as written."""
    found = translations.own_text(assembly, key, source)
    return found if found != source else as_written(source)


@register.simple_tag
def all_languages() -> tuple[languages.Language, ...]:
    return languages.LANGUAGES


@register.simple_tag
def hemicycle(filled: int, seats: int, **options: Any) -> SafeString:
    return charts.hemicycle(filled, seats, **options)


@register.simple_tag
def bars(rows: list[charts.Bar], **options: Any) -> SafeString:
    return charts.bars(rows, **options)


@register.simple_tag
def columns(rows: list[charts.Bar], **options: Any) -> SafeString:
    return charts.columns(rows, **options)


@register.simple_tag
def fan(known: list[charts.Bar], coming: list[charts.Fan], **options: Any) -> SafeString:
    return charts.fan(known, coming, **options)


@register.simple_tag
def stack(parts: list[charts.Slice], **options: Any) -> SafeString:
    return charts.stack(parts, **options)


@register.simple_tag
def progress(done: int, total: int, label: str) -> SafeString:
    return charts.progress(done, total, label)


@register.simple_tag
def area_map(shapes: list[charts.Shape], **options: Any) -> SafeString:
    return charts.area_map(shapes, **options)
