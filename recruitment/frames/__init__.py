"""Address files: read as a stream, told apart into homes and the rest, never kept."""

from .lookup import Area, Lookup, read_lookup
from .paf import REASONS, DeliveryPoint, MultiResidence, Reading, read

__all__ = [
    "REASONS",
    "Area",
    "DeliveryPoint",
    "Lookup",
    "MultiResidence",
    "Reading",
    "read",
    "read_lookup",
]
