"""What staff fill in to draw addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

from assembly.models import Assembly
from recruitment.models import Frame

MOST_UPLOADED = 100_000_000


def _not_too_large(file: File[bytes]) -> None:
    if (file.size or 0) > MOST_UPLOADED:
        raise forms.ValidationError(
            "This file is larger than 100 MB. Ask whoever runs the server to draw from it there "
            "(manage.py draw_addresses)."
        )


class DrawForm(forms.Form):
    """The address file and how to draw from it. A further wave keeps the first one's seed."""

    kind = forms.ChoiceField(
        label="What kind of address file do you have?",
        choices=Frame.Kind.choices,
        initial=Frame.Kind.PAF,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="Address file",
        help_text="CSV, up to 100 MB, gzipped or not. PAF has 16 to 20 columns without a header, "
        "AddressBase Core 27. Only the addresses that are drawn are kept.",
        error_messages={"required": "Choose the address file"},
        validators=[_not_too_large],
    )
    columns = forms.CharField(
        label="Columns, if your file has others (optional)",
        max_length=2_000,
        required=False,
        help_text="Names in the order of your file, separated by commas, with a dash for each "
        "column that is not needed. For example: udprn, -, postcode, postcode_type, "
        "organisation_name, building_number, thoroughfare_and_descriptor, post_town",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    postcodes = forms.FileField(
        label="Postcode file",
        help_text="CSV with postcode, ward, LSOA and deprivation decile, or ONS’s postcode "
        "directory (ONSPD or NSPL). Postcodes that are not in it are outside the area.",
        error_messages={"required": "Choose the postcode file"},
        validators=[_not_too_large],
    )
    districts = forms.CharField(
        label="Local authorities, if the postcode file is ONS’s directory (optional)",
        max_length=200,
        required=False,
        help_text="Their codes, for example E09000031. All other postcodes are outside the area.",
    )
    edition = forms.CharField(
        label="Edition of the address file", max_length=60, help_text="For example January 2024"
    )
    licence = forms.CharField(label="Licence reference", max_length=80)
    multi_residence = forms.ChoiceField(
        label="Several households behind one door",
        choices=[("keep", "Write one letter to the door"), ("leave", "Leave these addresses out")],
        initial="keep",
        widget=forms.RadioSelect,
    )
    institutions = forms.ChoiceField(
        label="Care homes, hostels and other institutions where people live",
        help_text="AddressBase marks them. In PAF they are recognised by their names.",
        choices=[("keep", "Write one letter to each"), ("leave", "Leave these addresses out")],
        initial="leave",
        widget=forms.RadioSelect,
    )
    size = forms.IntegerField(label="How many addresses", min_value=1, max_value=1_000_000)
    even_share = forms.IntegerField(
        label="Percent drawn evenly from everywhere",
        min_value=0,
        max_value=100,
        initial=80,
        help_text="The rest is drawn from more deprived areas, where fewer people answer.",
    )
    deprived_deciles = forms.IntegerField(
        label="More deprived areas are deciles 1 to",
        min_value=1,
        max_value=10,
        initial=3,
    )
    wards = forms.CharField(
        label="Only in these wards (optional)",
        max_length=2_000,
        required=False,
        help_text="One a line, as the postcode file writes them. Left empty, the wave is drawn in "
        "the whole area. The wards are published with the draw.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seed = forms.CharField(
        label="Seed of the order",
        max_length=64,
        help_text="Numbers that nobody could choose, for example drawn in front of witnesses. "
        "It is published, so that anyone with the file can repeat the draw.",
    )

    def clean_wards(self) -> list[str]:
        """Return the wards named, each once."""
        lines = (line.strip() for line in self.cleaned_data["wards"].splitlines())
        return sorted({line for line in lines if line})

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = assembly.address_draws.select_related("frame").order_by("wave").first()
        if first:
            self.fields["seed"].disabled = True
            self.initial["seed"] = first.seed
            self.fields["seed"].help_text = "A further wave continues the order of the first."
            self.initial["kind"] = first.frame.kind
            self.fields["kind"].disabled = True
        else:
            self.initial.setdefault("size", assembly.letters)
        for name in ("size", "even_share", "deprived_deciles"):
            self.fields[name].widget = forms.TextInput(
                attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
            )
