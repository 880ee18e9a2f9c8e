"""Which addresses were drawn, from what file, with what chance; and drawing the next wave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assembly import clock, permissions
from assembly.access import PageRequest, page
from assembly.errors import DomainError
from assembly.models import Assembly
from recruitment import addresses
from recruitment.forms.addresses import DrawForm
from recruitment.queries import addresses as queries

ADVISED = (
    "size",
    "even_share",
    "deprived_deciles",
    "wards",
)  # what the advice on a further wave may fill in


@page("addresses.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "waves": queries.waves(assembly),
        "wards": queries.by_ward(assembly),
        "may_draw": permissions.may(request.actor, "addresses.draw", assembly),
    }
    return render(request, "staff/addresses.html", context)


@page("addresses.draw", methods=("GET", "POST"))
def draw(request: PageRequest, assembly: Assembly) -> HttpResponse:
    asked = {name: request.GET[name] for name in ADVISED if name in request.GET}
    form = DrawForm(request.POST or None, request.FILES or None, assembly=assembly, initial=asked)
    if form.is_valid():
        try:
            drawn = addresses.draw(assembly, **form.cleaned_data, by=request.actor, now=clock.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{drawn.size:,} addresses are drawn.")
            return redirect("staff.addresses", slug=assembly.slug)
    return render(request, "staff/addresses_draw.html", {"form": form})
