from django import forms
from django.core.files.uploadedfile import UploadedFile

from ..registrations.returns import MOST_BYTES


class ReturnsForm(forms.Form):
    """A file of paper answers."""

    file = forms.FileField(
        label="File of paper answers",
        help_text="CSV or XLSX, up to 2 MB and 2,000 rows.",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty",
            "invalid": "Choose a file",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 2 MB")
        return file
