"""How well: standards, rounds, assessments."""

from .assessments import Assessment, AssessmentHistory, Response, ResponseFile
from .rounds import Grade, Round, RoundState
from .standards import Criterion, CriterionKind, Measure, Measured, ScoringPoint, Section, Standard

__all__ = [
    "Assessment",
    "AssessmentHistory",
    "Criterion",
    "CriterionKind",
    "Grade",
    "Measure",
    "Measured",
    "Response",
    "ResponseFile",
    "Round",
    "RoundState",
    "ScoringPoint",
    "Section",
    "Standard",
]
