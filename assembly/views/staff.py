"""The staff's dashboard: what is next, who may do what, what was done, what was sent."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from recommendations import tasklist as recommendation_tasks
from recruitment import letters
from recruitment import tasklist as recruitment_tasks
from recruitment.queries import representativeness
from sessions import tasklist as session_tasks
from sessions.queries.attendance import attended

from .. import assemblies, audit, clock, outbox, permissions, stages
from ..access import PageRequest, page
from ..errors import DomainError
from ..models import Assembly, AuditEntry, Role
from ..permissions import SYSTEM
from ..tasklist import State, Task, order
from . import figures
from .forms import AssemblyForm, RoleForm

PER_PAGE = 100


def tasks_of(assembly: Assembly) -> list[Task]:
    """Return everything there is to do in this assembly, stage by stage."""
    now = clock.now()
    found = [
        *recruitment_tasks.tasks(assembly, now),
        *session_tasks.tasks(assembly, now),
        *recommendation_tasks.tasks(assembly, now),
    ]
    places = [stage.name for stage in stages.STAGES]
    return order(sorted(found, key=lambda task: places.index(task.stage)))


@page("assembly.create", methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Set up a new assembly; whoever does so becomes its first organiser."""
    form = AssemblyForm(request.POST or None)
    if form.is_valid():
        now = clock.now()
        try:
            made = assemblies.create(by=request.actor, now=now, **form.fields_of_assembly())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            assemblies.give_role(
                made,
                email=request.actor.email,
                name="",
                kind=Role.Kind.ORGANISER,
                by=SYSTEM,
                now=now,
            )
            messages.success(request, f"{made.name} is set up. You are its first organiser.")
            return redirect("staff.overview", slug=made.slug)
    return render(request, "staff/new.html", {"form": form})


@page("assembly.overview")
def overview(request: PageRequest, assembly: Assembly) -> HttpResponse:
    tasks = tasks_of(assembly)
    groups = [
        (stage, [task for task in tasks if task.stage == stage.name]) for stage in stages.STAGES
    ]
    context = {
        "groups": [(stage, found) for stage, found in groups if found],
        "next_tasks": [task for task in tasks if task.state in (State.NEXT, State.LATE)],
        "stages": _stages(assembly),
        "following": stages.following(assembly.stage),
        "may_advance": permissions.may(request.actor, "assembly.advance", assembly),
        "figures": figures.of(assembly),
        "mail_alarm": outbox.alarm(clock.now()),
        "stalled": letters.stalled(clock.now(), assembly),
    }
    return render(request, "staff/overview.html", context)


def _stages(assembly: Assembly) -> list[tuple[stages.Stage, str]]:
    """Return each stage with its state: done, now or later."""
    here = stages.STAGES.index(assembly.current_stage)
    states = [
        "done" if n < here else "now" if n == here else "later" for n in range(len(stages.STAGES))
    ]
    return list(zip(stages.STAGES, states, strict=True))


@page("assembly.advance", methods=("GET", "POST"))
def advance(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Ask first: a stage is never taken back."""
    if request.method == "POST":
        assemblies.advance(assembly, by=request.actor, now=clock.now())
        messages.success(
            request, f"The assembly is now at the stage “{assembly.current_stage.name}”."
        )
        return redirect("staff.overview", slug=assembly.slug)
    undone = [
        task
        for task in tasks_of(assembly)
        if task.stage == assembly.current_stage.name and task.state is not State.DONE
    ]
    context = {"following": stages.following(assembly.stage), "undone": undone}
    return render(request, "staff/advance.html", context)


@page("roles.view")
def people(request: PageRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "staff/people.html", _people(assembly, RoleForm(assembly=assembly)))


@page("roles.give", methods=("POST",))
def give_role(request: PageRequest, assembly: Assembly) -> HttpResponse:
    form = RoleForm(request.POST, assembly=assembly)
    if form.is_valid():
        try:
            role = assemblies.give_role(
                assembly, **form.cleaned_data, by=request.actor, now=clock.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{role.user.name} is now {role.get_kind_display().lower()}.")
            return redirect("staff.people", slug=assembly.slug)
    return render(request, "staff/people.html", _people(assembly, form))


@page("roles.take", methods=("POST",))
def take_role(request: PageRequest, assembly: Assembly, pk: int) -> HttpResponse:
    role = get_object_or_404(_roles(assembly), pk=pk)
    assemblies.take_role(role, by=request.actor, now=clock.now())
    messages.success(request, f"{role.user.name} is no longer {role.get_kind_display().lower()}.")
    return redirect("staff.people", slug=assembly.slug)


def _people(assembly: Assembly, form: RoleForm) -> dict[str, object]:
    roles = (
        _roles(assembly)
        .select_related("user", "organisation", "assembly")
        .order_by("kind", "user__name")
    )
    return {"roles": roles, "form": form}


def _roles(assembly: Assembly) -> QuerySet[Role]:
    return Role.objects.filter(assembly=assembly).exclude(kind=Role.Kind.MEMBER)


@page("board.representativeness")
def represents(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "tables": representativeness.table(assembly, attended(assembly) or None),
    }
    return render(request, "staff/representativeness.html", context)


@page("audit.view")
def audit_trail(request: PageRequest, assembly: Assembly) -> HttpResponse:
    before = request.GET.get("before", "")
    entries = AuditEntry.objects.filter(assembly=assembly).order_by("-position")
    if before.isdigit() and len(before) < 18:
        entries = entries.filter(position__lt=int(before))
    shown = list(entries[: PER_PAGE + 1])
    context = {
        "entries": shown[:PER_PAGE],
        "older": shown[PER_PAGE - 1].position if len(shown) > PER_PAGE else None,
        "broken": audit.first_broken() if "check" in request.GET else None,
        "checked": "check" in request.GET,
    }
    return render(request, "staff/audit.html", context)
