"""Who answers the letters, how many will have by the close, and what to post if they are too few.

Pure Python over numpy and the lottery; knows nothing of Django. docs/response.md tells the model.
"""

from .campaign import Campaign, Cell, Mailing
from .errors import BadCampaign
from .forecast import Forecast, Interval, forecast, of_places, of_value
from .pools import POOLS, feasible
from .standing import COMFORT, Miss, Standing, enough, standing
from .wave import DEPRIVED, WANTED, Advice, Need, Plan, Room, second_wave

__all__ = [
    "COMFORT",
    "DEPRIVED",
    "POOLS",
    "WANTED",
    "Advice",
    "BadCampaign",
    "Campaign",
    "Cell",
    "Forecast",
    "Interval",
    "Mailing",
    "Miss",
    "Need",
    "Plan",
    "Room",
    "Standing",
    "enough",
    "feasible",
    "forecast",
    "of_places",
    "of_value",
    "second_wave",
    "standing",
]
