"""The member's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..access import page
from ..models import Assembly


@page("member.home")
def home(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "member/home.html", {})
