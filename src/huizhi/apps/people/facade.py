"""What other rooms may ask about people."""

from huizhi.apps.people.access import EVERYBODY, SIGNED_IN, needs, public, to_sign_in
from huizhi.apps.people.actions import appoint_officer, assign_officer, found_unit, set_password, switch_off
from huizhi.apps.people.directory import (
    OfficerCard,
    UnitCard,
    above,
    below,
    bureau_of,
    officer_cards,
    officers_of,
    unit_cards,
)
from huizhi.apps.people.gate import NotPermitted, OutsideScope, require
from huizhi.apps.people.permissions import PERMISSION_NAMES, PERMISSIONS, ROLE_NAMES, Role, roles_with
from huizhi.apps.people.queries import NOTHING, Scope, may, permissions_held, scope_of, units_in_scope

__all__ = [
    "EVERYBODY",
    "NOTHING",
    "PERMISSIONS",
    "PERMISSION_NAMES",
    "ROLE_NAMES",
    "SIGNED_IN",
    "NotPermitted",
    "OfficerCard",
    "OutsideScope",
    "Role",
    "Scope",
    "UnitCard",
    "above",
    "appoint_officer",
    "assign_officer",
    "below",
    "bureau_of",
    "found_unit",
    "may",
    "needs",
    "officer_cards",
    "officers_of",
    "permissions_held",
    "public",
    "require",
    "roles_with",
    "scope_of",
    "set_password",
    "switch_off",
    "to_sign_in",
    "unit_cards",
    "units_in_scope",
]
