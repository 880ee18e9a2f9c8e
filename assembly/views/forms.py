from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from ..forms import DatePartsField
from ..languages import Language
from ..models import Assembly, Organisation, Role
from ..outbox import texts
from ..outbox.kinds import Kind


class RoleForm(forms.Form):
    """Who gets which role."""

    name = forms.CharField(
        label="Name", max_length=150, error_messages={"required": "Enter their name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )
    kind = forms.ChoiceField(
        label="Role",
        choices=[(value, label) for value, label in Role.Kind.choices if value != Role.Kind.MEMBER],
    )
    body = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Body they answer for",
        help_text="Only for a responder",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            parts__assembly=assembly, parts__kind="responding"
        )


class AssemblyForm(forms.Form):
    """A new assembly."""

    name = forms.CharField(label="Name", max_length=120)
    slug = forms.SlugField(
        label="Web address", help_text="Small letters, numbers and hyphens, such as waltham-forest"
    )
    area_name = forms.CharField(label="Area", max_length=80)
    question = forms.CharField(
        label="Question",
        help_text="What the members are asked to answer",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    summary = forms.CharField(
        label="Summary",
        help_text="Two or three plain sentences for the public page",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seats = forms.IntegerField(label="Seats", min_value=2, max_value=1000, initial=50)
    letters = forms.IntegerField(label="Letters", min_value=1, max_value=1_000_000, initial=10_000)
    opens = DatePartsField(label="First day of registration")
    closes = DatePartsField(label="Last day of registration")
    first_day = DatePartsField(label="First day of the assembly")
    minimum_age = forms.IntegerField(label="Youngest age", min_value=12, max_value=30, initial=16)
    consent_below = forms.IntegerField(
        label="A parent or carer must agree below this age",
        help_text="Leave empty if nobody needs consent",
        min_value=0,
        max_value=21,
        initial=18,
        required=False,
    )
    gift_pounds = forms.IntegerField(
        label="Gift for each day, in pounds", min_value=0, max_value=1000, initial=75
    )
    contact_email = forms.EmailField(label="E-mail address for questions")
    contact_phone = forms.CharField(label="Telephone for questions", max_length=20)

    def fields_of_assembly(self) -> dict[str, Any]:
        """Return what was entered as the act wants it: moments, not days; pence, not pounds."""
        given = dict(self.cleaned_data)
        opens, closes = given.pop("opens"), given.pop("closes")
        pounds = given.pop("gift_pounds")
        return {
            **given,
            "consent_below": given["consent_below"] or 0,
            "gift_pence": pounds * 100,
            "registration_opens": _moment(opens, time(9)),
            "registration_closes": _moment(closes, time(23, 59)),
        }


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class MailTextForm(forms.Form):
    """The text of one kind of message."""

    subject = forms.CharField(
        label="Subject", required=False, max_length=500, widget=forms.TextInput
    )
    body = forms.CharField(
        label="Message",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
    )

    def __init__(self, *args: Any, kind: Kind, tongue: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field in self.fields.values():
            field.widget.attrs.update(lang=tongue.html, dir=tongue.direction)

    def text(self) -> texts.Text:
        """Return what was written, tidied."""
        given = self.cleaned_data
        return texts.Text(" ".join(given["subject"].split()), texts.tidy(given["body"]))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"subject", "body"} <= given.keys():
            for place, problems in texts.check(self.kind, self.text()).items():
                self.add_error(place, problems)
        return given


class NewsForm(forms.Form):
    """Up to when the news were shown that somebody has read."""

    until = forms.DateTimeField()
