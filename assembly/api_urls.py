"""The read-only API of published data."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from recommendations.api import RecommendationList

from . import api

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api.schema"),
    path("assemblies/", api.AssemblyList.as_view(), name="api.assemblies"),
    path("assemblies/<slug:slug>/", api.AssemblyDetail.as_view(), name="api.assembly"),
    path(
        "assemblies/<slug:slug>/recommendations/",
        RecommendationList.as_view(),
        name="api.recommendations",
    ),
]
