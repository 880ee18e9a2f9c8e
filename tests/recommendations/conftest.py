import pytest

from assembly.models import Assembly
from recommendations.models import Report
from tests import kept
from tests import make_recommendations as make


@pytest.fixture
def meeting(db) -> Assembly:
    """An assembly at its weekends."""
    return make.meeting()


@pytest.fixture
def report(db) -> Report:
    """A report that is out, of two recommendations: five have voted, two bodies must answer."""
    return kept.again(make.reported)


@pytest.fixture
def reported(report) -> Assembly:
    return report.assembly
