"""Files as an answer."""

from django.http import HttpResponse


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that the browser shows, and saves under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
