"""What the Advisory Board reviews and signs: targets, chances, representativeness. Never a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assembly import clock
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment import auditor, lotteries
from recruitment.models import Pool
from recruitment.queries import lottery as queries


@page("lottery.view")
def view(request: PageRequest, assembly: Assembly) -> HttpResponse:
    pools = assembly.pools.order_by("-number")
    context = {
        "pools": [(pool, queries.chances(pool), queries.extremes(pool)) for pool in pools],
        "tables": queries.targets(assembly),
    }
    return render(request, "board/lottery.html", context)


@page("lottery.audit")
def bundle(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Give the auditor's files: attributes by pseudonym, targets, the lottery and its proof."""
    pool = get_object_or_404(
        Pool.objects.select_related("assembly"), assembly=assembly, number=number
    )
    content = auditor.bundle(pool, by=request.actor, now=clock.now())
    name = f"{assembly.slug}-draw-{pool.number}-auditor.zip"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page("lottery.sign_off", methods=("POST",))
def sign_off(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    pool = get_object_or_404(
        Pool.objects.select_related("assembly"), assembly=assembly, number=number
    )
    lotteries.sign_off(pool, by=request.actor, now=clock.now())
    messages.success(request, "The Advisory Board’s sign-off is recorded.")
    return redirect("board.lottery", slug=assembly.slug)
