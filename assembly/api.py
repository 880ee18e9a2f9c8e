"""The read-only API: what is published, and nothing else."""

from typing import ClassVar

from rest_framework import generics, serializers

from .models import Assembly


class AssemblySerializer(serializers.ModelSerializer):
    """One assembly as the public may know it."""

    class Meta:
        model = Assembly
        fields: ClassVar = ["slug", "name", "question", "area_name", "stage", "seats", "first_day"]


class AssemblyList(generics.ListAPIView):
    """All assemblies, the newest first."""

    serializer_class = AssemblySerializer
    queryset = Assembly.objects.order_by("-first_day", "slug")


class AssemblyDetail(generics.RetrieveAPIView):
    """One assembly."""

    serializer_class = AssemblySerializer
    queryset = Assembly.objects.all()
    lookup_field = "slug"
