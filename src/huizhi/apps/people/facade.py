"""What other rooms may ask about people."""

from huizhi.apps.people.access import EVERYBODY, SIGNED_IN, address_of, needs, public, refused_token, to_sign_in
from huizhi.apps.people.actions import (
    appoint_officer,
    assign_officer,
    found_unit,
    set_password,
    switch_off,
    switch_on,
)
from huizhi.apps.people.certificates import (
    CertificateCard,
    PublicOfficer,
    certificates_of,
    certified,
    certify,
    named_publicly,
    require_certificate,
    withdraw_certificate,
)
from huizhi.apps.people.directory import (
    OfficerCard,
    UnitCard,
    above,
    below,
    bureau_of,
    officer_cards,
    officers_of,
    unit_by_code,
    unit_cards,
    unit_for,
    units_above,
    units_below,
)
from huizhi.apps.people.gate import NotPermitted, OutsideScope, require
from huizhi.apps.people.leave import (
    LeaveCard,
    away_on,
    desks_of,
    end_leave,
    in_place_of,
    leaves,
    stand_in_for,
    take_leave,
)
from huizhi.apps.people.lockout import Rule, after_failure
from huizhi.apps.people.lockout import Tally as Tallied
from huizhi.apps.people.permissions import PERMISSION_NAMES, PERMISSIONS, ROLE_NAMES, Role, roles_with
from huizhi.apps.people.public_accounts import PublicCard, confirm_business, open_public_account, public_account
from huizhi.apps.people.queries import NOTHING, Scope, may, permissions_held, scope_of, units_in_scope
from huizhi.apps.people.reach import in_reach
from huizhi.apps.people.second_factor import reset_second_factor
from huizhi.apps.people.sessions import PUBLIC, typed_work
from huizhi.apps.people.sso import link_sso
from huizhi.apps.people.tries import forget_lapsed as forget_lapsed_tries

__all__ = [
    "EVERYBODY",
    "NOTHING",
    "PERMISSIONS",
    "PERMISSION_NAMES",
    "PUBLIC",
    "ROLE_NAMES",
    "SIGNED_IN",
    "CertificateCard",
    "LeaveCard",
    "NotPermitted",
    "OfficerCard",
    "OutsideScope",
    "PublicCard",
    "PublicOfficer",
    "Role",
    "Rule",
    "Scope",
    "Tallied",
    "UnitCard",
    "above",
    "address_of",
    "after_failure",
    "appoint_officer",
    "assign_officer",
    "away_on",
    "below",
    "bureau_of",
    "certificates_of",
    "certified",
    "certify",
    "confirm_business",
    "desks_of",
    "end_leave",
    "forget_lapsed_tries",
    "found_unit",
    "in_place_of",
    "in_reach",
    "leaves",
    "link_sso",
    "may",
    "named_publicly",
    "needs",
    "officer_cards",
    "officers_of",
    "open_public_account",
    "permissions_held",
    "public",
    "public_account",
    "refused_token",
    "require",
    "require_certificate",
    "reset_second_factor",
    "roles_with",
    "scope_of",
    "set_password",
    "stand_in_for",
    "switch_off",
    "switch_on",
    "take_leave",
    "to_sign_in",
    "typed_work",
    "unit_by_code",
    "unit_cards",
    "unit_for",
    "units_above",
    "units_below",
    "units_in_scope",
    "withdraw_certificate",
]
