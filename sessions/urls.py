"""URLs of this app, by audience. `assembly.urls` puts each list under its prefix."""

from django.urls import URLPattern

public: list[URLPattern] = []
staff: list[URLPattern] = []
member: list[URLPattern] = []
board: list[URLPattern] = []
