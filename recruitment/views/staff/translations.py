"""An assembly's own texts in other languages."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assembly import catalogue, clock, languages, permissions, translations
from assembly.access import PageRequest, page
from assembly.models import Assembly

from ...forms.translations import TranslationsForm
from ...queries import texts


@page("translations.view")
def view(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    sources = texts.own(assembly)
    rows = []
    for language in catalogue.OTHERS:
        states = [text.state for text in translations.overview(assembly, language.code, sources)]
        rows.append(
            {
                "language": language,
                "texts": len(states),
                "missing": states.count(translations.MISSING),
                "outdated": states.count(translations.OUTDATED),
                "common": len(catalogue.shown(language)),
                "waiting": sum(text.is_waiting for text in catalogue.shown(language)),
            }
        )
    return render(request, "staff/translations.html", {"rows": rows})


@page("translations.view", methods=("GET", "POST"))
def one(request: HttpRequest, assembly: Assembly, language: str) -> HttpResponse:
    chosen = _other(language)
    found = translations.overview(assembly, chosen.code, texts.own(assembly))
    form = TranslationsForm(
        request.POST if request.method == "POST" else None, texts=found, language=chosen
    )
    actor = cast(PageRequest, request).actor
    if form.is_valid():
        changed = form.changed()
        for text, new in changed:
            translations.write(
                assembly, chosen.code, text.key, text.source, new, by=actor, now=clock.now()
            )
        messages.success(request, f"{len(changed)} translations have been saved.")
        return redirect("staff.translations.language", slug=assembly.slug, language=language)
    context = {
        "form": form,
        "into": chosen,
        "may_write": permissions.may(actor, "translations.write", assembly),
    }
    return render(request, "staff/translations_language.html", context)


@page("translations.view")
def common(request: HttpRequest, assembly: Assembly, language: str) -> HttpResponse:
    """Show the texts of all pages in a language, for whoever reads them over before their use."""
    chosen = _other(language)
    context = {"into": chosen, "texts": catalogue.shown(chosen)}
    return render(request, "staff/translations_common.html", context)


def _other(code: str) -> languages.Language:
    chosen = languages.BY_CODE.get(code)
    if chosen is None or chosen not in catalogue.OTHERS:
        raise Http404("No such language")
    return chosen
