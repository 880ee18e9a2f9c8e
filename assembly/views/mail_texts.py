"""Writing what messages say: a subject, a body, fields; a preview with an invented person."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from .. import clock, languages
from ..access import PageRequest, page
from ..models import Assembly, MailText
from ..outbox import texts, writing
from ..outbox.kinds import KINDS, Kind
from ..outbox.texts import Text
from .forms import MailTextForm


@page("mail.write")
def overview(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Return every kind of message with how its text stands in each language."""
    return render(request, "staff/mail_texts.html", {"kinds": texts.overview(assembly)})


@page("mail.write", methods=("GET", "POST"))
def write(request: PageRequest, assembly: Assembly, kind: str, language: str) -> HttpResponse:
    """Write a text; each button of the form does one thing: look, save, copy, go back."""
    found, tongue = _known(kind, language)
    shown = _shown(request, assembly, kind, language)
    form = MailTextForm(
        request.POST or None,
        kind=found,
        tongue=tongue,
        initial={"subject": shown.subject, "body": shown.body},
    )
    if _pressed(request, assembly, kind, language, form):
        return redirect("staff.mail_texts.write", assembly.slug, kind, language)
    context = {
        "form": form,
        "kind": found,
        "tongue": tongue,
        "others": texts.languages_of(found),
        "standing": texts.standing(assembly, found, tongue),
        "latest": texts.latest(assembly, kind, language),
        "english": texts.in_force(assembly, kind, languages.ENGLISH.code),
        "preview": _preview(assembly, form, found, language, shown),
    }
    return render(request, "staff/mail_text.html", context)


def _pressed(
    request: PageRequest, assembly: Assembly, kind: str, language: str, form: MailTextForm
) -> bool:
    """Do what a button asks for; tell whether the text in use has changed by it."""
    by, now = request.actor, clock.now()
    if "restore" in request.POST:
        texts.restore(assembly, kind, language, by=by, now=now)
        messages.success(request, "This message says again what it says as it comes.")
        return True
    if not form.is_valid():
        return False
    text = form.text()
    if "save" in request.POST:
        saved = texts.save(
            assembly, kind, language, subject=text.subject, body=text.body, by=by, now=now
        )
        messages.success(request, f"Version {saved.version} of the text is saved.")
        return True
    if "copy" in request.POST:
        key = f"example:{uuid4()}"
        writing.put_example(assembly, kind, language, text, to=by.email, key=key, now=now)
        messages.success(request, f"A copy is on its way to {by.email}.")
    return False


@page("mail.write", methods=("POST",))
def look(request: PageRequest, assembly: Assembly, kind: str, language: str) -> HttpResponse:
    """Return the preview alone, for the page that asks for it while somebody writes."""
    found, tongue = _known(kind, language)
    form = MailTextForm(request.POST, kind=found, tongue=tongue)
    context = {"form": form, "tongue": tongue}
    context["preview"] = _preview(assembly, form, found, language, Text("", ""))
    return render(request, "components/mail_preview.html", context)


@page("mail.write")
def versions(request: PageRequest, assembly: Assembly, kind: str, language: str) -> HttpResponse:
    found, tongue = _known(kind, language)
    kept = MailText.objects.filter(assembly=assembly, kind=kind, language=language)
    context: dict[str, Any] = {
        "kind": found,
        "tongue": tongue,
        "versions": kept.order_by("-version"),
        "original": texts.original(kind, language),
    }
    return render(request, "staff/mail_text_versions.html", context)


def _known(kind: str, language: str) -> tuple[Kind, languages.Language]:
    if kind not in KINDS or languages.BY_CODE.get(language) not in texts.languages_of(KINDS[kind]):
        raise Http404
    return KINDS[kind], languages.BY_CODE[language]


def _shown(request: PageRequest, assembly: Assembly, kind: str, language: str) -> Text:
    """Return the version that was asked for, or what is in use."""
    wanted = request.GET.get("version", "")
    if wanted == "0":
        return texts.original(kind, language)
    if wanted.isdecimal() and len(wanted) < 5:
        kept = MailText.objects.filter(assembly=assembly, kind=kind, language=language)
        if (found := kept.filter(version=int(wanted)).first()) is None:
            raise Http404
        return Text(found.subject, found.body) if found.subject else texts.original(kind, language)
    return texts.in_force(assembly, kind, language)


def _preview(
    assembly: Assembly, form: MailTextForm, kind: Kind, language: str, shown: Text
) -> Text | None:
    """Return what would leave, with an invented person; nothing while something is wrong."""
    if form.is_bound:
        return (
            writing.example(assembly, kind.key, language, form.text()) if form.is_valid() else None
        )
    return writing.example(assembly, kind.key, language, shown)
