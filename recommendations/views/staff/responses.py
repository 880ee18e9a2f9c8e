"""Each body answers here; organisers see how all of them stand."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assembly import clock
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly, Organisation, Role

from ... import actions, responses
from ...forms.answers import ActionForm, AnswerForm, UpdateForm
from ...models import Action, Recommendation, Response
from ...queries import answers, published


def _bodies(request: PageRequest, assembly: Assembly) -> list[Organisation]:
    """Return the bodies this person speaks for."""
    return list(
        Organisation.objects.filter(
            role__assembly=assembly, role__user=request.actor.user, role__kind=Role.Kind.RESPONDER
        ).order_by("name")
    )


def _place(
    request: PageRequest, assembly: Assembly, number: int, body: str
) -> tuple[Recommendation, Organisation]:
    """Return the recommendation and the body, if this person speaks for it."""
    own = get_object_or_404(Organisation, slug=body)
    responses.require_speaks_for(own, assembly, request.actor)
    return get_object_or_404(Recommendation, assembly=assembly, number=number), own


@page("responses.view")
def overview(request: PageRequest, assembly: Assembly) -> HttpResponse:
    report = published.report_of(assembly)
    today = timezone.localtime(clock.now()).date()
    items = published.items(report, today) if report else []
    bodies = _bodies(request, assembly)
    context = {
        "report": report,
        "items": items,
        "progress": published.progress(items, today),
        "desks": [
            (body, published.desk(items, body, answers.drafts_of(assembly, body)))
            for body in bodies
        ],
    }
    return render(request, "staff/responses.html", context)


@page("responses.answer", methods=("GET", "POST"))
def one(request: PageRequest, assembly: Assembly, number: int, body: str) -> HttpResponse:
    recommendation, own = _place(request, assembly, number, body)
    given = Response.objects.filter(recommendation=recommendation, body=own).order_by("-version")
    draft = given.filter(status=Response.Status.DRAFT).first()
    initial = {"position": draft.position, "text": draft.text} if draft else {}
    form = AnswerForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            responses.answer(
                recommendation, own, **form.cleaned_data, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Your draft is saved. It is not public yet.")
            return redirect("staff.responses.one", assembly.slug, number, body)
    context = {
        "recommendation": recommendation,
        "body": own,
        "form": form,
        "draft": draft,
        "given": given.filter(status=Response.Status.PUBLISHED),
        "doings": answers.doings_of(given, own, number, clock.now()),
    }
    return render(request, "staff/response.html", context)


@page("responses.publish", methods=("GET", "POST"))
def publish(request: PageRequest, assembly: Assembly, number: int, body: str) -> HttpResponse:
    recommendation, own = _place(request, assembly, number, body)
    draft = get_object_or_404(
        Response, recommendation=recommendation, body=own, status=Response.Status.DRAFT
    )
    if request.method == "POST":
        responses.publish(draft, by=request.actor, now=clock.now())
        messages.success(request, f"Your answer to recommendation {number} is public.")
        return redirect("staff.responses", assembly.slug)
    context = {"recommendation": recommendation, "body": own, "draft": draft}
    return render(request, "staff/response_publish.html", context)


@page("actions.add", methods=("GET", "POST"))
def add_action(request: PageRequest, assembly: Assembly, number: int, body: str) -> HttpResponse:
    recommendation, own = _place(request, assembly, number, body)
    given = Response.objects.filter(recommendation=recommendation, body=own)
    response = given.order_by("-version").first()
    if response is None:
        raise Http404("An action belongs to an answer")
    form = ActionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add(response, **form.cleaned_data, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The action is added.")
            return redirect("staff.responses.one", assembly.slug, number, body)
    context = {"recommendation": recommendation, "body": own, "form": form}
    return render(request, "staff/action_add.html", context)


@page("actions.update", methods=("GET", "POST"))
def update_action(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    action = get_object_or_404(
        Action.objects.select_related("response__body", "response__recommendation"),
        pk=pk,
        response__recommendation__assembly=assembly,
    )
    body, recommendation = action.response.body, action.response.recommendation
    responses.require_speaks_for(body, assembly, request.actor)
    form = UpdateForm(request.POST or None)
    if form.is_valid():
        try:
            actions.update(action, **form.cleaned_data, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The update is public.")
            return redirect("staff.responses.one", assembly.slug, recommendation.number, body.slug)
    context = {"action": action, "recommendation": recommendation, "body": body, "form": form}
    return render(request, "staff/action_update.html", context)
