from django.db import models
from django.db.models import Q

from assembly.models import Assembly


class AddedQuestion(models.Model):
    """A question the assembly adds to registration. Its answer plays no part in the lottery."""

    class Kind(models.TextChoices):
        TEXT = "text", "A few words"
        CHOICE = "choice", "One answer from a list"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="added_questions")
    key = models.SlugField(max_length=30)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    why = models.CharField(max_length=300, help_text="Why it is asked; shown below the question")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(default=list, help_text="The answers to choose from")
    required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "key"], name="added_question_once"),
            models.UniqueConstraint(fields=["assembly", "place"], name="added_question_place"),
            models.CheckConstraint(condition=~Q(why=""), name="added_question_says_why"),
        ]

    def __str__(self) -> str:
        return self.text
