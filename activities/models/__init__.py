"""What is planned, what was done, what is needed."""

from .activities import (
    Activity,
    ActivityCount,
    ActivityFact,
    ActivityHistory,
    BeneficiaryGroup,
    Contribution,
    Partner,
)
from .answering import RequestState, RequestStep, Satisfaction
from .categories import BeneficiaryCategory, ContributionCategory, PartnerRole
from .drafts import ActivityDraft
from .evidence import MOST_FILES, Evidence, EvidenceKind
from .imports import ActivityImport, ImportedRow, ImportSource, ImportState
from .kinds import ActivityKind, FieldHolds, KindField
from .plans import EVERY_UNIT, Plan, PlanClause, PlanComment, PlanHistory, PlanItem
from .requests import Direction, RequestHistory, SupportRequest
from .words import ActivityWords

__all__ = [
    "EVERY_UNIT",
    "MOST_FILES",
    "Activity",
    "ActivityCount",
    "ActivityDraft",
    "ActivityFact",
    "ActivityHistory",
    "ActivityImport",
    "ActivityKind",
    "ActivityWords",
    "BeneficiaryCategory",
    "BeneficiaryGroup",
    "Contribution",
    "ContributionCategory",
    "Direction",
    "Evidence",
    "EvidenceKind",
    "FieldHolds",
    "ImportSource",
    "ImportState",
    "ImportedRow",
    "KindField",
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
