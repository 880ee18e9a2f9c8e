"""The civic lottery: chances as equal as the targets allow, and panels to draw from.

Pure Python over HiGHS and numpy; knows nothing of Django. Method: Flanigan, Gölz, Gupta, Hennig
and Procaccia, “Fair algorithms for selecting citizens’ assemblies”, Nature 596 (2021).
"""

from .alternates import Alternates, Missed, Repair, choose_alternates, repairs
from .certificate import Lottery, Report
from .exact import exact_panels
from .objectives import OBJECTIVES, solve
from .problem import BadProblem, Person, Problem, Target
from .reach import Unreachable, unreachable
from .relaxation import NoPanel, advise
from .uniform import PANELS, equal_panels

__all__ = [
    "OBJECTIVES",
    "PANELS",
    "Alternates",
    "BadProblem",
    "Lottery",
    "Missed",
    "NoPanel",
    "Person",
    "Problem",
    "Repair",
    "Report",
    "Target",
    "Unreachable",
    "advise",
    "choose_alternates",
    "equal_panels",
    "exact_panels",
    "repairs",
    "solve",
    "unreachable",
]
