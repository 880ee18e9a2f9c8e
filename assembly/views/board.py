"""The Advisory Board's home: what needs its eyes now."""

from django.http import HttpResponse
from django.shortcuts import render

from recruitment.models import Pool
from recruitment.queries import lottery, members, representativeness
from sessions.queries.attendance import attended
from sessions.queries.evidence import balance, released, reviewed

from ..access import PageRequest, page
from ..models import Assembly
from . import figures


@page("board.home")
def home(request: PageRequest, assembly: Assembly) -> HttpResponse:
    pool = lottery.latest_pool(assembly)
    items = reviewed(assembly, request.user.pk)
    context = {
        "pool": pool,
        "to_sign": pool
        if pool and pool.status == Pool.Status.SOLVED and not pool.signed_off_at
        else None,
        "items": items,
        "to_review": sum(not item.mine for item in items),
        "tables": representativeness.table(assembly, attended(assembly) or None),
        "balance": balance(released(assembly)),
        "figures": figures.of(assembly),
        "confirmed": members.confirmed(assembly),
    }
    return render(request, "board/home.html", context)


@page("board.representativeness")
def represents(request: PageRequest, assembly: Assembly) -> HttpResponse:
    context = {
        "tables": representativeness.table(assembly, attended(assembly) or None),
    }
    return render(request, "board/representativeness.html", context)
