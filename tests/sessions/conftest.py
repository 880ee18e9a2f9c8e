import pytest

from assembly import stages
from assembly.models import Assembly
from tests import make


@pytest.fixture
def assembly(db) -> Assembly:
    """An assembly whose weekends have begun."""
    return make.assembly(stage=stages.MEET.key, gift_pence=7_500)
