"""What staff fill in to draw addresses."""

from typing import Any

from django import forms

from assembly.models import Assembly


class DrawForm(forms.Form):
    """The address file and how to draw from it. A further wave keeps the first one's seed."""

    paf = forms.FileField(
        label="Address file",
        help_text="Royal Mail PAF as CSV, 16 to 20 columns without a header; it may be gzipped. "
        "Only the addresses that are drawn are kept.",
        error_messages={"required": "Choose the address file"},
    )
    postcodes = forms.FileField(
        label="Postcode file",
        help_text="CSV with postcode, ward, LSOA and deprivation decile. Postcodes that are not in "
        "it are outside the area.",
        error_messages={"required": "Choose the postcode file"},
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
    seed = forms.CharField(
        label="Seed of the order",
        max_length=64,
        help_text="Numbers that nobody could choose, for example drawn in front of witnesses. "
        "It is published, so that anyone with the file can repeat the draw.",
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = assembly.address_draws.order_by("wave").first()
        if first:
            self.fields["seed"].disabled = True
            self.initial["seed"] = first.seed
            self.fields["seed"].help_text = "A further wave continues the order of the first."
        else:
            self.initial["size"] = assembly.letters
        for name in ("size", "even_share", "deprived_deciles"):
            self.fields[name].widget = forms.TextInput(
                attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
            )
