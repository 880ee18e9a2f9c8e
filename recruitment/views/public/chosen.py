"""How the members are chosen: the addresses, the lottery, its record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assembly import markdown
from assembly.access import PageRequest, page
from assembly.models import Assembly
from recruitment import draws, records
from recruitment.forms.lottery import PseudonymForm
from recruitment.models import Draw, Pool
from recruitment.queries import addresses, registrations, representativeness
from recruitment.queries import lottery as queries


@page("public.view", translated=True)
def chosen(request: PageRequest, assembly: Assembly) -> HttpResponse:
    pools = assembly.pools.exclude(committed_at=None).order_by("number")
    context = {
        "tables": representativeness.table(assembly),
        "pools": pools,
        "draws": addresses.waves(assembly),
        "letters": assembly.invitations.filter(posted_at__isnull=False).count(),
        "registered": registrations.registered(assembly).count(),
        "late": registrations.late(assembly),
    }
    return render(request, "public/chosen.html", context)


@page("public.view", translated=True)
def address_rules(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Show the rules by which anyone who has the list can repeat a draw of addresses."""
    rules = markdown.render(records.address_rules(), top=1)
    return render(request, "public/address_rules.html", {"rules": rules})


@page("lottery.published", translated=True)
def record(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Show the record of one committed draw; before the commitment there is none."""
    pool = _committed(assembly, number)
    drawn = getattr(pool, "draw", None)
    context = {
        "pool": pool,
        "draw": drawn if drawn and drawn.confirmed_at else None,
        "panel": draws.panel(drawn) if drawn else [],
        "chances": queries.chances(pool),
        "extremes": queries.extremes(pool),
        "attempts": queries.attempts(pool),
        "alternates": queries.alternates_of(pool),
    }
    return render(request, "public/draw.html", context)


@page("lottery.published", translated=True)
def ceremony(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Show the draw on the screen in the room; it refreshes until the panel is drawn."""
    pool = _committed(assembly, number)
    drawn = getattr(pool, "draw", None)
    done = bool(drawn and drawn.confirmed_at)
    context = {
        "pool": pool,
        "draw": drawn,
        "done": done,
        "panel": draws.panel(drawn) if drawn and done else [],
        "extremes": queries.extremes(pool),
    }
    return render(request, "public/ceremony.html", context)


@page("lottery.published", translated=True)
def look_up(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Say on how many of the 1,000 panels a pseudonym was, and if it was on the one drawn."""
    pool = _committed(assembly, number)
    form = PseudonymForm(request.GET or None)
    entry = None
    if form.is_valid():
        wanted = form.cleaned_data["pseudonym"].strip().upper()
        entry = pool.entries.filter(pseudonym=wanted).first()
        if entry is None:
            form.add_error("pseudonym", _("There is nobody of this pseudonym in this draw"))
    drawn = getattr(pool, "draw", None)
    done = drawn if drawn and drawn.confirmed_at else None
    context = {
        "pool": pool,
        "form": form,
        "entry": entry,
        "draw": done,
        "is_drawn": bool(entry and done and entry in draws.panel(done)),
    }
    return render(request, "public/draw_chance.html", context)


@page("lottery.published")
def record_file(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Give the record of a draw that was held: all that a verifier needs."""
    pool = _committed(assembly, number)
    drawn = get_object_or_404(Draw, pool=pool, confirmed_at__isnull=False)
    return _download(
        records.record(drawn), "application/json", f"{assembly.slug}-draw-{number}-record.json"
    )


@page("public.view")
def verifier(request: PageRequest, assembly: Assembly) -> HttpResponse:
    """Give the program that checks a record: one file, standard library only."""
    return _download(records.verifier(), "text/x-python; charset=utf-8", "verify.py")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@page("lottery.published")
def manifest(request: PageRequest, assembly: Assembly, number: int) -> HttpResponse:
    """Give the manifest's exact bytes, those that the fingerprint was made of."""
    pool = _committed(assembly, number)
    name = f"{assembly.slug}-draw-{pool.number}.json"
    return _download(pool.manifest.encode(), "application/json", name)


def _committed(assembly: Assembly, number: int) -> Pool:
    return get_object_or_404(
        Pool.objects.exclude(committed_at=None).select_related("previous", "assembly"),
        assembly=assembly,
        number=number,
    )
