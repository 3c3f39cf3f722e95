"""Who: units, leading groups, troops, accounts."""

from .accounts import BUSINESS_ROLES, OFFICERS, Role, User
from .audit import AuditEvent
from .changes import ChangeKind, UnitChange, names_in
from .filters import SavedFilter
from .groups import Appointment, GroupRole, GroupState, LeadingGroup
from .handovers import Handover
from .imports import ImportBatch, ImportKind
from .notices import Notice, NoticeKind, NoticeReading
from .troops import CoBuildingPair, Troop, TroopKind
from .units import Unit, UnitKind

__all__ = [
    "BUSINESS_ROLES",
    "OFFICERS",
    "Appointment",
    "AuditEvent",
    "ChangeKind",
    "CoBuildingPair",
    "GroupRole",
    "GroupState",
    "Handover",
    "ImportBatch",
    "ImportKind",
    "LeadingGroup",
    "Notice",
    "NoticeKind",
    "NoticeReading",
    "Role",
    "SavedFilter",
    "Troop",
    "TroopKind",
    "Unit",
    "UnitChange",
    "UnitKind",
    "User",
    "names_in",
]
