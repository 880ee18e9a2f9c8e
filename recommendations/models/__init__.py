from .ballot import Ballot, BallotPaper, BallotQuestion, BallotRoll
from .recommendation import Recommendation, RecommendationVersion
from .report import Promise, Report
from .response import Action, ProgressUpdate, Response
from .statement import MinorityStatement

__all__ = [
    "Action",
    "Ballot",
    "BallotPaper",
    "BallotQuestion",
    "BallotRoll",
    "MinorityStatement",
    "ProgressUpdate",
    "Promise",
    "Recommendation",
    "RecommendationVersion",
    "Report",
    "Response",
]
