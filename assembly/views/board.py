"""The Advisory Board's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..access import page
from ..models import Assembly


@page("board.home")
def home(request: HttpRequest, assembly: Assembly) -> HttpResponse:
    return render(request, "board/home.html", {})
