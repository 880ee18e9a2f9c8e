"""Address files: read as a stream, told apart into homes and the rest, never kept."""

from .choices import KEPT, REASONS, Choice, Choices
from .layout import FORMATS, Kind
from .lookup import Area, Lookup, read_lookup
from .reading import WORTH_PROCESSES, DeliveryPoint, Reading
from .sifting import Homes

__all__ = [
    "FORMATS",
    "KEPT",
    "REASONS",
    "WORTH_PROCESSES",
    "Area",
    "Choice",
    "Choices",
    "DeliveryPoint",
    "Homes",
    "Kind",
    "Lookup",
    "Reading",
    "read_lookup",
]
