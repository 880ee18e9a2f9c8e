"""Forms for what members need."""

from datetime import date
from typing import Any

from django import forms

from assembly.forms import DatePartsField
from assembly.models import Assembly, User

from .. import commitments
from ..diets import DIETS
from ..models import Commitment

MOST_POUNDS = 100_000


class NeedForm(forms.Form):
    """What a member needs, in their words or as staff heard it."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=Commitment.Kind.choices,
        error_messages={"required": "Choose what it is about"},
    )
    details = forms.CharField(
        label="What is needed?",
        max_length=commitments.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    diets = forms.MultipleChoiceField(
        label="For food: what must the kitchen know?",
        choices=list(DIETS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def needs(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "details", "diets")}


class CommitmentForm(forms.Form):
    """What is needed, who sees to it, by when, and what it costs."""

    details = forms.CharField(
        label="What is needed",
        max_length=commitments.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    diets = forms.MultipleChoiceField(
        label="What the kitchen counts",
        choices=list(DIETS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who sees to it", required=False, empty_label="All organisers"
    )
    due_on = DatePartsField(label="Due day")
    cost = forms.DecimalField(
        label="Cost in pounds",
        help_text="For example 45 or 12.50. Empty if it costs nothing",
        min_value=0,
        max_value=MOST_POUNDS,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        error_messages={"invalid": "Enter an amount like 45 or 12.50"},
    )

    def __init__(self, data: Any = None, *, assembly: Assembly, commitment: Commitment) -> None:
        initial = {
            "details": commitment.details,
            "diets": commitment.diets,
            "owner": commitment.owner_id,
            "due_on": commitment.due_on,
            "cost": f"{commitment.cost_pence / 100:.2f}" if commitment.cost_pence else "",
        }
        super().__init__(data, initial=initial)
        self.fields["owner"].queryset = commitments.organisers(assembly)  # type: ignore[attr-defined]
        if commitment.kind != Commitment.Kind.DIET:
            del self.fields["diets"]

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        due: date = data["due_on"]
        return {
            "details": data["details"],
            "diets": data.get("diets", ()),
            "owner": data["owner"],
            "due_on": due,
            "cost_pence": int((data["cost"] or 0) * 100),
        }


class SettleForm(forms.Form):
    """How far a commitment is."""

    status = forms.ChoiceField(
        label="How far is it?",
        widget=forms.RadioSelect,
        choices=Commitment.Status.choices,
        error_messages={"required": "Choose how far it is"},
    )
    reason = forms.CharField(
        label="If it cannot be met, why?",
        help_text="The member reads this",
        max_length=commitments.LONGEST,
        required=False,
    )
