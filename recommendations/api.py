"""Published recommendations with their votes and answers, for the read-only API."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import generics, serializers

from assembly import clock
from assembly.models import Assembly

from .models import ProgressUpdate, Recommendation
from .queries.published import Item, items, report_of


class UpdateSerializer(serializers.ModelSerializer[ProgressUpdate]):
    """How an action went, as told at one moment."""

    class Meta:
        model = ProgressUpdate
        fields = ("at", "status", "text", "proof")


class ActionSerializer(serializers.Serializer[Any]):
    """What a body says it will do, and how late it is today."""

    title = serializers.CharField(source="action.title")
    owner = serializers.CharField(source="action.owner")
    due_on = serializers.DateField(source="action.due_on")
    evidence_needed = serializers.CharField(source="action.evidence_needed")
    status = serializers.ChoiceField(ProgressUpdate.Status.choices, source="action.status")
    days_late = serializers.IntegerField()
    updates = UpdateSerializer(many=True)


class AnswerSerializer(serializers.Serializer[Any]):
    """One body's newest published answer; without one, `position` is null and `state` tells."""

    body = serializers.CharField(source="body.name")
    due_on = serializers.DateField(source="promise.due_on")
    state = serializers.CharField(source="label")
    position = serializers.CharField(source="response.position", default=None)
    text = serializers.CharField(source="response.text", default=None)
    version = serializers.IntegerField(source="response.version", default=None)
    published_at = serializers.DateTimeField(source="response.published_at", default=None)
    actions = ActionSerializer(many=True, source="doings")


class VotesSerializer(serializers.Serializer[Any]):
    """Papers by choice, and what they came to under the rules fixed before the vote."""

    counts = serializers.DictField(child=serializers.IntegerField())
    in_favour = serializers.IntegerField()
    against = serializers.IntegerField()
    abstained = serializers.IntegerField()
    base = serializers.IntegerField()
    needed = serializers.IntegerField()
    outcome = serializers.CharField()


class StatementSerializer(serializers.Serializer[Any]):
    """A minority statement and how many members support it."""

    text = serializers.CharField()
    supporters = serializers.IntegerField()


class RecommendationSerializer(serializers.Serializer[Any]):
    """One published recommendation: text, hash, votes, minority statements, answers."""

    number = serializers.IntegerField()
    title = serializers.CharField(source="content.title")
    theme = serializers.CharField(source="content.theme")
    text = serializers.CharField(source="content.text")
    sha256 = serializers.CharField(source="content.sha256")
    votes = VotesSerializer(source="content.votes")
    statements = StatementSerializer(many=True, source="content.statements")
    answers = AnswerSerializer(many=True)


class RecommendationList(generics.ListAPIView[Any]):
    """The recommendations of an assembly's published report, with what became of them."""

    serializer_class = RecommendationSerializer
    queryset = Recommendation.objects.none()

    def get_queryset(self) -> list[Item]:  # type: ignore[override]
        assembly = get_object_or_404(Assembly, slug=self.kwargs["slug"])
        report = report_of(assembly)
        today = timezone.localtime(clock.now()).date()
        return items(report, today) if report else []
