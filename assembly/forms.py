"""Forms with GOV.UK markup, rendered by Django's own renderer."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.MultiWidget, ""),
    (forms.Widget, "govuk-input"),
)


NOT_REAL = (
    gettext_lazy("The day must be a real day in numbers"),
    gettext_lazy("The month must be a real month in numbers"),
    gettext_lazy("The year must be a real year in numbers"),
)


class GovukBoundField(BoundField):
    """A field that knows its GOV.UK class, its kind of markup and its error state."""

    @property
    def kind(self) -> str:
        widget = self.field.widget
        if isinstance(widget, DateParts):
            return "date"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "checkboxes"
        return "radios" if isinstance(widget, forms.RadioSelect) else "input"

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        wanted = next(name for kind, name in CLASSES if isinstance(widget, kind))
        if self.errors and wanted in ("govuk-input", "govuk-select", "govuk-textarea"):
            wanted += f" {wanted}--error"
        own = widget.attrs.get("class", "")
        if wanted or own:
            attrs["class"] = f"{wanted} {own}".strip()
        if self.use_fieldset:
            attrs.pop("aria-describedby", None)
        return attrs


class GovukRenderer(TemplatesSetting):
    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"
    bound_field_class = GovukBoundField


class DateParts(forms.MultiWidget):
    """Day, month and year as three short boxes, as people are used to."""

    template_name = "components/form/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric"}
        super().__init__(
            {
                part: forms.TextInput(
                    attrs={
                        **number,
                        "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}",
                    }
                )
                for part, width in (("day", 2), ("month", 2), ("year", 4))
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = date.fromisoformat(value)
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A real date from three boxes, with a message for each way of getting it wrong."""

    widget = DateParts

    def __init__(self, **kwargs: Any) -> None:
        what = kwargs.get("label", "date")
        parts = (
            forms.IntegerField(min_value=1, max_value=31),
            forms.IntegerField(min_value=1, max_value=12),
            forms.IntegerField(min_value=1900, max_value=2100),
        )
        super().__init__(fields=parts, require_all_fields=True, **kwargs)
        self.error_messages["required"] = (
            f"Enter your {str(what).lower()}, with a day, month and year"
        )
        for part, wrong in zip(self.fields, NOT_REAL, strict=True):
            part.error_messages.update(dict.fromkeys(("invalid", "min_value", "max_value"), wrong))

    def compress(self, data_list: list[int]) -> date | None:
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(
                _("Enter a real date: that day does not exist"), code="invalid"
            ) from None
