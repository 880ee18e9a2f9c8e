"""The read-only API: what is published, and nothing else."""

from typing import TYPE_CHECKING, ClassVar

from rest_framework import generics, serializers

from .models import Assembly

if TYPE_CHECKING:
    Serializer = serializers.ModelSerializer[Assembly]
    Listing = generics.ListAPIView[Assembly]
    Detail = generics.RetrieveAPIView[Assembly]
else:
    Serializer = serializers.ModelSerializer
    Listing, Detail = generics.ListAPIView, generics.RetrieveAPIView


class AssemblySerializer(Serializer):
    """One assembly as the public may know it."""

    class Meta:
        model = Assembly
        fields: ClassVar = ["slug", "name", "question", "area_name", "stage", "seats", "first_day"]


class AssemblyList(Listing):
    """All assemblies, the newest first."""

    serializer_class = AssemblySerializer
    queryset = Assembly.objects.order_by("-first_day", "slug")


class AssemblyDetail(Detail):
    """One assembly."""

    serializer_class = AssemblySerializer
    queryset = Assembly.objects.all()
    lookup_field = "slug"
