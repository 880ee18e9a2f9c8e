"""Forms for the programme."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from assembly.forms import DatePartsField
from assembly.models import Assembly

from ..models import AgendaItem, Session, Speaker, Weekend


def _clock(label: str, hint: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=hint,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "required": f"Enter when it {label.lower()}",
            "invalid": "Enter a time like 9:30 or 14:00",
        },
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
    )


def at(day: date, clock: time) -> datetime:
    """Return a day and a clock time of this place as one moment."""
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())


class WeekendForm(forms.Form):
    number = forms.IntegerField(
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        error_messages={"required": "Enter the number of the weekend"},
    )
    title = forms.CharField(
        max_length=120,
        help_text="For example: Learning",
        error_messages={"required": "Enter a title"},
    )


class VenueForm(forms.Form):
    """Where a weekend is, and how members get there."""

    venue = forms.CharField(
        label="Venue",
        max_length=200,
        help_text="Its name and its whole address, with the postcode",
        error_messages={"required": "Enter the venue"},
    )
    directions = forms.CharField(
        label="How to get there",
        max_length=3000,
        required=False,
        help_text="Bus and train stops, the way from there without steps, parking, the entrance",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SessionForm(forms.Form):
    weekend = forms.ModelChoiceField(
        Weekend.objects.none(),
        empty_label="Choose a weekend",
        error_messages={"required": "Choose the weekend"},
    )
    title = forms.CharField(max_length=120, error_messages={"required": "Enter a title"})
    room = forms.CharField(max_length=120, error_messages={"required": "Enter the room"})
    day = DatePartsField(label="Day")
    starts = _clock("Starts", "For example 9:30")
    ends = _clock("Ends", "For example 12:30")

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekend"].queryset = assembly.weekends.order_by("number")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the act takes."""
        data = self.cleaned_data
        return {
            "weekend": data["weekend"],
            "title": data["title"],
            "room": data["room"],
            "starts_at": at(data["day"], data["starts"]),
            "ends_at": at(data["day"], data["ends"]),
        }


class SpeakerForm(forms.Form):
    name = forms.CharField(max_length=120, error_messages={"required": "Enter the speaker’s name"})
    post = forms.CharField(max_length=120, required=False)
    organisation = forms.CharField(max_length=120, required=False)
    sector = forms.ChoiceField(
        choices=Speaker.Sector, error_messages={"required": "Choose the sector"}
    )
    position = forms.CharField(
        label="View on the question",
        max_length=40,
        help_text="A few words, the same for all who hold that view. The balance is counted by it.",
        error_messages={"required": "Enter the view this speaker brings"},
    )
    interests = forms.CharField(
        label="Declared interests",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Members and the public read this. Write “None declared” if there are none.",
    )


class ItemForm(forms.Form):
    title = forms.CharField(max_length=160, error_messages={"required": "Enter a title"})
    kind = forms.ChoiceField(choices=AgendaItem.Kind)
    starts = _clock("Starts", "For example 9:30")
    minutes = forms.IntegerField(
        min_value=1,
        max_value=480,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"required": "Enter how many minutes it takes"},
    )
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    speakers = forms.ModelMultipleChoiceField(
        Speaker.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        speakers = Speaker.objects.filter(assembly=session.weekend.assembly).order_by("name")
        self.fields["speakers"].queryset = speakers  # type: ignore[attr-defined]
        if not speakers:
            del self.fields["speakers"]

    def values(self) -> dict[str, Any]:
        """Return what the act takes."""
        data = self.cleaned_data
        day = timezone.localdate(self.session.starts_at)
        return {
            "title": data["title"],
            "kind": data["kind"],
            "starts_at": at(day, data["starts"]),
            "minutes": data["minutes"],
            "description": data["description"],
            "speakers": list(data.get("speakers", [])),
        }


def initial_of(item: AgendaItem) -> dict[str, Any]:
    """Return what a form shows for an item."""
    return {
        "title": item.title,
        "kind": item.kind,
        "starts": timezone.localtime(item.starts_at).time(),
        "minutes": item.minutes,
        "description": item.description,
        "speakers": item.speakers.all(),
    }
