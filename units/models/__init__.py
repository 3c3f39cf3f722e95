"""Who: units, leading groups, troops, accounts."""

from .accounts import BUSINESS_ROLES, Role, User
from .audit import AuditEvent
from .groups import Appointment, GroupRole, LeadingGroup
from .troops import CoBuildingPair, Troop, TroopKind
from .units import Unit, UnitKind

__all__ = [
    "BUSINESS_ROLES",
    "Appointment",
    "AuditEvent",
    "CoBuildingPair",
    "GroupRole",
    "LeadingGroup",
    "Role",
    "Troop",
    "TroopKind",
    "Unit",
    "UnitKind",
    "User",
]
