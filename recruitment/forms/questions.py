from django import forms


class QuestionForm(forms.Form):
    """A question to add to registration."""

    text = forms.CharField(
        label="Question",
        max_length=200,
        error_messages={"required": "Enter the question"},
    )
    key = forms.SlugField(
        label="Short key",
        help_text="For exports: small letters, numbers and hyphens, such as heard-of-us",
        max_length=30,
        error_messages={
            "required": "Enter a short key",
            "invalid": "Use small letters, numbers and hyphens",
        },
    )
    why = forms.CharField(
        label="Why is it asked?",
        help_text="Shown below the question. Say who sees the answer.",
        max_length=300,
        error_messages={"required": "Say why it is asked"},
    )
    choices = forms.CharField(
        label="Answers to choose from",
        help_text="One on each line. Leave empty for an answer in a few words.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    required = forms.BooleanField(label="Everyone must answer it", required=False)

    def clean_choices(self) -> list[str]:
        lines = [line.strip()[:100] for line in self.cleaned_data["choices"].splitlines()]
        return list(dict.fromkeys(filter(None, lines)))[:20]
