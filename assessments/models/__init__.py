"""How well: standards, rounds, assessments."""

from .assessments import (
    MOST_FILES,
    Assessment,
    AssessmentHistory,
    Response,
    ResponseFile,
    ResponseYear,
    due_by,
)
from .objections import Objection
from .rounds import Grade, Round, RoundReminder, RoundState
from .standards import (
    Criterion,
    CriterionKind,
    Measure,
    Measured,
    Reward,
    ScoringPoint,
    Section,
    Standard,
)

__all__ = [
    "MOST_FILES",
    "Assessment",
    "AssessmentHistory",
    "Criterion",
    "CriterionKind",
    "Grade",
    "Measure",
    "Measured",
    "Objection",
    "Response",
    "ResponseFile",
    "ResponseYear",
    "Reward",
    "Round",
    "RoundReminder",
    "RoundState",
    "ScoringPoint",
    "Section",
    "Standard",
    "due_by",
]
