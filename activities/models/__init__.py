"""What is planned, what was done, what is needed."""

from .activities import (
    Activity,
    ActivityCount,
    ActivityHistory,
    BeneficiaryCategory,
    BeneficiaryGroup,
    Contribution,
    ContributionCategory,
    Partner,
    PartnerRole,
)
from .answering import RequestState, RequestStep, Satisfaction
from .evidence import Evidence, EvidenceKind
from .kinds import ActivityKind
from .plans import EVERY_UNIT, Plan, PlanClause, PlanComment, PlanHistory, PlanItem
from .requests import Direction, RequestHistory, SupportRequest

__all__ = [
    "EVERY_UNIT",
    "Activity",
    "ActivityCount",
    "ActivityHistory",
    "ActivityKind",
    "BeneficiaryCategory",
    "BeneficiaryGroup",
    "Contribution",
    "ContributionCategory",
    "Direction",
    "Evidence",
    "EvidenceKind",
    "Partner",
    "PartnerRole",
    "Plan",
    "PlanClause",
    "PlanComment",
    "PlanHistory",
    "PlanItem",
    "RequestHistory",
    "RequestState",
    "RequestStep",
    "Satisfaction",
    "SupportRequest",
]
