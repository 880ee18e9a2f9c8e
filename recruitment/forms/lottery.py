from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from assembly.forms import DatePartsField
from assembly.models import Assembly

from .. import beacon
from ..models import Offer, Value


class TargetsForm(forms.Form):
    """At least and at most, for every value of every category; empty means no target."""

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = list(
            Value.objects.filter(category__assembly=assembly).select_related("category")
        )
        for value in self.values:
            for side in ("low", "high"):
                self.fields[f"{side}-{value.pk}"] = forms.IntegerField(
                    label=f"{value.name}: at {'least' if side == 'low' else 'most'}",
                    min_value=0,
                    max_value=assembly.seats,
                    required=False,
                    initial=getattr(value, side),
                    widget=forms.TextInput(
                        attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}
                    ),
                )

    def ranges(self) -> dict[int, tuple[int | None, int | None]]:
        return {
            value.pk: (self.cleaned_data[f"low-{value.pk}"], self.cleaned_data[f"high-{value.pk}"])
            for value in self.values
        }


class CensusForm(forms.Form):
    """Which area's census figures to count by."""

    area = forms.ChoiceField(
        label="Area", help_text="Each has its census table and its list of categories"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(file.parent.name for file in settings.DATA_DIR.glob("*/categories.json"))
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            (name, name.replace("_", " ").title()) for name in names
        ]

    def folder(self) -> Path:
        return Path(settings.DATA_DIR, self.cleaned_data["area"])


class DigitsForm(forms.Form):
    """Three lottery balls."""

    digits = forms.CharField(
        label="The three digits, in the order drawn",
        help_text="For example, 042",
        max_length=3,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "class": "govuk-input--width-3 govuk-input--extra-letter-spacing",
            }
        ),
        error_messages={
            "required": "Enter the three digits",
            "max_length": "Enter three digits, such as 042",
        },
    )


class RandomnessForm(forms.Form):
    """How the number will be drawn: promised in the manifest before it exists."""

    how = forms.ChoiceField(
        label="How will the number be drawn?",
        widget=forms.RadioSelect,
        choices=[
            ("balls", "Three balls, drawn in public and confirmed by two officials"),
            ("beacon", "A round of the public beacon drand, which nobody can know beforehand"),
        ],
        initial="balls",
        error_messages={"required": "Choose how the number will be drawn"},
    )
    minutes = forms.IntegerField(
        label="For the beacon: how many minutes from now?",
        help_text="At least 15",
        min_value=15,
        max_value=30 * 24 * 60,
        initial=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )

    def promise(self, now: datetime) -> dict[str, Any] | None:
        """Return the beacon's promise, or None for balls."""
        if self.cleaned_data["how"] == "balls":
            return None
        minutes = self.cleaned_data["minutes"] or 30
        return beacon.promise(now + timedelta(minutes=minutes), now=now)


class BeaconForm(forms.Form):
    """What the beacon published."""

    pasted = forms.CharField(
        label="What the beacon shows for this round",
        help_text="All of it, or the signature alone",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"required": "Paste what the beacon shows"},
    )


class AbandonForm(forms.Form):
    reason = forms.CharField(
        label="Why this draw is given up",
        max_length=200,
        help_text="Published with its record, which stays",
        error_messages={"required": "Say why this draw is given up"},
    )


class PseudonymForm(forms.Form):
    """Whose chance to look up, by pseudonym."""

    pseudonym = forms.CharField(
        label=gettext_lazy("Your pseudonym"),
        help_text=gettext_lazy("For example, P0042. It stands on your personal page"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-5"}),
        error_messages={"required": gettext_lazy("Enter your pseudonym")},
    )


class FreezeForm(forms.Form):
    reason = forms.CharField(
        label="Why seats must be filled again",
        max_length=200,
        required=False,
        help_text="Published with the record of the draw",
    )


class OffersForm(forms.Form):
    deadline = DatePartsField(label="Last day to answer")

    @staticmethod
    def suggested(now: Any) -> Any:
        return (now + timedelta(days=10)).date()

    def last_moment(self) -> datetime:
        """Return the last second of the last day."""
        last = datetime.combine(self.cleaned_data["deadline"], time(23, 59, 59))
        return timezone.make_aware(last)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why they give up their seat",
        max_length=200,
        error_messages={"required": "Enter the reason"},
    )


class OfferForm(forms.Form):
    """A drawn person's own answer."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Will you take your seat?"),
        widget=forms.RadioSelect,
        choices=[
            ("accept", gettext_lazy("Yes, I will take part")),
            ("decline", gettext_lazy("No, I cannot take part")),
        ],
        error_messages={"required": gettext_lazy("Choose yes or no")},
    )
    reason = forms.CharField(
        label=gettext_lazy("If not, why? You need not say"), max_length=200, required=False
    )

    @property
    def said(self) -> Offer.Status:
        is_yes = self.cleaned_data["answer"] == "accept"
        return Offer.Status.ACCEPTED if is_yes else Offer.Status.DECLINED


class RepairForm(forms.Form):
    """A replacement draw as one option on the repair page describes it."""

    reason = forms.CharField(
        label="Why seats are empty",
        max_length=200,
        help_text="Published with the record of the draw. Say nothing about a person",
        initial="Some of those chosen could not take part.",
        error_messages={"required": "Say why seats are empty. It is published"},
    )
    seen = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    relax = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AlternatesForm(forms.Form):
    count = forms.IntegerField(
        label="How many alternates",
        min_value=1,
        max_value=100,
        help_text="A fifth of the seats is usual",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    rate = forms.IntegerField(
        label="Of 100 members, how many drop out",
        min_value=1,
        max_value=99,
        initial=10,
        help_text="From being chosen to the last day. Where it is not known, take 10",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )


class CallUpForm(OffersForm):
    """One of the ways to fill empty seats with alternates, as the page showed it."""

    ids = forms.CharField(widget=forms.HiddenInput, max_length=2000)
