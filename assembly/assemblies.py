"""Acts on an assembly as a whole."""

from datetime import datetime

from . import audit, stages
from .errors import DomainError
from .models import Assembly
from .permissions import Actor


def advance(assembly: Assembly, *, by: Actor, now: datetime) -> None:
    """Move the assembly to its next stage."""
    with audit.act("assembly.advance", assembly, by=by, now=now) as record:
        locked = Assembly.objects.select_for_update().get(pk=assembly.pk)
        if locked.stage != assembly.stage:
            raise DomainError("Somebody else has just moved the assembly to its next stage.")
        stage = stages.following(locked.stage)
        if stage is None:
            raise DomainError("The assembly is at its last stage.")
        locked.stage, locked.stage_since = stage.key, now
        locked.save(update_fields=["stage", "stage_since"])
        assembly.stage, assembly.stage_since = locked.stage, now
        record.about(assembly, stage=stage.key)
