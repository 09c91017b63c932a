"""Passwords of one's own: changing them, and not coming back to an old one. `config/settings.py` has the numbers."""

import secrets
from datetime import datetime

from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.ledger.facade import record
from huizhi.apps.people.models import Officer, PastPassword
from huizhi.apps.people.refusals import refused


class NotUsedLately:
    """A validator: a password among the last `remembered` is refused. Fed by Django whenever a password is saved."""

    def __init__(self, remembered: int):
        self.remembered = remembered

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password the officer has or had lately."""
        if not isinstance(user, Officer) or user.pk is None:
            return
        if any(check_password(password, row.hashed) for row in self._known(user)[: self.remembered]):
            raise ValidationError(self.get_help_text(), code="password_used_lately")

    def password_changed(self, _password: str, user: object = None) -> None:
        """Remember the hash just saved, and forget those that no longer count."""
        if isinstance(user, Officer):
            PastPassword.objects.create(officer=user, hashed=user.password)
            kept = [row.pk for row in self._known(user)[: self.remembered]]
            user.past_passwords.exclude(pk__in=kept).delete()

    def get_help_text(self) -> str:
        """What the page says about it."""
        return ngettext("不得使用最近%(n)s次用过的密码", "不得使用最近%(n)s次用过的密码", self.remembered) % {
            "n": self.remembered
        }

    def _known(self, officer: Officer):
        return officer.past_passwords.order_by("-pk")


def change_password(request, *, old: str, new: str, at: datetime) -> None:
    """Change one's own password. This session goes on under a new key, all others end.

    Refused when the old one is not right or the new one breaks the policy. Hashing happens before the transaction.
    """
    officer = request.user
    if not officer.check_password(old):
        raise refused("old_password_wrong", "原密码不正确", "the old password is not right")
    try:
        password_validation.validate_password(new, officer)
    except ValidationError as wrong:
        said = "；".join(wrong.messages)
        raise refused("password_weak", said, said) from wrong
    was = officer.password
    officer.set_password(new)
    with transaction.atomic():
        if Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk).password != was:
            raise refused("password_just_changed", "密码刚刚已被修改", "it has just been changed elsewhere")
        officer.temporary_password = False
        officer.save(update_fields=["password", "temporary_password"])
        update_session_auth_hash(request, officer)
        record(
            verb="password_changed", by=officer, at=at, object_kind="officer", object_id=officer.username, payload={}
        )


def temporary_password() -> str:
    """A password to hand over once: eighty random bits in groups that can be read out."""
    return "-".join(secrets.token_hex(2) for _group in range(5))


def policy_words() -> list[str]:
    """What the policy asks of a password, line by line."""
    return [str(words) for words in password_validation.password_validators_help_texts()] or [_("没有要求")]
