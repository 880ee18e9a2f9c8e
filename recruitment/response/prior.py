"""What is known of answers to letters before the first one comes.

Each parameter is log-normal: its median, and the standard deviation of its logarithm.
- Rate: 1% to 10% of letters are answered, 3% typically (the experience of those who recruit
  citizens' assemblies by post in Britain; Waltham Forest 2024: about 500 of 10,000).
- Pace: quick at first, then tapering off, the same in survey after survey (S. J. Huxley,
  “Predicting Response Speed in Mail Surveys”, Journal of Marketing Research 17, 1980): half of all
  who will answer have done so some days after the letter lies on the mat.
- Deadline: some act in the last three days only, moved by the closing date.
- Reminder: brings about a third of what the first letter brought; so unsure that the first days
  after it decide.
- Scatter: days differ from the curve by more than chance, about a quarter either way.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Parameter:
    name: str
    median: float
    spread: float


PARAMETERS = (
    Parameter("rate", 0.03, 0.67),  # registrations a letter, were it open for ever
    Parameter("half", 4.0, 0.60),  # days from the mat until half have answered
    Parameter("steepness", 1.4, 0.25),  # of the log-logistic curve
    Parameter("deadline", 0.10, 1.00),  # registrations in the last days, as a share of the rate
    Parameter("reminder", 0.35, 0.60),  # answers to a reminder, as a share of the rate
    Parameter("scatter", 0.07, 0.70),  # a day's variance beyond chance, over its mean squared
)
NAMES = tuple(parameter.name for parameter in PARAMETERS)
MEDIANS = np.log([parameter.median for parameter in PARAMETERS])
SPREADS = np.array([parameter.spread for parameter in PARAMETERS])

# Share of letters on the mat 0, 1, 2 … days after posting: first and second class together.
DELIVERY = np.array([0.02, 0.2, 0.34, 0.24, 0.12, 0.08])
# How the deadline's registrations fall on the last three days.
LAST_DAYS = np.array([0.2, 0.3, 0.5])

FEWEST = 0.01  # registrations a day that come whatever the post brings

DRIFT = 0.2  # standard deviation of the log by which all days to come miss the curve together
TILT = 0.25  # the same for the odds of a value among those still to come: the slow differ
PEOPLE = 20.0  # the population's shares count like so many registrations
BETWEEN = 0.06  # variance between places' rates, over the mean squared; counts like so many places
PLACES = 5.0
