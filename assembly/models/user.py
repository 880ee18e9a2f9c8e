from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from .assembly import Assembly, Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, name: str, password: str | None = None, **extra: Any
    ) -> "User":
        """Add a person. Without a password they sign in by a code sent to them."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password) if password else user.set_unusable_password()
        user.save()
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None) -> "User":
        return self.create_user(email, name, password, is_staff=True, is_superuser=True)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone with an account: staff, Advisory Board, member, responder. Never a registrant."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator", default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    without_role_since = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What one person may do in one assembly. A person may hold several."""

    class Kind(models.TextChoices):
        ORGANISER = "organiser", "Organiser"
        RECRUITER = "recruiter", "Recruiter"
        CALLER = "caller", "Caller"
        FACILITATOR = "facilitator", "Facilitator"
        NOTE_TAKER = "note_taker", "Note-taker"
        FINANCE_PREPARER = "finance_preparer", "Finance preparer"
        FINANCE_APPROVER = "finance_approver", "Finance approver"
        EVIDENCE_EDITOR = "evidence_editor", "Evidence editor"
        BOARD = "board", "Advisory Board"
        MEMBER = "member", "Member"
        RESPONDER = "responder", "Responder"
        DATA_PROTECTION = "data_protection", "Data protection officer"
        ADMINISTRATOR = "administrator", "Administrator"

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        help_text="The body a responder speaks for",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "user", "kind", "organisation"],
                name="role_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="responder") | models.Q(organisation__isnull=False),
                name="responder_speaks_for_a_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
