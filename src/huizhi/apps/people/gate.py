"""The gate every page and verb passes: permitted, and inside the officer's part of the city."""

from django.core.exceptions import PermissionDenied

from huizhi.apps.people.permissions import PERMISSION_NAMES, ROLE_NAMES, roles_with
from huizhi.apps.people.queries import may


class NotPermitted(PermissionDenied):
    """The officer holds no role with this permission; says which roles do."""

    def __init__(self, permission: str):
        self.permission = permission
        self.permission_zh, self.permission_en = PERMISSION_NAMES[permission]
        names = [ROLE_NAMES[role] for role in sorted(roles_with(permission))]
        self.roles_zh = tuple(zh for zh, _en in names)
        self.roles_en = tuple(en for _zh, en in names)
        super().__init__(f"{permission}: {', '.join(self.roles_en)}")


class OutsideScope(PermissionDenied):
    """The object lies outside the officer's part of the city."""


def require(by, permission: str) -> None:
    """Raise NotPermitted unless `by` may. A plain string names a program started on the machine itself: let through."""
    if not isinstance(by, str) and not may(by, permission):
        raise NotPermitted(permission)
