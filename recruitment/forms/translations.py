from typing import Any

from django import forms

from assembly.languages import Language
from assembly.translations import COMMON, Text


class TranslationsForm(forms.Form):
    """One box for each of an assembly's own texts, below the English."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, texts: list[Text], language: Language) -> None:
        super().__init__(data)
        self.texts = texts
        for number, text in enumerate(texts):
            self.fields[f"text-{number}"] = forms.CharField(
                label=text.source,
                help_text=f"Translation: {text.state}",
                initial="" if text.state == COMMON else text.text,
                required=False,
                max_length=1000,
                widget=forms.TextInput(
                    attrs={
                        "lang": language.html,
                        "dir": language.direction,
                        "placeholder": text.text if text.state == COMMON else "",
                    }
                ),
            )

    def changed(self) -> list[tuple[Text, str]]:
        """Return each text with its new translation, where that differs or confirms an old one."""
        given = [
            (text, self.cleaned_data[f"text-{number}"]) for number, text in enumerate(self.texts)
        ]
        return [
            (text, new)
            for text, new in given
            if new != ("" if text.state == COMMON else text.text)
            or (new and text.state != "current")
        ]
