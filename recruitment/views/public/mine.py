"""A resident's own registration, by personal link: see it, correct it, withdraw, have it erased."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assembly import clock, network, permissions
from assembly.access import page
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly

from ... import offers, records, registrations
from ...forms.corrections import CorrectAnswersForm, CorrectForm
from ...forms.letter_code import LinkForm
from ...forms.lottery import OfferForm
from ...forms.registration import BirthForm, GuardianForm, NeedsForm, StepForm
from ...models import PoolEntry, Registration
from ...queries import registrations as queries
from ...registrations import failures
from . import held
from .register import TOO_MANY, see_other

LIVE = (Registration.Status.REGISTERED, Registration.Status.CONSENT)


def _own(request: HttpRequest, assembly: Assembly) -> Registration | None:
    return registrations.of_link_hash(assembly, held.remembered(request, held.link_key(assembly)))


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "public/mine/unknown.html", {}, status=404)


@page("registrations.look_up", translated=True)
def enter(request: HttpRequest, assembly: Assembly, token: str) -> HttpResponse:
    """Take the secret out of the address bar at once, also one that opens nothing."""
    if registration := registrations.of_link(assembly, token):
        held.remember(request, held.link_key(assembly), registration.link_hash)
    return see_other("public.mine", assembly)


@page("registrations.look_up", translated=True)
def show(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    context = {
        "registration": registration,
        "held": queries.held(registration),
        "looks": queries.looks(registration),
        "may_change": _may_change(registration),
        "may_correct_all": _may_change(registration) and not assembly.pools.exists(),
        "entries": registration.pool_entries.select_related("pool__draw").order_by("pool__number"),
        "offer": getattr(registration, "offer", None),
    }
    return render(request, "public/mine/show.html", context)


@page("registrations.look_up", translated=True)
def receipt(request: HttpRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Give the person's own receipt, with which only they can find themselves on the list."""
    registration = _own(request, assembly)
    entries = registration.pool_entries if registration else PoolEntry.objects.none()
    entry = entries.filter(pool__number=number).select_related("pool", "registration").first()
    if entry is None:
        return _unknown(request)
    name = f"receipt-draw-{number}-{entry.pseudonym}.json"
    return HttpResponse(
        records.receipt(entry),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _may_change(registration: Registration) -> bool:
    by = permissions.registrant(registration.reference)
    return registration.status in LIVE and permissions.may(
        by, "registrations.correct", registration.assembly
    )


@page("registrations.correct", methods=("GET", "POST"), translated=True)
def correct(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    initial = {name: getattr(registration, name) for name in CorrectForm.base_fields}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        by = permissions.registrant(registration.reference)
        try:
            registrations.correct(registration, **form.cleaned_data, by=by, now=clock.now())
        except BadInput as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, _("Your details have been changed."))
            return see_other("public.mine", assembly)
    return render(request, "public/mine/correct.html", {"form": form})


@page("registrations.correct", methods=("GET", "POST"), translated=True)
def correct_answers(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Correct what the lottery counts one as, until its list is final."""
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    form = CorrectAnswersForm(
        request.POST if request.method == "POST" else None, registration=registration
    )
    if form.is_valid():
        by = permissions.registrant(registration.reference)
        registrations.correct_answers(
            registration, form.counted(), added=form.added(), by=by, now=clock.now()
        )
        messages.success(request, _("Your details have been changed."))
        return see_other("public.mine", assembly)
    return render(request, "public/mine/correct_answers.html", {"form": form})


@page("registrations.correct", methods=("GET", "POST"), translated=True)
def correct_needs(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Correct what one needs to take part, until the lottery's list is final."""
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    form = NeedsForm(request.POST if request.method == "POST" else None, registration=registration)
    if form.is_valid():
        by = permissions.registrant(registration.reference)
        registrations.correct_needs(registration, form.answers()["needs"], by=by, now=clock.now())
        messages.success(request, _("Your details have been changed."))
        return see_other("public.mine", assembly)
    return render(request, "public/mine/correct_needs.html", {"form": form})


@page("registrations.correct", methods=("GET", "POST"), translated=True)
def correct_birth_date(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Correct the date of birth; ask for a parent or carer, or explain who is too young."""
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    form = BirthForm(request.POST if request.method == "POST" else None, registration=registration)
    asked: StepForm = form
    if form.is_valid():
        if form.not_eligible:
            born = {"born": form.cleaned_data["date_of_birth"]}
            return render(request, "public/mine/too_young.html", born)
        asked = _guardian_asked(request, registration, form) or form
        if asked.is_valid() and _correct_birth_date(request, registration, form, asked):
            return see_other("public.mine", assembly)
    context = {"form": asked, "born": form if asked is not form else None}
    return render(request, "public/mine/correct_birth_date.html", context)


def _guardian_asked(
    request: HttpRequest, registration: Registration, form: BirthForm
) -> GuardianForm | None:
    """Return the question about a parent or carer if this date needs one, empty at first."""
    if not registrations.asks_guardian(registration, form.cleaned_data["date_of_birth"]):
        return None
    given = request.POST if "guardian_name" in request.POST else None
    return GuardianForm(given, registration=registration)


def _correct_birth_date(
    request: HttpRequest, registration: Registration, form: BirthForm, asked: StepForm
) -> bool:
    try:
        registrations.correct_birth_date(
            registration,
            form.cleaned_data["date_of_birth"],
            guardian=asked.answers().get("guardian"),
            by=permissions.registrant(registration.reference),
            now=clock.now(),
        )
    except BadInput as error:
        asked.add_error(None, error.message)
        return False
    messages.success(request, _("Your details have been changed."))
    return True


@page("registrations.erase", methods=("GET", "POST"), translated=True)
def erase(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Have everything erased that says who one is; the certificate is the answer."""
    registration = _own(request, assembly)
    if registration is None and (number := request.session.get(held.erased_key(assembly))):
        return see_other("public.erasure", assembly, number)
    if registration is None:
        return _unknown(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by = permissions.registrant(registration.reference)
        try:
            certificate = registrations.erase(registration, by=by, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            request.session.pop(held.link_key(assembly), None)
            request.session[held.erased_key(assembly)] = certificate.number
            response = see_other("public.erasure", assembly, certificate.number)
            return held.let_go(response, assembly)
    context = {"registration": registration, "form": form}
    return render(request, "public/mine/erase.html", context)


@page("registrations.look_up", translated=True)
def erasure(request: HttpRequest, assembly: Assembly, number: str) -> HttpResponse:
    """Show a certificate of erasure: it says what went and when, never whose it was."""
    certificate = get_object_or_404(assembly.erasures, number=number)
    kept = [(_(what), _(why)) for what, why in certificate.kept.items()]
    context = {"certificate": certificate, "kept": kept}
    return render(request, "public/mine/erasure.html", context)


@page("registrations.look_up", methods=("GET", "POST"), translated=True)
def link(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Ask for the personal link again. The answer is the same whether the address is known."""
    now = clock.now()
    form = LinkForm(request.POST if request.method == "POST" else None, now=now)
    status = 200
    if form.is_valid():
        if failures.note(assembly, "link", network.address(request), now=now):
            form.add_error("email", _("There have been many requests. Wait 10 minutes, or call us"))
            status = TOO_MANY
        else:
            registrations.ask_for_link(assembly, form.cleaned_data["email"], now=now)
            return see_other("public.mine.link_sent", assembly)
    return render(request, "public/mine/link.html", {"form": form}, status=status)


@page("registrations.look_up", translated=True)
def link_sent(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "public/mine/link_sent.html", {})


@page("registrations.withdraw", methods=("GET", "POST"), translated=True)
def withdraw(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    registration = _own(request, assembly)
    if registration is None:
        return _unknown(request)
    if request.method == "POST":
        if registration.status != Registration.Status.WITHDRAWN:  # else it was sent again
            by = permissions.registrant(registration.reference)
            registrations.withdraw(registration, by=by, now=clock.now())
        messages.success(request, _("You have withdrawn. You will not be in the lottery."))
        return see_other("public.mine", assembly)
    return render(request, "public/mine/withdraw.html", {"registration": registration})


@page("offers.answer", methods=("GET", "POST"), translated=True)
def offer(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    """Take the seat that the lottery gave, or decline it."""
    registration = _own(request, assembly)
    offered = getattr(registration, "offer", None)
    if registration is None or offered is None:
        return _unknown(request)
    form = OfferForm(request.POST or None)
    if form.is_valid():
        by, now = permissions.registrant(registration.reference), clock.now()
        try:
            if form.cleaned_data["answer"] == "accept":
                offers.accept(offered, by=by, now=now)
            else:
                offers.decline(offered, reason=form.cleaned_data["reason"], by=by, now=now)
        except DomainError as error:
            form.add_error(None, error.message)
            offered.refresh_from_db()
        if form.is_valid() or offered.status == form.said:  # else it was sent again
            messages.success(request, _("Thank you. Your answer is recorded."))
            return see_other("public.mine", assembly)
    return render(request, "public/mine/offer.html", {"form": form, "offer": offered})
