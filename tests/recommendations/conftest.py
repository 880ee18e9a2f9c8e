import pytest

from assembly.models import Assembly
from tests import make_recommendations as make


@pytest.fixture
def meeting(db) -> Assembly:
    """An assembly at its weekends."""
    return make.meeting()
